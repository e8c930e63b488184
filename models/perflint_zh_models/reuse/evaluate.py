"""Figures for the card: `python -m perflint_zh_models.reuse.evaluate` writes card.md from corpus/."""

import itertools
import random
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from perflint_zh.budget import Budget
from perflint_zh.extract import extract
from perflint_zh.extract.words import fold
from perflint_zh.read import read_document

from perflint_zh_models.library import COMMON, CORPUS, Entry, read_library
from perflint_zh_models.reuse.alike import ALIKE, EXACT, MANY, near
from perflint_zh_models.reuse.pairs import COPIED, OWN_ROWS, REWORDED, find_pairs
from perflint_zh_models.reuse.sketch import Row, Sketch, sketches
from perflint_zh_models.reuse.texts import SPECIFIC, cosine, is_official, row_text, specificity, vector

CARD = Path(__file__).with_name("card.md")
SETS = 300
"""Constructed sets of each sort."""

ROWS = 8
COPIED_ROWS = 6
"""Rows of a constructed set, and how many of them a constructed copy keeps."""

Label = str
"""must, may or none."""


class _Known(msgspec.Struct, frozen=True):
    project: str
    must: tuple[str, ...]
    may: tuple[str, ...]
    indicator: str = ""

    def label(self, rule: str) -> Label:
        return "must" if rule in self.must else "may" if rule in self.may else "none"


class _Labels(msgspec.Struct, frozen=True):
    file: str
    labels: tuple[_Known, ...]
    project_labels: tuple[_Known, ...]


def main() -> None:
    """Write the card."""
    CARD.write_text(card(), encoding="utf-8")


def card(documents: Path = CORPUS / "documents", labels: Path = CORPUS / "labels" / "defects") -> str:
    """The card's text."""
    known = [msgspec.json.decode(path.read_bytes(), type=_Labels) for path in sorted(labels.glob("*.json"))]
    judged = [(one, extract(read_document(documents / one.file))) for one in known]
    rng = random.Random(0)
    library = [entry for entry in read_library() if entry.domain != COMMON]
    parts = {
        "rows": _table((0.3, 0.4, 0.5, 0.6, 0.7, ALIKE, 0.9), _row_cosines(library, rng)),
        "labelled": _table((0.2, 0.3, 0.4, 0.5, 0.55, COPIED, 0.8), _labelled_shares(judged)),
        "constructed": _table((0.2, 0.3, 0.4, 0.5, 0.55, COPIED, 0.8), _constructed_shares(library, rng)),
        "texts": _table((10.0, 15.0, 20.0, SPECIFIC, 28.0, 35.0, 45.0), _specificities(judged)),
    }
    return TEXT.format(
        documents=len(judged), projects=sum(len(budget.projects) for _, budget in judged), entries=len(library), sets=SETS,
        rows_of_set=ROWS, kept=COPIED_ROWS, alike=ALIKE, copied=COPIED, specific=SPECIFIC, own=OWN_ROWS,
        reworded=REWORDED,
        many=MANY, exact=EXACT, **parts,
    )  # fmt: skip


def _table(bounds: Sequence[float], values: Mapping[str, Sequence[float]]) -> str:
    """A histogram in Markdown: one row per sort, one column per interval."""
    heads = [
        f"<{bounds[0]:g}",
        *(f"{low:g}–{high:g}" for low, high in itertools.pairwise(bounds)),
        f"≥{bounds[-1]:g}",
    ]
    lines = [f"| | {' | '.join(heads)} | 合计 |", "|---|" + "---:|" * (len(heads) + 1)]
    for sort, found in values.items():
        counts = [0] * len(heads)
        for value in found:
            counts[bisect_right(bounds, value + 1e-9)] += 1
        lines.append(f"| {sort} | {' | '.join(str(count or '') for count in counts)} | {len(found)} |")
    return "\n".join(lines)


def _row_cosines(library: Sequence[Entry], rng: random.Random) -> dict[str, list[float]]:
    """An entry against its edited copy, and against the closest other entry of another kind."""
    texts = sorted({_text(entry) for entry in library})
    sample = rng.sample(texts, min(SETS, len(texts)))
    copies = [cosine(vector(text), vector(_edited(text, rng))) for text in sample]
    closest = [
        max(cosine(vector(text), vector(other)) for other in rng.sample(texts, 200) if other != text) for text in sample
    ]
    return {"改动一处的抄写": copies, "另外200条指标里最接近的": closest}


def _text(entry: Entry) -> str:
    return row_text(entry.name, entry.description, "")


def _edited(text: str, rng: random.Random) -> str:
    """The text with two characters dropped, doubled or put elsewhere."""
    at = rng.randrange(max(1, len(text) - 2))
    piece = text[at : at + 2]
    return text[:at] + rng.choice(("", piece + piece, piece[::-1])) + text[at + 2 :]


def _labelled_shares(judged: Iterable[tuple[_Labels, Budget]]) -> dict[str, list[float]]:
    """Each labelled project → its greatest share of common rows with another project of the document."""
    found: dict[str, list[float]] = {"must": [], "may": [], "none": []}
    for known, budget in judged:
        labels = {fold(one.project): one.label("template-reuse") for one in known.project_labels}
        pairs = find_pairs(sketches(budget), 0.0)
        best: dict[int, float] = defaultdict(float)
        for pair in pairs.pairs:
            for member in (pair.one, pair.other):
                best[member] = max(best[member], pair.share)
        for at, sketch in enumerate(pairs.sketches):
            found[labels.get(fold(sketch.name), "none")].append(best[at])
    return found


def _constructed_shares(library: Sequence[Entry], rng: random.Random) -> dict[str, list[float]]:
    """Pairs of sets drawn from the library: a copy with own rows and other figures, two draws of one kind, two of different kinds."""
    by_kind: dict[str, list[Entry]] = defaultdict(list)
    for entry in library:
        by_kind[entry.domain].append(entry)
    kinds = sorted(by_kind)
    copies: list[float] = []
    same: list[float] = []
    different: list[float] = []
    for _ in range(SETS):
        one, other = rng.sample(kinds, 2)
        first = rng.sample(by_kind[one], ROWS)
        copied = [
            (_text(entry) if rng.random() < 0.5 else _edited(_text(entry), rng))
            for entry in rng.sample(first, COPIED_ROWS)
        ]
        own = [_text(entry) for entry in rng.sample(by_kind[other], ROWS)]
        drawn = [_text(entry) for entry in first]
        copies.append(_share(drawn, copied + own[: ROWS - COPIED_ROWS]))
        same.append(_share(drawn, [_text(entry) for entry in rng.sample(by_kind[one], ROWS)]))
        different.append(_share(drawn, own))
    return {"照搬的": copies, "同类各选": same, "不同类各选": different}


def _share(one: Iterable[str], other: Iterable[str]) -> float:
    pairs = find_pairs([_sketch("甲", one), _sketch("乙", other)], 0.0).pairs
    return pairs[0].share if pairs else 0.0


def _sketch(name: str, texts: Iterable[str]) -> Sketch:
    rows = tuple(
        Row(text, at, text, "", "", is_official(text.partition("。")[0], text))
        for at, text in enumerate(dict.fromkeys(texts))
    )
    return Sketch(name, 0, name, name, None, None, "", rows)


def _specificities(judged: Iterable[tuple[_Labels, Budget]]) -> dict[str, list[float]]:
    """Texts in three or more projects of a document by the gravest label that one of their rows has."""
    found: dict[str, list[float]] = {"must": [], "may": [], "none": []}
    for known, budget in judged:
        labels = {(fold(one.project), fold(one.indicator)): one.label("boilerplate-text") for one in known.labels}
        for text, owners in _copied(sketches(budget)):
            said = {labels.get((fold(sketch.name), fold(row.name)), "none") for sketch, row in owners}
            found[next(label for label in found if label in said)].append(specificity(text))
    return found


def _copied(found: Sequence[Sketch]) -> Iterator[tuple[str, list[tuple[Sketch, Row]]]]:
    group = near(row.text for sketch in found for row in sketch.rows).group
    owners: dict[str, list[tuple[Sketch, Row]]] = defaultdict(list)
    for sketch in found:
        for row in sketch.rows:
            owners[group[row.text]].append((sketch, row))
    return ((text, rows) for text, rows in owners.items() if len({sketch.programme for sketch, _ in rows}) >= 3)


TEXT = """# 指标雷同模型

判断两个项目的整套指标是否照搬、一句话是否在各项目间照搬。`template-reuse`、`boilerplate-text` 和 `perflint similar` 都用它。

本文件由 `python -m perflint_zh_models.reuse.evaluate` 生成，数字可以重算。

## 怎样算

1. 遮盖：指标名称和描述里的数字、括号里的单位、部门名和地名、与项目名称相同的四字以上片段，换成占位符。
2. 向量：两字和三字的字符组，TF-IDF 加权（公式同 scikit-learn，`sublinear_tf`）。字符组的稀有程度取自指标库的各类项目，不取自受检文档，
   因此多一份文档不会改变另外两份的相似度，分布式计算时各节点的结果也一致。短句上词的效果不如字：同样阈值下，按词会漏掉约两成的近似句。
3. 同一句：余弦不低于 {alike} 的两句算一句；代表是出现最多的一句，其余只和代表相比。
4. 一套指标：两个项目相同的行占两套行数的比例不低于 {copied}，并且除官方通用指标外至少有 {own} 行相同，算照搬；互相连通的项目合成一组。
   同一文档里已有这么多行相同的两套，其余的行按顺序相同的字占长句的 {reworded:g} 以上，也算相同的行：多半是同一句换了名词。
   项目名称去掉年度、期次、地名后相同的，是同一项目的延续，不比较。
5. 照搬的话：一句话所含两字组的稀有程度相加（超出人人都有的部分）不低于 {specific:g}，才算说了具体内容。

官方通用指标是 `corpus/library/common.csv` 的名称；用户可以用模板文件另加。

## 依据的材料

没有训练出来的权重。稀有程度来自 `corpus/library` 的 {entries} 条分类指标。阈值用下面的直方图选定：本仓库 {documents} 份标注文档的 {projects} 个项目，
和从指标库构造的各 {sets} 对指标。

## 同一句：余弦

{rows}

阈值 {alike}：改动两个字以内的抄写大多在右边，不同的指标几乎都在左边。很短的句子改两个字就低于阈值，算不同的句子，宁可放过。

## 一套指标：相同行的比例

标注文档里每个项目与同一文档其他项目的最大比例，按 `template-reuse` 的标注分开（must 必须查出，may 可报可不报，none 不应报）：

{labelled}

从指标库构造：照搬的一套保留{rows_of_set}行中的{kept}行（一半改动一处），另加本类的行；同类、不同类各选是两次独立抽取：

{constructed}

阈值 {copied} 高于全部 none。同一文档里一半以上的行相同、又不是同类项目的，规则另外查看：相同的行中至少{own}行不是全文档的通病，也算照搬；
阈值以下的 must 多属这一种。

## 照搬的话：具体程度

标注文档里出现在三个以上项目的句子，按 `boilerplate-text` 的标注分开：

{texts}

过线的句子由规则再看：项目自己说到这件事的、同类项目合用的，不报。生态效益里的定性口号很短，规则对它们另设较低的线。

## 规模

先把完全相同的文字合并，再找近似的。不同的文字少于 {many} 条时用纯 Python 的倒排索引，不加载 numpy；到 {exact:,} 条（约 20 万个项目）为止用稀疏矩阵，
两种算法都不漏，相似度一致（有测试，同逐对比较核对）；再多时由 MinHash 分段找候选，逐对核实，找到的都对，会漏掉不到百分之一。
时间、内存、漏检的实测和同 scikit-learn、sparse_dot_topn、datasketch 的比较见 `benchmarks/LARGE.md`，由 `make bench-large` 写成。

## 已知的不足

- 同义改写（“线路畅通率”写成“网络通畅比例”）字面不同，查不出。
- 两个性质相同的小项目各自合理地选了同一套指标，也会报；这时合并项目或注明即可。
- 各部门同名的项目（如各乡镇的同一项补助）视为同一项目，不比较。
- 一行出现在两万套以上不同的指标里时，不再用它寻找候选。
"""


if __name__ == "__main__":
    main()
