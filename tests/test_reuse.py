import itertools
import json
import random
import subprocess
import sys
from collections import Counter, defaultdict

import msgspec
import numpy as np
import pytest
from perflint_zh.cli import run
from perflint_zh.rule import Corpus, Flaw
from perflint_zh.testing import make_budget
from perflint_zh_models.library import CORPUS, read_domains, read_library
from perflint_zh_models.reuse import (
    OWN_ROWS,
    alike,
    clusters,
    compare,
    find_pairs,
    join,
    pairs,
    sketches,
    template_texts,
)
from perflint_zh_models.reuse.alike import ALIKE, CLOSE, plain_pairs
from perflint_zh_models.reuse.texts import LONGEST, cosine, grams, idf, masked, programme, row_text, vector
from perflint_zh_rules.reuse.boilerplate_text import boilerplate_text
from perflint_zh_rules.reuse.template_reuse import template_reuse

SET = (
    ("巡库里程", "值守人员沿坝步行巡查的总里程", "≥300公里"),
    ("渗流观测次数", "按规程观测渗流量的次数", "≥24次"),
    ("汛情速报时长", "发现险情到上报的平均分钟数", "≤20分钟"),
    ("下游预警覆盖户数", "预警广播能听到的农户数", "≥400户"),
)


def project(name, rows=SET, **fields):
    return {"name": name, "indicators": [{"name": n, "description": d, "value": v} for n, d, v in rows], **fields}


def budget(*projects, number=1, **fields):
    return make_budget({"projects": list(projects), **fields}, number)


def edited_texts(count):
    """Texts of the library with small edits, so that many are alike."""
    rng = random.Random(5)
    entries = read_library()[:80]
    texts = set()
    while len(texts) < count:
        entry = rng.choice(entries)
        text = row_text(entry.name, entry.description, "")
        at = rng.randrange(len(text))
        texts.add(text[:at] + rng.choice(("", text[at] * 2, "年度")) + text[at + 1 :])
    return sorted(texts)


def invented(count):
    """Projects of several departments with rows of the library, some edited, in which sets are copied whole or in part."""
    rng = random.Random(3)
    entries = read_library()[:180]
    made = []
    for number in range(count):
        rows = rng.sample(made[-1 - rng.randrange(min(9, len(made)))], 5) if number % 3 else []
        rows += [
            (entry.name, entry.description, entry.value) for entry in rng.sample(entries[:100], rng.randint(5, 8))
        ][len(rows) :]
        made.append(
            [
                (name, told[: (at := rng.randrange(len(told)))] + rng.choice(("", "年度")) + told[at:], value)
                for name, told, value in rows
            ]
        )
    # A row of its own in each, since of projects with one and the same set each is paired with the first only.
    projects = [
        project(f"{entries[n].name}经费", [*rows, (entries[-1 - n].name, entries[-1 - n].description, "1")])
        for n, rows in enumerate(made)
    ]
    return [
        sketch
        for n in range(0, count, 5)
        for sketch in sketches(budget(*projects[n : n + 5], number=n, department=f"云岭县第{n}中学"))
    ]


def pairs_found(ways, texts, least):
    """Pair of texts → cosine, as a way of joining finds them."""
    return {
        frozenset((texts[one], texts[other])): value
        for ones, others, values in ways(texts, least)
        for one, other, value in zip(ones, others, values, strict=True)
    }


def test_every_way_finds_the_pairs_that_comparing_all_finds(monkeypatch):
    """Inverted index, sparse product and bands give the pairs and cosines of comparing every text with every other, over the edges of blocks."""
    monkeypatch.setattr(join, "BLOCK", 90)
    monkeypatch.setattr(join, "COMPARED", 70)
    monkeypatch.setattr(join, "SIGNED", 110)
    texts = edited_texts(500)
    every = {
        frozenset((one, other)): cosine(vector(one), vector(other)) for one, other in itertools.combinations(texts, 2)
    }

    for least in (CLOSE, ALIKE, 0.95):
        expected = {pair: value for pair, value in every.items() if value >= least}
        assert len(expected) > 10
        assert {frozenset((one, other)): value for one, other, value in plain_pairs(texts, least)} == pytest.approx(
            expected, abs=1e-9
        )
        assert pairs_found(join.exact_pairs, texts, least) == pytest.approx(expected, abs=1e-9)
        banded = pairs_found(join.banded_pairs, texts, least)
        assert banded.items() <= {pair: pytest.approx(value, abs=1e-9) for pair, value in expected.items()}.items()
        assert len(banded) >= 0.99 * len(expected)


def test_a_crowded_band_still_leads_to_the_first(monkeypatch):
    """Of many texts with one key each is compared with the first, so that a text and its copies stay together."""
    monkeypatch.setattr(join, "CAP", 3)
    keys = np.array([7, 5, 7, 7, 5, 7], dtype=np.uint32)

    pairs = {divmod(int(code), len(keys)) for code in join._sharing(keys)}

    assert pairs == {(2, 0), (3, 0), (5, 0), (4, 1)}


def brute_force(found, threshold):
    """Shares of pairs by their definition: every two projects compared by every two of their rows."""
    counts = Counter(row.text for sketch in found for row in sketch.rows)
    leaders = {}
    for text in sorted(counts, key=lambda text: (-counts[text], text)):
        alike = (other for other in leaders if leaders[other] == other and similarity(other, text) >= ALIKE)
        leaders[text] = next(alike, text)
    return {
        (one, other): share
        for one, other in itertools.combinations(range(len(found)), 2)
        if (share := brute_share(found[one], found[other], leaders)) >= threshold
    }


def brute_share(a, b, leaders):
    left, right, own = list(a.rows), list(b.rows), 0
    for row in a.rows:
        twin = next((twin for twin in right if leaders[twin.text] == leaders[row.text]), None)
        if twin is not None:
            left.remove(row)
            right.remove(twin)
            own += not (row.official or twin.official)
    if own < OWN_ROWS or a.programme == b.programme:
        return 0.0
    near = [
        (similarity(masked(row.text, b.name), masked(twin.text, a.name)), -row.at, -twin.at)
        for row in left
        for twin in right
    ]
    for close, at, to in sorted(near, reverse=True):
        if close >= CLOSE and any(row.at == -at for row in left) and any(twin.at == -to for twin in right):
            left = [row for row in left if row.at != -at]
            right = [twin for twin in right if twin.at != -to]
    return 2 * (len(a.rows) - len(left)) / (len(a.rows) + len(b.rows))


def similarity(one, other):
    return cosine(vector(one), vector(other))


@pytest.mark.parametrize("many", [alike.MANY, 0])
def test_pairs_of_projects_are_those_of_brute_force(many, monkeypatch):
    """No pair above the threshold is missed and none invented, whichever way the texts are compared."""
    monkeypatch.setattr(alike, "MANY", many)
    found = invented(60)
    expected = brute_force(found, 0.5)

    pairs = find_pairs(found, 0.5).pairs

    assert len(expected) > 20
    assert {(pair.one, pair.other): pair.share for pair in pairs} == expected


def edited(found, rng):
    """The projects after a few edits: rows written anew or like others, rows and projects gone, projects renamed or moved."""
    found = list(found)
    texts = [row.text for sketch in found for row in sketch.rows]
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(found))
        sketch = found[at]
        rows = list(sketch.rows)
        n = rng.randrange(len(rows))
        match rng.choice(("copied", "changed", "gone", "renamed", "moved", "deleted")):
            case "copied":
                rows[n] = msgspec.structs.replace(rows[n], text=rng.choice(texts))
            case "changed":
                rows[n] = msgspec.structs.replace(rows[n], text=f"{rows[n].text}{rng.choice(('年度', '情况'))}")
            case "gone" if len(rows) > 1:
                del rows[n]
            case "renamed":
                sketch = msgspec.structs.replace(sketch, name=found[0].name, programme=found[0].programme)
            case "moved":
                found.insert(0, found.pop(at))
                continue
            case "deleted":
                del found[at]
                continue
        found[at] = msgspec.structs.replace(sketch, rows=tuple(rows))
    return found


@pytest.mark.parametrize("many", [alike.MANY, 0])
def test_what_an_earlier_run_left_changes_no_pair(many, monkeypatch):
    """With the matches of the run before, in a folder edited meanwhile, pairs are those of comparing all anew, to the last digit."""
    monkeypatch.setattr(alike, "MANY", many)
    matched = []
    match = pairs._match
    monkeypatch.setattr(pairs, "_match", lambda *given: matched.append(1) or match(*given))
    compared = []
    close_pairs = alike.close_pairs
    monkeypatch.setattr(
        alike,
        "close_pairs",
        lambda texts, *given: compared.append(len(texts) - given[-1]) or close_pairs(texts, *given),
    )
    rng = random.Random(many)
    found = invented(60)
    memory = {}
    find_pairs(found, 0.5, memory=memory)
    saved = 0
    for _ in range(25):
        found = edited(found, rng)
        matched.clear()
        compared.clear()
        again = find_pairs(found, 0.5, memory=memory)
        new = len(matched)
        assert again == find_pairs(found, 0.5)
        saved += new < (len(matched) - new) / 2
        assert compared[0] <= 4
        assert compared[1] > 200

    assert saved > 20


def test_similarity_is_tf_idf_of_scikit_learn():
    """The cosine of two texts is the one of scikit-learn's TfidfVectorizer, given the rarities of the library."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = edited_texts(40)
    vectorizer = TfidfVectorizer(analyzer=grams, sublinear_tf=True).fit(texts)
    vectorizer.idf_ = np.array([idf(gram) for gram in vectorizer.get_feature_names_out()])
    matrix = vectorizer.transform(texts)
    expected = (matrix @ matrix.T).toarray()

    for n, one in enumerate(texts):
        for m, other in enumerate(texts):
            assert cosine(vector(one), vector(other)) == pytest.approx(expected[n, m], abs=1e-9)


def test_rarity_is_that_of_scikit_learn_over_kinds():
    """An n-gram is as rare as TfidfVectorizer says of the library with one document per kind of project."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    kinds = defaultdict(list)
    for entry in read_library():
        kinds[entry.domain].append(
            row_text(entry.name, None, "") + "。" + row_text(entry.description, None, "").replace("□", "。")
        )
    vectorizer = TfidfVectorizer(analyzer=grams).fit("。".join(texts) for texts in kinds.values())

    for gram, rarity in list(zip(vectorizer.get_feature_names_out(), vectorizer.idf_, strict=True))[::200]:
        assert idf(gram) == pytest.approx(rarity)


def test_a_group_is_held_together_by_its_representative():
    """Texts join the most frequent text that they are alike to, whatever order they come in."""
    base = "预警广播能听到的农户数。汛期预警广播覆盖的农户数"
    near = base.replace("汛期", "")
    texts = [base, base, near, "电费缴纳及时率"]

    assert (
        alike.near(texts).group
        == alike.near(texts[::-1]).group
        == {base: base, near: base, "电费缴纳及时率": "电费缴纳及时率"}
    )


def test_names_numbers_and_places_do_not_tell_copies_apart():
    """What a copyist changes is masked: the project's name, figures, the department's place."""
    one = row_text("白石水库除险面积（平方米）", "云岭县白石水库完成3处除险", "白石水库除险", ["云岭县"])
    other = row_text("青山泵站改造面积（亩）", "河湾县青山泵站改造完成12处除险", "青山泵站改造", ["河湾县"])

    assert one.partition("。")[0] == other.partition("。")[0]
    assert "云岭" not in one
    assert "3" not in one


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2023年水库看护费", "2024年度水库看护费"),
        ("灌区改造（一期）", "灌区改造（二期）"),
        ("高标准农田第1批", "高标准农田第2批"),
        ("云岭县水库看护费", "水库看护费"),
        ("湖面打捞保洁服务", "湖面保洁打捞服务"),
    ],
)
def test_years_and_instalments_are_one_programme(one, other):
    """A project going on in another year, instalment or under the county's name is the same programme."""
    assert programme(one, "云岭县水利局") == programme(other, "云岭县水利局")


def test_brackets_that_name_another_owner_make_another_project():
    """Only years and instalments are taken off a name."""
    assert programme("运转经费（原粮食局）", None) != programme("运转经费", None)


def test_a_pair_says_how_much_of_each_lies_in_the_other():
    """Containment is given both ways, with the rows where only the value differs."""
    longer = [
        *SET[:3],
        ("下游预警覆盖户数", "预警广播能听到的农户数", "≥90户"),
        ("坝顶照明盏数", "新装坝顶路灯的盏数", "12盏"),
    ]
    pairs = find_pairs(sketches(budget(project("白石水库看护费"), project("汛期值守补助", longer))))

    (pair,) = pairs.pairs
    assert pair.share == pytest.approx(8 / 9)
    assert pair.containment == (1.0, 0.8)
    assert [shared.row.name for shared in pair.shared if shared.other_value] == ["下游预警覆盖户数"]


def test_a_row_that_names_the_other_project_is_marked():
    """A copied row in which the other project's name was left standing is marked."""
    left = [*SET, ("水闸启闭演练次数", "组织启闭演练的次数", "≥2次")]
    pairs = find_pairs(sketches(budget(project("水闸启闭演练", left), project("灯光球场看护", left))))

    (pair,) = pairs.pairs
    assert [shared.row.name for shared in pair.shared if shared.names_other] == ["水闸启闭演练次数"]


def test_rows_that_differ_by_a_word_show_what_they_share():
    """Of two rows that are close the phrases that both have are told; rows word for word the same need none."""
    edited = [*SET[:3], ("下游预警覆盖户数", "汛期预警广播能听到的农户数", "≥400户")]
    record = compare([budget(project("白石水库看护费"), project("汛期值守补助", edited))])

    (pair,) = record["clusters"][0]["pairs"]
    assert [row["phrases"] for row in pair["rows"]] == [[], [], [], ["下游预警覆盖户数。", "预警广播能听到农户数"]]


def test_one_project_in_two_years_or_printed_twice_is_history():
    """Neither the same project of last year nor its second print in a unit's part is a copy."""
    years = [budget(project("白石水库看护费"), number=n, year=year) for n, year in enumerate((2023, 2024), start=1)]
    twice = budget(project("白石水库看护费"), project("2024年白石水库看护费", unit="水库管理所"))
    found = [sketch for one in (*years, twice) for sketch in sketches(one)]

    assert find_pairs(found).pairs == ()
    assert find_pairs([*found, *sketches(budget(project("汛期值守补助"), number=3))]).pairs


def test_adding_a_document_changes_no_other_pair():
    """How alike two projects are does not depend on what else is checked."""
    both = sketches(
        budget(
            project("白石水库看护费"), project("汛期值守补助", [*SET[:3], ("站房保洁次数", "打扫站房的次数", "≥50次")])
        )
    )
    more = sketches(budget(project("图书采购", [("图书册数", "购置的图书册数", "500册")]), number=2))

    assert find_pairs([*both, *more]).pairs == find_pairs(both).pairs


def test_a_set_copied_many_times_makes_few_pairs():
    """Identical sets are compared with the first only and still form one cluster with all of them."""
    many = budget(*(project(f"{name}费") for name in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰"))
    pairs = find_pairs(sketches(many))

    assert len(pairs.pairs) == 14
    (cluster,) = clusters(pairs)
    assert (len(cluster.members), cluster.representative, cluster.strength) == (15, 0, 1.0)


def test_long_texts_are_cut():
    """A cell with a whole book in it costs no more than a long sentence."""
    (sketch,) = sketches(budget(project("甲" * 100_000, [("乙丙" * 100_000, "丁戊" * 100_000, "1")])))

    assert len(sketch.rows[0].text) <= 2 * LONGEST + 1


def test_rows_of_template_files_are_no_evidence():
    """What the user's template has is legitimate: no copied set, no copied text."""
    rows = [*SET, ("听课干部好评率", "参加轮训的干部对授课教师作出好评的比率", "≥95%")]
    documents = (
        budget(
            *(
                project(f"{name}", rows, goal=goal)
                for name, goal in (("电费", "缴纳电费"), ("租车费", "租车6台"), ("印刷费", "印刷500册"))
            )
        ),
    )
    template = (budget(project("模板", rows), number=9),)

    for rule in (template_reuse, boilerplate_text):
        assert [flaw for flaw in rule.outcomes(Corpus(documents)) if isinstance(flaw, Flaw)]
        assert not [flaw for flaw in rule.outcomes(Corpus(documents, template)) if isinstance(flaw, Flaw)]
    assert all(row.official for row in sketches(documents[0], template_texts(template))[0].rows)


def test_findings_do_not_depend_on_the_order_of_documents():
    """The same documents in another order give the same findings."""
    documents = [
        budget(project(name), number=n) for n, name in enumerate(("电费", "租车费", "印刷费", "档案整理费"), start=1)
    ]

    def said(corpus):
        return sorted(
            (flaw.project.name, len(flaw.related))
            for rule in (template_reuse, boilerplate_text)
            for flaw in rule.outcomes(corpus)
            if isinstance(flaw, Flaw)
        )

    assert said(Corpus(tuple(documents))) == said(Corpus(tuple(documents[::-1])))


@pytest.mark.skipif(not CORPUS.exists(), reason="the indicator library is read from a checkout")
def test_sound_tables_raise_nothing():
    """Projects with indicators of their own kind and official common ones are no copies, alone or together."""
    rng = random.Random(7)
    by_kind = defaultdict(list)
    for entry in read_library():
        by_kind[entry.domain].append(entry)
    kinds = read_domains()

    def sound(kind):
        chosen = rng.choice(kind.project)
        rows = rng.sample(by_kind[kind.slug], 6) + rng.sample(by_kind["common"], 2)
        return {
            "name": chosen.name,
            "goal": chosen.goal,
            "funds_use": chosen.funds_use,
            "indicators": [
                {
                    "level2": row.level2,
                    "name": row.name,
                    "description": row.description,
                    "value": f"{row.operator}{row.value}{row.unit}",
                }
                for row in rows
            ],
        }

    budgets = [budget(*(sound(rng.choice(kinds)) for _ in range(7)), number=n) for n in range(60)]
    corpora = [Corpus((one,)) for one in budgets] + [Corpus(tuple(budgets))]

    found = [
        flaw.message
        for rule in (template_reuse, boilerplate_text)
        for corpus in corpora
        for flaw in rule.outcomes(corpus)
        if isinstance(flaw, Flaw)
    ]
    assert found == []


def test_small_runs_import_no_numerics():
    """Comparing a few projects loads neither scikit-learn nor scipy nor numpy."""
    code = (
        "import sys\n"
        "from perflint_zh.testing import make_budget\n"
        "from perflint_zh_models.reuse import compare\n"
        "compare([make_budget({'projects': [{'name': n, 'indicators': [{'name': '巡库里程'}]} for n in '甲乙丙']}, 1)])\n"
        "print(sorted({'sklearn', 'scipy', 'numpy', 'sparse_dot_topn'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


def table(name, rows):
    lines = "".join(f"\t产出指标\n\t数量指标\n\t{n}\n\t{d}\n\t{v}\n\n" for n, d, v in rows)
    return f"1、{name}绩效目标表\n\t绩效目标\n\t完成年度任务\n\n\t一级指标\n\t二级指标\n\t三级指标\n\t绩效指标描述\n\t指标值\n\n{lines}"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.txt").write_text(table("白石水库看护费", SET), encoding="utf-8")
    (tmp_path / "b.txt").write_text(table("汛期值守补助", SET), encoding="utf-8")
    return tmp_path


def test_similar_shows_rows_side_by_side(folder, capsys):
    """`perflint similar` prints each cluster with the rows of its pairs beside each other."""
    assert run(["similar", str(folder), "--quiet"]) == 0

    shown = capsys.readouterr().out
    assert "第1组：2个项目" in shown
    assert any(line.count("巡库里程") == 2 for line in shown.splitlines())


def test_similar_as_json(folder, capsys):
    """The JSON record has members, both containments and the marks of each row."""
    assert run(["similar", str(folder), "--quiet", "--format", "json"]) == 0

    record = json.loads(capsys.readouterr().out)
    (cluster,) = record["clusters"]
    assert [member["project"] for member in cluster["members"]] == ["白石水库看护费", "汛期值守补助"]
    assert cluster["pairs"][0]["containment"] == [1.0, 1.0]
    assert {row["official"] for row in cluster["pairs"][0]["rows"]} == {False}


def test_similar_leaves_out_template_rows(folder, capsys):
    """A file given with --template takes its rows out of the evidence."""
    template = folder.parent / "template.txt"
    template.write_text(table("样表", SET), encoding="utf-8")

    assert run(["similar", str(folder), "--quiet", "--template", str(template)]) == 0
    assert "没有指标雷同的项目" in capsys.readouterr().out


def test_similar_says_what_it_could_not_read(folder, capsys):
    """A broken file is reported, the others are compared, and the status is 2."""
    (folder / "c.docx").write_bytes(b"no archive")

    assert run(["similar", str(folder), "--quiet"]) == 2
    captured = capsys.readouterr()
    assert "c.docx" in captured.err
    assert "第1组" in captured.out


def test_the_comparison_is_plain_values():
    """What `compare` returns is ready for JSON."""
    record = compare([budget(project("白石水库看护费"), project("汛期值守补助"))])

    assert json.loads(json.dumps(record)) == record


def test_the_packaged_count_is_that_of_the_library() -> None:
    """What is rare is counted from the library; `make train` renews the count."""
    from perflint_zh_models.library import knowledge
    from perflint_zh_models.reuse import texts

    assert texts.spread_of_library() == texts.spread_of(knowledge().entries)
