"""One change of one text."""

import msgspec

from perflint_zh.document import Place


class Edit(msgspec.Struct, frozen=True):
    """The text `old` of a field at a place becomes `new`; `rule` is "" for mere spelling."""

    place: Place
    field: str
    old: str
    new: str
    rule: str = ""
    project: str = ""
    indicator: str = ""
