"""Copies of documents with a reviewer's remarks in them: one writer per format, none of them imported before it is needed."""

from collections.abc import Sequence
from datetime import datetime

from perflint_zh.annotate.mark import Marked, Refused, marks_of
from perflint_zh.check import Finding


def annotate(data: bytes, findings: Sequence[Finding], when: datetime) -> Marked | Refused | None:
    """A marked copy of one document; None when its format has no remarks of its own.

    Raises:
        ReadError: the document is damaged or protected.

    """
    marks = marks_of(findings)
    if not marks:
        return Marked(data)
    try:
        if b"%PDF-" in data[:1024]:
            from perflint_zh.annotate.pdf import mark_pdf

            return mark_pdf(data, marks, when)
        if data.startswith(b"PK\x03\x04"):
            from perflint_zh.read.package import Package

            names = Package(data).names()
            if any(name.startswith("_xmlsignatures/") for name in names):
                return Refused("有数字签名，加批注会使签名失效，未生成副本")
            if any(name.startswith("word/") for name in names):
                from perflint_zh.annotate.docx import mark_docx

                return mark_docx(data, marks, when)
            if any(name.startswith("xl/") for name in names):
                from perflint_zh.annotate.xlsx import mark_xlsx

                return mark_xlsx(data, marks)
    except ValueError:
        return Refused("文件的写法不常见，没能加上批注，未生成副本")
    return None
