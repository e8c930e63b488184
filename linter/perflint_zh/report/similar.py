"""Copied sets of indicators as text: each cluster with its members, then its pairs with their rows side by side."""

from collections.abc import Mapping
from typing import Any

from rich.console import Group
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from perflint_zh.report.text import rendered_table

Record = Mapping[str, Any]
"""The comparison in the shape of `perflint similar --format json`."""

SHOWN = 5
"""Pairs printed per cluster; the JSON output has all."""


def rendered(record: Record, *, plain: bool = False) -> str:
    """Render the comparison as text."""
    lines = Table.grid()
    lines.add_column(overflow="fold")
    for number, cluster in enumerate(record["clusters"], start=1):
        lines.add_row(_cluster(number, cluster))
        lines.add_row("")
    lines.add_row(_summary(record))
    return rendered_table(lines, plain=plain)


def _cluster(number: int, cluster: Record) -> Group:
    head = Text(f"第{number}组：{len(cluster['members'])}个项目，平均相同{cluster['strength']:.0%}", style="bold")
    members = [
        Text(f"  {'◆' if member == cluster['representative'] else '·'} {_owner(member)}")
        for member in cluster["members"]
    ]
    pairs = sorted(cluster["pairs"], key=lambda pair: -pair["share"])
    rest = [Text(f"  …… 共{len(pairs)}对", style="dim")] if len(pairs) > SHOWN else []
    return Group(head, *members, *(_pair(pair) for pair in pairs[:SHOWN]), *rest)


def _pair(pair: Record) -> Padding:
    one, other = pair["containment"]
    table = Table(
        title=f"相同{pair['share']:.0%}（左边的{one:.0%}、右边的{other:.0%}），文字相似度{pair['similarity']:.2f}",
        title_justify="left",
        box=None,
        pad_edge=False,
    )
    table.add_column("二级指标", overflow="fold", ratio=2)
    table.add_column(escape(pair["one"]["project"]), overflow="fold", ratio=4)
    table.add_column(escape(pair["other"]["project"]), overflow="fold", ratio=4)
    table.add_column("", overflow="fold", ratio=2)
    for row in pair["rows"]:
        cells = [escape(f"{side['indicator']} {side['value']}") if side else "—" for side in (row["one"], row["other"])]
        table.add_row(escape((row["one"] or row["other"])["level2"]), *cells, _mark(row))
    return Padding(table, (1, 0, 0, 2))


def _mark(row: Record) -> str:
    marks = {"official": "通用指标", "other_value": "只换了数值", "names_other": "写着对方项目"}
    phrases = [f"同写“{escape('”“'.join(row['phrases']))}”"] if row["phrases"] else []
    return "、".join([text for key, text in marks.items() if row[key]] + phrases)


def _owner(member: Record) -> str:
    return f"{member['department'] or member['path']}｜{member['project']}"


def _summary(record: Record) -> Text:
    counts = f"比较了{record['documents']}份文档的{record['projects']}个项目："
    if not record["clusters"]:
        return Text(f"{counts}没有指标雷同的项目。")
    return Text(
        f"{counts}{sum(len(c['members']) for c in record['clusters'])}个项目的指标雷同，分{len(record['clusters'])}组（◆ 与同组其他项目最接近）。"
    )
