"""The font for what PDFs do not carry themselves: a box for every character."""

from importlib.resources import files
from io import BytesIO

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

ASCENT, DESCENT, EM = 880, -120, 1000
CHARACTERS = range(0x20, 0x30000)


def test_font_is_made_by_this_recipe() -> None:
    """The file in the package is what fontTools writes; without a date, so that it is the same on any day."""
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder([".notdef", "box"])
    builder.setupCharacterMap({})
    builder.setupGlyf({".notdef": _box(), "box": _box()})
    builder.setupHorizontalMetrics({".notdef": (EM, 0), "box": (EM, 0)})
    builder.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT)
    builder.setupNameTable({"familyName": "perflint box", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=ASCENT, sTypoDescender=DESCENT, usWinAscent=ASCENT, usWinDescent=-DESCENT)
    builder.setupPost()
    builder.font["cmap"].tables = [_all_the_same()]
    builder.font.recalcTimestamp = False
    builder.font["head"].created = builder.font["head"].modified = 0
    made = BytesIO()
    builder.save(made)

    assert files("perflint_zh").joinpath("data", "box.ttf").read_bytes() == made.getvalue()


def _box() -> object:
    pen = TTGlyphPen(None)
    pen.moveTo((0, DESCENT))
    for corner in ((0, ASCENT), (EM, ASCENT), (EM, DESCENT)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()


def _all_the_same() -> CmapSubtable:
    """A table that gives every character the one glyph (format 13)."""
    table = CmapSubtable.newSubtable(13)
    table.platformID, table.platEncID, table.format = 3, 10, 13
    table.reserved = table.length = table.language = table.nGroups = 0
    table.cmap = dict.fromkeys(CHARACTERS, "box")
    return table
