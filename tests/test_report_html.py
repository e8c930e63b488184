"""The HTML report: what it shows, opened in a browser where one is installed, and that no text of a document does anything."""

import json
import re
import shutil
from pathlib import Path

import msgspec
import pytest
from perflint_zh.check import Failure, Finding, Outcomes
from perflint_zh.cli import run as command
from perflint_zh.document import Place
from perflint_zh.plugins import load_rules
from perflint_zh.report.html import render_html
from perflint_zh.result import Run
from perflint_zh.rule import Related
from perflint_zh.score import score_budgets
from perflint_zh.testing import make_budget

ROWS = (
    {"name": "巡护公里数", "value": "≥300公里"},
    {"name": "巡护完成率", "level2": "质量指标", "value": "≥100%"},
    {"name": "河道水面清洁情况", "level2": "生态效益指标", "value": "有所好转"},
)
HOSTILE = (
    "</script><script>window.hit=1</script>",
    "<img src=x onerror=window.hit=2>",
    "<!--<script>",
    "{{ 7*7 }}{% if %}",
    "=cmd|' /C calc'!A0",
    "javascript:window.hit=3",
    "\u202etxt.exe\u2066\u0000\u0007\u2028\ud800",
    "长" * 10_000,
)


def project(name, rows=ROWS, **fields):
    return {"name": name, "indicators": list(rows), **fields}


def finding_at(budget, rule, family, severity, *, at=0, row=None, field="value", message="说明", **fields):
    owner = budget.projects[at] if at is not None else None
    cell = owner.indicators[row] if row is not None else None
    return Finding(
        rule=rule,
        family=family,
        severity=severity,
        confidence=fields.pop("confidence", 1.0),
        message=message,
        suggestion=fields.pop("suggestion", "改好"),
        path=budget.path,
        place=cell.place if cell else owner.place if owner else Place(line=1),
        department=budget.department,
        unit=owner.unit if owner else "department",
        project=owner.name if owner else None,
        level2=cell.level2 if cell else None,
        indicator=cell.name if cell else None,
        value=cell.value if cell else None,
        field=field,
        **fields,
    )


def run_of(budgets, findings, **fields):
    return Run(
        tuple(budgets),
        tuple(findings),
        fields.pop("failures", ()),
        fields.pop("outcomes", {}),
        score_budgets(budgets, findings),
        **fields,
    )


def sample():
    """Two departments; one has a bad value, a bad goal and a set of rows copied from the other."""
    one = make_budget(
        {
            "department": "云溪县水务局",
            "path": "云溪/水务.docx",
            "projects": [project("河道巡护经费"), project("水费")],
        },
        1,
    )
    changed = ({**ROWS[0], "value": "≥80公里"}, *ROWS[1:])
    two = make_budget(
        {"department": "云溪县林业局", "path": "云溪/林业.docx", "projects": [project("林区防火巡护", changed)]}, 2
    )
    findings = [
        finding_at(
            one,
            "impossible-value",
            "format",
            "error",
            row=1,
            message="指标值“≥100%”超出范围",
            suggestion="写成“=100%”",
            replacement="=100%",
        ),
        finding_at(one, "vague-value", "clarity", "warning", row=2, message="“有所好转”没有标准", confidence=0.6),
        finding_at(one, "vague-goal", "clarity", "note", at=1, field="goal", message="绩效目标没有说明“水费”要做什么"),
        finding_at(
            two,
            "template-reuse",
            "reuse",
            "warning",
            field="indicators",
            message="“林区防火巡护”和云溪县水务局的“河道巡护经费”相同",
            evidence={"share": 1.0, "strength": 0.9, "shared_rows": ["巡护公里数"]},
            related=(Related(project="河道巡护经费", path=one.path, place=one.projects[0].place),),
        ),
        finding_at(two, "missing-project-table", "completeness", "warning", at=None, field="projects", message="缺表"),
    ]
    return run_of(
        [one, two],
        findings,
        failures=(Failure("云溪/坏.doc", "read", "文件损坏"),),
        outcomes={"vague-value": Outcomes(1, 5, 2, 3)},
        copies={"云溪/副本.docx": one.path},
    )


def data_of(html):
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)[1])


def test_every_finding_stands_at_its_row():
    """A finding is tied to its department, project and row; one about the document to none."""
    page = data_of(render_html(sample()))

    assert [(f["d"] is not None, f["p"], f["w"]) for f in page["findings"]] == [
        (True, 0, 1),
        (True, 0, 2),
        (True, 1, None),
        (True, 2, None),
        (True, None, None),
    ]
    assert [cluster["members"] for cluster in page["clusters"]] == [[0, 2]]


def test_projects_of_one_name_are_told_apart_by_place():
    """Of two tables with one name in one document, the finding goes to the one that has its place."""
    budget = make_budget({"projects": [project("维修费"), project("维修费")]}, 1)
    page = data_of(render_html(run_of([budget], [finding_at(budget, "vague-value", "clarity", "note", at=1, row=0)])))

    assert page["findings"][0]["p"] == 1


def test_what_was_not_checked_is_told():
    """Failures with their reason, copies, and counts of what did not apply or lacked a fact stand in the report."""
    html = render_html(sample(), load_rules())

    assert "文件损坏" in html
    assert "云溪/副本.docx与云溪/水务.docx内容相同" in html
    assert re.search(
        r"没有数.*?</a></td><td>1</td><td>5</td><td>2</td><td>3</td>|#/rule/vague-value.*?<td>1</td><td>5</td><td>2</td><td>3</td>",
        html,
    )


def test_an_empty_run_has_a_report():
    """A run that read nothing still gives a page that says so."""
    assert "没有读到绩效目标表" in render_html(run_of([], []))


def test_names_can_be_hidden():
    """With anonymise no department, project, file or place is left anywhere in the file, messages included."""
    plain, hidden = render_html(sample()), render_html(sample(), anonymise=True)

    for name in (
        "云溪",
        "水务局",
        "林业局",
        "河道巡护经费",
        "林区防火巡护",
        "“水费”",
        "水务.docx",
        "副本.docx",
        "坏.doc",
    ):
        assert name in plain, name
        assert name not in hidden, name
    assert "部门1" in hidden
    assert "“项目3”和部门1的“项目1”相同" in hidden


def test_words_that_look_like_places_stay():
    """Hiding places leaves ordinary words with 县, 市 and 村 alone."""
    text = "覆盖全县各乡镇，参与县委中心工作，服务农村居民和行政村"
    budget = make_budget({"department": "云溪县水务局", "projects": [project("河道巡护经费", goal=text)]}, 1)
    page = data_of(render_html(run_of([budget], []), anonymise=True))

    assert page["projects"][0]["goal"] == text


def test_data_cannot_end_its_element():
    """Nothing in the embedded data can be taken for markup, and no invisible character gets in."""
    html = render_html(hostile())
    inside = re.search(r'id="data">(.*?)</script>', html, re.DOTALL)[1]

    assert not re.search("[<>&\u2028\u2029]", inside)
    assert not re.search("[\u0000-\u0008\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", html)
    assert data_of(html)["projects"][0]["goal"] == HOSTILE[0]
    html.encode("utf-8")


def hostile():
    """A budget whose every text is one of the hostile ones."""
    budgets = [
        make_budget(
            {
                "department": text,
                "path": f"{text[:60]}.txt",
                "projects": [
                    project(text, [{"name": text, "value": text, "description": text, "basis": text}], goal=text)
                ],
                "notes": (text,),
            },
            number,
        )
        for number, text in enumerate(HOSTILE, start=1)
    ]
    findings = [
        finding_at(
            budget,
            "vague-value",
            "clarity",
            "error",
            row=0,
            message=text,
            suggestion=text,
            related=(Related(project=text, path=budget.path),),
        )
        for budget, text in zip(budgets, HOSTILE, strict=True)
    ]
    failures = tuple(Failure(text, "read", text) for text in HOSTILE)
    return run_of(budgets, findings, failures=failures)


def test_the_command_writes_it(tmp_path, monkeypatch, capsys):
    """`--html FILE` writes the report beside the usual output, never over an input; `--anonymise` asks for it."""
    monkeypatch.chdir(tmp_path)
    Path("one.txt").write_text("没有表", encoding="utf-8")

    assert command(["one.txt", "--html", "r.html", "-q"]) == 0
    assert Path("r.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert command(["one.txt", "--html", "one.txt", "-q"]) == 2
    assert command(["one.txt", "--anonymise", "-q"]) == 2
    assert "--html" in capsys.readouterr().err
    assert Path("one.txt").read_text(encoding="utf-8") == "没有表"


@pytest.fixture(scope="module")
def browser():
    """Headless Chromium."""
    playwright = pytest.importorskip("playwright.sync_api")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium")
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield running
        running.close()


@pytest.fixture
def opened(browser, tmp_path):
    """Open a report; afterwards nothing may have been requested but the file, and no script may have failed."""
    requests, errors = [], []
    contexts = []

    def open_report(run, *, width=1280, fragment="", rules=()):
        file = tmp_path / "r.html"
        file.write_bytes(render_html(run, rules).encode())
        contexts.append(browser.new_context(viewport={"width": width, "height": 800}))
        page = contexts[-1].new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("dialog", lambda dialog: errors.append(dialog.message))
        page.goto(f"{file.as_uri()}{fragment}")
        return page

    yield open_report
    for context in contexts:
        context.close()
    assert errors == []
    assert [url for url in requests if not url.startswith("file:")] == []


def go(page, fragment):
    """Change the fragment and wait until the page has followed."""
    page.evaluate(
        "fragment => location.hash === fragment || new Promise(done => {"
        " addEventListener('hashchange', () => setTimeout(done), { once: true }); location.hash = fragment; })",
        fragment,
    )


def shown(page):
    return page.locator(".finding .said").all_text_contents()


def test_findings_are_filtered_searched_and_sorted(opened):
    """Severity, department, rule and words narrow the list; the order can be changed; all can be cleared."""
    page = opened(sample(), fragment="#/findings", rules=load_rules())
    assert len(shown(page)) == 5

    page.get_by_role("button", name="错误", exact=True).click()
    assert len(shown(page)) == 1
    page.get_by_role("button", name="错误", exact=True).click()
    page.locator("[data-filter=department]").select_option(label="云溪县水务局")
    assert len(shown(page)) == 3
    page.locator("[data-filter=rule]").select_option("vague-goal")
    assert len(shown(page)) == 1
    page.get_by_role("button", name="清除条件").click()
    page.locator(".finding").nth(4).wait_for(state="attached")
    assert len(shown(page)) == 5
    page.get_by_label("在问题中搜索").fill("水务局 好转")
    assert [text for text in shown(page) if "有所好转" in text] == shown(page) != []
    page.get_by_label("在问题中搜索").fill("")
    page.get_by_label("排序").select_option("severity")
    texts = shown(page)
    assert "超出范围" in texts[0]
    assert "水费" in texts[-1]


def test_a_link_of_the_overview_leads_to_its_findings(opened):
    """A cell of the heat map opens the findings of that department and rule."""
    page = opened(sample())
    assert page.locator("#overview").is_visible()

    page.locator(".heat td a").first.click()
    page.wait_for_selector(".finding")
    assert page.locator("#overview").is_hidden()
    assert len(shown(page)) == 1


def test_a_project_shows_its_table_with_the_faulty_cells_marked(opened):
    """The goal table stands as in the document; the cell at fault carries the number of the finding beside it."""
    page = opened(sample(), fragment="#/projects")
    page.get_by_role("link", name="河道巡护经费").click()
    page.wait_for_selector("table.goal")

    marked = page.locator("td.at")
    assert marked.evaluate_all("cells => cells.map(cell => cell.dataset.head)") == ["指标值", "指标值"]
    assert "error" in marked.first.get_attribute("class")
    page.locator(".beside .finding").first.click(position={"x": 300, "y": 5})
    assert "on" in marked.first.get_attribute("class").split()
    assert "on" not in marked.last.get_attribute("class").split()


def test_a_department_unfolds_its_projects(opened):
    """The page of a department has findings about the whole document and each project's table on demand."""
    page = opened(sample(), fragment="#/departments")
    page.get_by_role("link", name="云溪县林业局").click()
    page.wait_for_selector("details.project")

    assert "缺表" in page.locator("#view").inner_text()
    assert page.locator("table.goal").count() == 0
    page.locator("details.project summary").click()
    page.wait_for_selector("table.goal")


def test_copies_are_seen_side_by_side(opened):
    """A group of copied sets is a picture and a pair whose differing characters are marked."""
    page = opened(sample(), fragment="#/reuse")
    page.locator(".clusters a").click()
    page.wait_for_selector("table.pair")

    assert page.locator("svg.net circle").count() == 2
    assert page.locator("table.pair tr.same").count() == 3
    assert page.locator("table.pair del").all_inner_texts() == ["30"]
    assert page.locator("table.pair ins").all_inner_texts() == ["8"]


def test_every_link_leads_somewhere(opened):
    """No link of any view leads to a page that does not exist."""
    page = opened(sample(), rules=load_rules())
    seen, left = set(), ["#/"]
    while left:
        fragment = left.pop()
        if fragment in seen:
            continue
        seen.add(fragment)
        go(page, fragment)
        assert "报告里没有这一页" not in page.locator("main").inner_text(), fragment
        left += page.locator("main a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert all(fragment.startswith("#/") or fragment == "#main" for fragment in seen)
    assert {"#/project/0", "#/rule/vague-value", "#/cluster/0", "#/pair/2/0"} <= seen


def test_hostile_text_is_only_text(opened):
    """Markup, templates, formulas and long cells are shown as they are and run nothing, in every view."""
    page = opened(hostile())
    for view in (
        "",
        "departments",
        "department/0",
        "projects",
        "findings",
        "reuse",
        "pair/0/1",
        "about",
        *(f"project/{at}" for at in range(len(HOSTILE))),
    ):
        go(page, f"#/{view}")
        assert page.evaluate("window.hit") is None
        assert page.locator("img").count() == 0
        assert page.locator("script").count() == 2
        assert all(
            href.startswith("#")
            for href in page.locator("a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
        )
    go(page, "#/project/1")
    assert HOSTILE[1] in page.locator("table.goal").inner_text()


def test_the_policy_forbids_the_network(opened):
    """Even a script in the page can load nothing."""
    page = opened(sample())

    assert page.evaluate("fetch('about.json').then(() => 'loaded', () => 'refused')") == "refused"
    assert (
        page.evaluate(
            "new Promise(done => { document.addEventListener('securitypolicyviolation', event => done(event.effectiveDirective));"
            " const image = new Image(); image.src = 'file:///nowhere.png'; })"
        )
        == "img-src"
    )


def test_thousands_of_findings_open_in_part(opened):
    """With 1,000 projects and 5,000 findings a view holds only what is near; more comes with scrolling, all of it for printing."""
    budgets = [
        make_budget(
            {
                "department": f"示例{n}局",
                "path": f"{n}.txt",
                "projects": [project(f"第{n}局事务{m}") for m in range(20)],
            },
            n,
        )
        for n in range(50)
    ]
    findings = [
        finding_at(budget, "vague-value", "clarity", "warning", at=at, row=step % 3, message=f"第{step}处")
        for budget in budgets
        for at in range(20)
        for step in range(5)
    ]
    page = opened(run_of(budgets, findings), fragment="#/findings")

    few = page.locator(".finding").count()
    assert 0 < few <= 300
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.locator(".finding").nth(few).wait_for(state="attached")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".finding").count() == 5000
    go(page, "#/projects")
    page.wait_for_selector("table.plain tbody tr")
    assert page.locator("table.plain tbody tr").count() < 1000


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_sticks_out_sideways(opened, width):
    """No view is wider than the window, on a telephone or a desk."""
    page = opened(sample(), width=width, rules=load_rules())
    for view in (
        "",
        "departments",
        "department/0",
        "projects",
        "project/0",
        "findings",
        "reuse",
        "cluster/0",
        "pair/0/2",
        "rules",
        "rule/vague-value",
        "about",
    ):
        go(page, f"#/{view}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, view


def test_the_same_run_gives_the_same_file():
    """Two reports of one run are equal byte for byte."""
    run = sample()

    assert render_html(run, load_rules()) == render_html(msgspec.structs.replace(run), load_rules())
