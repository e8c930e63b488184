"""mismatched-indicator."""

import functools
from collections import Counter
from collections.abc import Iterator, Mapping

from perflint_zh.budget import Budget, Indicator, Project
from perflint_zh.extract.words import level2_of
from perflint_zh.knowledge import bare_name, measure_of, unit_dimension
from perflint_zh.patterns import expression
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule
from perflint_zh_models.domain import Misfit, department_of, likeliest, misfits, told_beyond_name
from perflint_zh_models.domain.fit import COPIES
from perflint_zh_models.domain.groups import COMPANIONS, ECOLOGY, NARROW, NEAR
from perflint_zh_models.domain.kinds import indicator_text, kinds_of_text
from perflint_zh_models.library import Domain, knowledge
from perflint_zh_models.quantities.words import pairs
from perflint_zh_models.suggest import fitting

from perflint_zh_rules._figures import EFFECTS, HARMS, few_are_good
from perflint_zh_rules._foreign import is_related, names_foreign_thing

FOREIGN = 0.9
"""Probability of the fit model from which a row was written for another kind of project; tests/swaps.py shows what it finds."""

FOREIGN_COPY = 0.7
"""The same for a measure of known kind that stands in several projects of the document, which is evidence of its own; the least of all that follow."""

KNOWN = 0.3
"""Probability from which a project, or a row that is copied about, is taken for one of a kind."""

HINTED = 0.1
"""The same for a row that stands only here."""

COMPANION = 0.5
"""Probability of the kinds that go along with any project (training, leaflets, computers) from which a row is what it has beside its subject."""

UNHEARD = {"unseen": 0.65, "rare_pairs": 2.9}
"""Least evidence that a row speaks of what neither the library nor its table knows: foreign although no kind can be named."""

UNHEARD_OF = 0.93
"""Probability of the fit model from which such a row is foreign."""

NAMED = 0.5
"""Probability from which the name alone shows the kind; a description may tell in any field's words how figures are taken."""

NOT_OWN = 0.03
"""Probability below which a name is not of a kind."""

BENEFITS = EFFECTS - {"可持续影响指标"}
"""Categories of what comes of the work; how it is done and what lasts is told in words of any field."""

SURELY_FOREIGN = 0.975
"""Probability of the fit model from which a row is foreign whatever its name shows."""

MARKED = 0.5
"""The same where the name has a place, a thing or people of another kind, of which the document has nothing else."""

OTHERS_COST = 0.96
"""Probability of the fit model from which a cost, which may be of anything that goes along with the work, is foreign."""

PAID_ANYWHERE = NARROW | COMPANIONS
"""Kinds of which any project may have costs: rent, cars, cleaning, training."""

BESIDE = 0.06
"""Share of its wording that such a row may have in common with the other rows, which is the wording of measures."""

COMPLAINTS = expression(
    r"(?:信访|上访|投诉|举报|来信|来访)(?:[^，。；]{0,4}(?:件|起|次|数|量|率))?$|(?:死[鱼虾苗]|污染|扬尘|噪[声音]|[渗泄]漏|扰民|伤亡|受伤|触电|坠落|损坏|毁坏)[一-鿿]{0,3}(?:事[件故]|起|次|处|数|件)"
)
"""Measures of what a project may cause wherever it is, when the value is a cap."""

MILESTONE = expression(
    r"(?:[一-鿿]{2,4}(?:费用?|资金|补[助贴]|款项?))?(?:申请|申报|受理|审[批核查]|办[理结]|核[定准查]|公示|评审|验收|批复|拨付|发放|兑付|到账|结算|签[约订]|开工|完[工成]|竣工|交付|投[用运]|启用|上线|试运行)+(?:时[间限长]|用时|日期?|期限|间隔)"
)
"""Steps that any work goes through, and how soon."""

ANYWHERE = expression(
    r"(?:报修|故障|维修|服务)响应时[间限]|留[县市乡镇村].{0,3}就业|(?:带动|吸纳).{0,4}就业|媒体.{0,4}报道|宣传报道|(?:减少|降低).{0,4}碳排放"
)
"""Effects that any project may have: work for people, being reported on, less carbon."""

OWN_PEOPLE = 0.1
"""Share of a satisfaction's name that stands in the project's text from which those who are asked are the project's own."""

JUDGED = expression(r"对([^，,。；;]{2,24}?)(?:表示|感到|打|评|给|的)*(?:满意|认可|好评|评价|评分|认同)")
"""What a description of satisfaction says is judged."""

COUNTS = frozenset({"count", "occasion-count", "person-count"})
"""Measures of work done: copied onto many projects they are foreign to those that do not do the work, whatever their kind."""

MANY_COPIES = 5
"""Projects of one document from which that is so."""

BY_LAW = expression(
    r"(?:严格)?(?:依照|按照?|根据|遵照|依据|符合)(?:(?:国家|现行|有关|相关)?(?:法律|法规|政策|规定|制度|办法)[、和及]?)+"
)
"""How any work is done."""

ECOLOGICAL_ROWS = 2
"""Ecological indicators in a kind's library from which the kind counts as having an effect on ecology."""


@rule(Budget, severity="error")
def mismatched_indicator(budget: Budget) -> Iterator[Outcome]:
    """指标与项目不符：指标明显属于另一类项目，和本项目的内容对不上。

    电费项目考核“培训学员满意率”，多半是从别的项目照搬来的；这样的指标完成得再好，也说明不了这笔钱花得怎样。

    写法：办公楼电费项目的“参训学员满意度” → “用电单位满意度”；“课题结题率” → “电费按期缴纳率”。

    依据：《项目支出绩效评价管理办法》（财预〔2020〕10号）“绩效指标明确性”：指标与项目目标任务数或计划数相对应。

    误报：满意度、完成率、验收合格率这类通用指标放在哪里都行，不报；培训、宣传、会议等活动可以是任何业务项目的一部分，项目目标、用途或数量指标里提到的不报；
    看不准项目类别时不报。
    """
    if not budget.projects:
        yield NotApplicable()
        return
    kinds = {domain.slug: domain for domain in knowledge().domains}
    department = department_of(budget)
    for project in budget.projects:
        for one in misfits(project, department):
            foreign = _is_foreign(one, project, budget)
            if foreign or _is_slogan(one, project):
                yield _flaw(one, project, kinds, foreign=foreign)


def _is_foreign(one: Misfit, project: Project, budget: Budget) -> bool:
    if one.home is not None:
        return True
    if one.probability < FOREIGN_COPY or _is_legal_by_manner(one):
        return False
    kind, sure = likeliest(one.indicator_kinds)
    # A wording without a figure is a slogan: copied, it is boilerplate rather than another project's measure.
    if one.copied >= COPIES and not one.features["slogan"]:
        measure = measure_of(one.indicator.name)
        counted = measure is not None and measure.slug in COUNTS and one.copied >= MANY_COPIES
        if sure >= KNOWN or counted:
            return one.probability >= FOREIGN_COPY
        return one.probability >= FOREIGN and told_beyond_name(one.indicator) != ""
    if one.tied or _stands_anywhere(one.indicator):
        return False
    # People of one project are others' pupils, patients or job-seekers.
    quantity = one.indicator.quantity
    people = quantity is not None and unit_dimension(quantity.unit or "") == "persons"
    if one.probability < SURELY_FOREIGN and people and is_related({kind}, project):
        return False
    if kind in NEAR and likeliest(one.project_kinds)[0] in NEAR:
        return False
    if _is_unheard_of(one):
        return True
    if one.probability < MARKED or _is_beside(one, project):
        return False
    if names_foreign_thing(one.indicator, project, budget):
        return True
    # Anyone may be asked, unless it is plain whose people they are.
    if one.features["satisfaction"] and sure < KNOWN:
        return False
    surely = one.probability >= SURELY_FOREIGN and not one.features["satisfaction"]
    named = surely or _is_named_foreign(one, project) or _is_effect_on_others(one)
    return one.probability >= FOREIGN and sure >= HINTED and named


def _is_named_foreign(one: Misfit, project: Project) -> bool:
    """Whether the name alone is of the kind that the row is of, or of another that is neither the project's nor related to it."""
    of_name = kinds_of_text(one.indicator.name)
    named, probability = likeliest(of_name)
    of_row, _ = likeliest(one.indicator_kinds)
    return of_name[of_row] >= NAMED or (probability >= NAMED and not is_related({named}, project))


def _is_effect_on_others(one: Misfit) -> bool:
    """Whether the row is an effect of which the name alone shows that none of the project's kinds has it, whatever kind does."""
    of_name = kinds_of_text(one.indicator.name)
    own = [kind for kind, probability in one.project_kinds.items() if probability >= HINTED]
    return (
        level2_of(one.indicator.level2) in BENEFITS
        and one.probability >= UNHEARD_OF
        and not one.features["satisfaction"]
        and all(of_name[kind] < NOT_OWN for kind in own)
    )


def _stands_anywhere(row: Indicator) -> bool:
    """Whether any project may have the row: how soon a step is taken, work for people, little harm done."""
    harm = COMPLAINTS.search(row.name) is not None and few_are_good(row)
    return harm or MILESTONE.fullmatch(bare_name(row.name)) is not None or ANYWHERE.search(row.name) is not None


def _is_unheard_of(one: Misfit) -> bool:
    """Whether the row says much, and all of it in words that neither the library nor the project nor the other rows have."""
    told = one.features
    return (
        one.probability >= UNHEARD_OF
        and all(told[name] >= least for name, least in UNHEARD.items())
        and not told["name_in_project"]
        and told["text_in_rows"] <= BESIDE
        and not (told["satisfaction"] or _is_cost(one))
    )


def _is_legal_by_manner(one: Misfit) -> bool:
    """Whether a row is of its kind only for what it says of how work is done: by law, policy or rule, as any is."""
    manner = BY_LAW.sub("", one.indicator.name)
    if manner == one.indicator.name:
        return False
    of_work = kinds_of_text(indicator_text(manner, one.indicator.description))
    return likeliest(of_work)[0] != likeliest(one.indicator_kinds)[0]


def _is_beside(one: Misfit, project: Project) -> bool:
    """Whether the row is what a project may have beside its subject: costs of its own (or of any project), opinions of those it is for or on it, or some training, leaflets, computers."""
    quantity = one.indicator.quantity
    if one.features["satisfaction"] and (
        one.features["name_in_project"] >= OWN_PEOPLE or _judges_project(one.indicator, project)
    ):
        return True
    spent = quantity is not None and quantity.kind in {"money", "unit-cost"}
    output = level2_of(one.indicator.level2) == "数量指标"
    companion = one.features["companion"] >= COMPANION and one.probability < SURELY_FOREIGN
    return (_is_cost(one) and not _is_others_cost(one)) or (output and (spent or companion))


def _is_others_cost(one: Misfit) -> bool:
    """Whether a cost is surely of what only another kind of project does, and of nothing that any project pays for."""
    kind, _ = likeliest(one.indicator_kinds)
    return one.probability >= OTHERS_COST and kind not in PAID_ANYWHERE


def _is_cost(one: Misfit) -> bool:
    """Whether the row says what the project costs in money; the cost to people and nature is of its own work."""
    return bool(one.features["cost"]) and level2_of(one.indicator.level2) not in HARMS


def _judges_project(row: Indicator, project: Project) -> bool:
    """Whether those who are asked, whoever they are, are asked about what the goal speaks of (对亮灯情况认可的代表)."""
    judged = JUDGED.search(row.description or "")
    return judged is not None and not pairs(judged[1]).isdisjoint(pairs(project.goal or ""))


def _is_slogan(one: Misfit, project: Project) -> bool:
    """Whether the row is a phrase on ecology in a project of a kind that has no effect on it."""
    row = one.indicator
    if level2_of(row.level2) != "生态效益指标" or not ECOLOGY.search(f"{row.name}{row.description or ''}"):
        return False
    if (
        not one.features["slogan"]
        or one.told
        or ECOLOGY.search(f"{project.name}{project.goal or ''}{project.funds_use or ''}")
    ):
        return False
    kind, probability = likeliest(one.project_kinds)
    return probability >= KNOWN and kind not in _ecological_kinds()


@functools.cache
def _ecological_kinds() -> frozenset[str]:
    counts = Counter(entry.domain for entry in knowledge().entries if entry.level2 == "生态效益指标")
    return frozenset(kind for kind, count in counts.items() if count >= ECOLOGICAL_ROWS)


def _flaw(one: Misfit, project: Project, kinds: Mapping[str, Domain], *, foreign: bool) -> Flaw:
    row = one.indicator
    own, known = likeliest(one.project_kinds)
    chosen = fitting(project, row.level2, own) if known >= KNOWN else []
    return Flaw(
        "name",
        _message(one, project, kinds, foreign=foreign),
        suggestion=(
            "可以改用：" + "；".join(f"{entry.name} {entry.operator}{entry.value}{entry.unit}" for entry in chosen)
        )
        if chosen
        else "换成反映本项目产出或效果的指标，没有就删去",
        confidence=_confidence(one) if foreign else round(known, 3),
        evidence={
            "project_kinds": _top(one.project_kinds, kinds),
            "indicator_kinds": _top(one.indicator_kinds, kinds),
            "misfit": round(one.probability, 3),
        },
        indicator=row,
        project=project,
    )


def _confidence(one: Misfit) -> float:
    """How surely the row is foreign; the subject of another project shows it whatever the kinds of the two."""
    return min(0.99, round(max(one.probability, FOREIGN if one.home is not None else 0.0), 3))


def _message(one: Misfit, project: Project, kinds: Mapping[str, Domain], *, foreign: bool) -> str:
    row = one.indicator
    own, known = likeliest(one.project_kinds)
    of_row, sure = likeliest(one.indicator_kinds)
    said = f"“{row.name}”" + (f"（{told}）" if (told := told_beyond_name(row)) else "")
    if not foreign:
        return f"{said}说的是生态，{kinds[own].name}类项目“{project.name}”对生态没有直接影响"
    copied = f"，同样的文字还出现在本文件{one.copied - 1}个别的项目里" if one.copied >= COPIES else ""
    if one.home is not None:
        return f"{said}说的是“{one.home}”的事，项目“{project.name}”里没有{copied}"
    if sure < KNOWN or of_row == own:
        return f"{said}与项目“{project.name}”的名称、目标、用途和别的指标都对不上{copied}"
    about = f"像是{kinds[own].name}类项目" if known >= KNOWN else "的目标和用途里没有这项内容"
    return f"{said}衡量的是{kinds[of_row].name}，项目“{project.name}”{about}{copied}"


def _top(values: Mapping[str, float], kinds: Mapping[str, Domain]) -> list[dict[str, object]]:
    ranked = sorted(values.items(), key=lambda entry: (-entry[1], entry[0]))[:3]
    return [{"kind": slug, "name": kinds[slug].name, "probability": round(value, 3)} for slug, value in ranked]
