"""Numbers as a spreadsheet shows them: the number format language of Excel and WPS, Chinese locale.

A cell that shows `95%` holds 0.95, one that shows `≥50份` may hold 50: what the reader of the table sees is in the format. Numbers
formatted as fractions, powers of ten or Chinese numerals are written as plain numbers, which say the same.
"""

import functools
import math
import operator
import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal

import msgspec

from perflint_zh.patterns import expression

BUILTIN = {
    **dict.fromkeys((1, 59), "0"),
    **dict.fromkeys((2, 60), "0.00"),
    **dict.fromkeys((3, 61), "#,##0"),
    **dict.fromkeys((4, 62), "#,##0.00"),
    **dict.fromkeys((5, 6), "¥#,##0;¥-#,##0"),
    **dict.fromkeys((7, 8), "¥#,##0.00;¥-#,##0.00"),
    **dict.fromkeys((9, 67), "0%"),
    **dict.fromkeys((10, 68), "0.00%"),
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    **dict.fromkeys((34, 55), '上午/下午h"时"mm"分"'),
    **dict.fromkeys((35, 56), '上午/下午h"时"mm"分"ss"秒"'),
    **dict.fromkeys((37, 38), "#,##0;-#,##0"),
    **dict.fromkeys((39, 40), "#,##0.00;-#,##0.00"),
    41: '#,##0;-#,##0;"-"',
    42: '¥#,##0;¥-#,##0;¥"-"',
    43: '#,##0.00;-#,##0.00;"-"',
    44: '¥#,##0.00;¥-#,##0.00;¥"-"',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
}
"""Format codes by number (ECMA-376 part 1, 18.8.30, zh-cn); all others are General."""

MAX_CODE = 255
"""Longest code that Excel accepts."""

SYSTEM_DATES = {"[$-F800]": 'yyyy"年"m"月"d"日"', "[$-F400]": "h:mm:ss"}
"""Prefixes for "long date" and "time" of the operating system; what follows them is ignored."""

TOKEN = expression(
    r'"(?P<quoted>[^"]*)"?'
    r"|[\\!](?P<escaped>.?)"
    r"|(?P<padding>[_*].?)"
    r"|\[(?P<bracket>[^\]]*)\]?"
    r"|(?P<general>General|G/通用格式)"
    r"|(?P<half>AM/PM|A/P|上午/下午)"
    r"|(?P<exponent>E[+-])"
    r"|(?P<date>y+|m+|d+|h+|s+|a{3,4}|e+|g+)"
    r"|(?P<digit>[0#?])"
    r"|(?P<mark>[.,%/@;])"
    r"|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
CONDITION = expression(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = "一二三四五六日"
NUMERALS = "〇一二三四五六七八九"

LAST_DAY = 2_958_465
"""Number of 31 December 9999, the last date of spreadsheets."""

EXACT = Context(prec=600, rounding=ROUND_HALF_UP)
"""Holds every float written out; rounds halves up as spreadsheets do."""

Token = tuple[str, str]
"""Kind (a group of TOKEN, or `literal`) and text."""


class Section(msgspec.Struct, frozen=True):
    """The part of a code between semicolons; `condition` is when it applies, None for always."""

    tokens: tuple[Token, ...]
    condition: tuple[str, float] | None

    def has(self, *kinds: str) -> bool:
        """Whether a token of one of these kinds stands in the section."""
        return any(kind in kinds for kind, _ in self.tokens)


@functools.lru_cache(maxsize=1 << 12)
def show_number(value: float, code: str, *, date1904: bool = False) -> str:
    """Text that a cell with this number and format code shows."""
    if not math.isfinite(value):
        return "#NUM!"
    if code in {"", "General"} or len(code) > MAX_CODE:
        return _general(value)
    sections, _ = _parse(code)
    section = next((one for one in sections if _applies(one, value)), None)
    if section is None:
        return _general(value)
    if section.has("date", "half", "elapsed"):
        return _date(value, section, date1904=date1904)
    shown = _number(abs(value), section.tokens).strip()
    operator_, bound = section.condition or (">", 0)
    negative_only = operator_ in {"<", "<="} and bound <= 0
    return f"-{shown}" if value < 0 and not negative_only and re.search("[1-9]", shown) else shown


def show_text(text: str, code: str) -> str:
    """Text that a cell with this text and format code shows."""
    if "@" not in code and code.count(";") < 3:
        return text
    section = _parse(code)[1] if len(code) <= MAX_CODE else None
    if section is None:
        return text
    return "".join(text if token == ("mark", "@") else _literal(token) for token in section.tokens)


def _applies(section: Section, value: float) -> bool:
    return section.condition is None or COMPARE[section.condition[0]](value, section.condition[1])


@functools.lru_cache(maxsize=1024)
def _parse(code: str) -> tuple[tuple[Section, ...], Section | None]:
    """The sections for numbers and the one for text."""
    for prefix, meaning in SYSTEM_DATES.items():
        if code.startswith(prefix):
            code = meaning
    raw: list[list[Token]] = [[]]
    for match in TOKEN.finditer(code):
        kind = str(match.lastgroup)
        text = match[kind]
        if (kind, text) == ("mark", ";"):
            raw.append([])
        elif kind == "bracket":
            raw[-1].append(_bracket(text))
        elif kind in {"quoted", "escaped", "other"}:
            raw[-1].append(("literal", text))
        elif kind != "padding":
            raw[-1].append((kind, text.lower() if kind == "date" else text))
    text_section = None
    if len(raw) > 3 or ("mark", "@") in raw[-1]:
        text_section = Section(tuple(raw[3] if len(raw) > 3 else raw[-1]), None)
        raw = raw[: min(3, len(raw) - 1)]
    return tuple(_section(tokens, index, raw) for index, tokens in enumerate(raw)), text_section


def _bracket(text: str) -> Token:
    """What square brackets hold: a condition, hours beyond 24, Chinese numerals, a currency sign; colours say nothing here."""
    if CONDITION.fullmatch(text):
        return "condition", text
    if re.fullmatch("h+|m+|s+", text, re.IGNORECASE):
        return "elapsed", text.lower()
    if text.startswith("DBNum"):
        return "numerals", text
    return "literal", text[1:].partition("-")[0] if text.startswith("$") else ""


def _section(tokens: list[Token], index: int, raw: list[list[Token]]) -> Section:
    """One section with its condition, the usual one by sign where none is written."""
    conditions = [next((text for kind, text in one if kind == "condition"), None) for one in raw]
    written = conditions[index]
    condition: tuple[str, float] | None = None
    if written is not None:
        match = CONDITION.fullmatch(written)
        condition = (match[1], float(match[2])) if match else None
    elif index == 0 and len(raw) > 1:
        condition = (">=", 0) if len(raw) == 2 else (">", 0)
    elif index == 1 and (len(raw) > 2 or conditions[0] is None):
        condition = ("<", 0)
    return Section(tuple(token for token in tokens if token[0] != "condition"), condition)


def _literal(token: Token) -> str:
    return token[1] if token[0] in {"literal", "mark"} else ""


def _exact(value: float) -> Decimal:
    """The number with the 15 digits that spreadsheets know of it."""
    return Decimal(f"{value:.15g}")


def _general(value: float) -> str:
    """The format General: up to eleven characters. Whole numbers stay whole, so that a project code is not cut."""
    exact = _exact(value)
    size = abs(exact)
    if exact == exact.to_integral_value() and size < 10**15:
        return str(int(exact))
    if Decimal("1e-4") <= size < 10**11:
        places = max(0, 10 - len(str(int(size))))
        return _plain(exact.quantize(Decimal(1).scaleb(-places), context=EXACT))
    mantissa, _, exponent = f"{exact:.5E}".partition("E")
    return f"{_plain(Decimal(mantissa))}E{exponent[0]}{exponent[1:].zfill(2)}"


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(value: float, tokens: tuple[Token, ...]) -> str:
    kinds = {kind for kind, _ in tokens}
    if "digit" in kinds and "exponent" not in kinds and ("mark", "/") not in tokens:
        return _positional(_exact(value).scaleb(2 * tokens.count(("mark", "%"))), tokens)
    if "digit" in kinds:
        return _general(value)
    return "".join(_general(value) if kind == "general" else _literal((kind, text)) for kind, text in tokens)


def _positional(number: Decimal, tokens: tuple[Token, ...]) -> str:
    """Digits put into their places: `0.00`, `#,##0`, `0.0,"万"` and even `0!.0,` with a literal point among the digits."""
    digits = [index for index, (kind, _) in enumerate(tokens) if kind == "digit"]
    point = next((index for index, token in enumerate(tokens) if token == ("mark", ".")), len(tokens))
    commas = [index for index, token in enumerate(tokens) if token == ("mark", ",") and index > digits[0]]
    last_whole = max((index for index in digits if index < point), default=-1)
    thousands = [index for index in commas if index > digits[-1] or last_whole < index < point]
    grouped = len(commas) > len(thousands)
    kept = [("literal", "") if index in commas else token for index, token in enumerate(tokens)]
    places = sum(index > point for index in digits)
    number = EXACT.quantize(number.scaleb(-3 * len(thousands)), Decimal(1).scaleb(-places))
    whole, _, rest = f"{number:f}".partition(".")
    text = _fill_whole(kept[:point], whole.lstrip("0"), grouped=grouped)
    if point < len(tokens):
        after = _fill_rest(kept[point + 1 :], rest)
        # Excel shows `5.` for 5 as `0.##`; the bare point says nothing.
        text += f".{after}" if re.search("[0-9]", after) else after
    return text


def _fill_whole(tokens: list[Token], digits: str, *, grouped: bool) -> str:
    """Digits from the right; the leftmost place takes all that are left."""
    first = next((index for index, (kind, _) in enumerate(tokens) if kind == "digit"), None)
    if first is None:
        return "".join(map(_literal, tokens)) + digits
    out: list[str] = []
    count = 0
    for index in range(len(tokens) - 1, -1, -1):
        kind, text = tokens[index]
        if kind != "digit":
            out.append(_literal((kind, text)))
            continue
        taken, digits = (digits, "") if index == first else (digits[-1:], digits[:-1])
        for digit in reversed(taken or {"0": "0", "?": " ", "#": ""}[text]):
            if grouped and count and count % 3 == 0:
                out.append(",")
            out.append(digit)
            count += 1
    return "".join(reversed(out))


def _fill_rest(tokens: list[Token], digits: str) -> str:
    """Digits after the point; places marked # or ? show no closing zeros."""
    significant = len(digits.rstrip("0"))
    out: list[str] = []
    count = 0
    for kind, text in tokens:
        if kind != "digit":
            out.append(_literal((kind, text)))
            continue
        out.append(digits[count] if text == "0" or count < significant else "")
        count += 1
    return "".join(out)


def _moment(value: float, *, date1904: bool) -> datetime | None:
    """The date and time of a day number, to a thousandth of a second."""
    days = value + 1462 if date1904 else value
    if not 0 <= days < LAST_DAY:
        return None
    # 1900 has a 29 February in spreadsheets, so day numbers before it are one off.
    epoch = datetime(1899, 12, 30) if days >= 60 else datetime(1899, 12, 31)  # noqa: DTZ001 -- sheets know no time zone
    return epoch + timedelta(milliseconds=round(days * 86_400_000))


def _date(value: float, section: Section, *, date1904: bool) -> str:
    moment = _moment(value, date1904=date1904)
    if moment is None:
        return _general(value)
    tokens = section.tokens
    if ("mark", ".") not in tokens and any(kind == "date" and text[0] == "s" for kind, text in tokens):
        moment += timedelta(milliseconds=500)
    seconds = round(value * 86_400)
    out: list[str] = []
    last = ""
    for index, (kind, text) in enumerate(tokens):
        if kind == "date":
            minutes = text in {"m", "mm"} and (last == "h" or _next_date(tokens, index) == "s")
            out.append(_date_part(moment, text.replace("m", "n") if minutes else text, section))
            last = text[0]
        elif kind == "elapsed":
            out.append(f"{seconds // {'h': 3600, 'm': 60, 's': 1}[text[0]]:0{len(text)}d}")
            last = text[0]
        elif kind == "half":
            morning, afternoon = text.split("/")
            out.append(morning if moment.hour < 12 else afternoon)
        elif kind == "digit":
            places = sum(one == "digit" for one, _ in tokens[:index])
            out.append(f"{moment.microsecond:06d}"[places : places + 1])
        else:
            out.append(_literal((kind, text)))
    return "".join(out).strip()


def _next_date(tokens: tuple[Token, ...], index: int) -> str:
    return next((text[0] for kind, text in tokens[index + 1 :] if kind in {"date", "elapsed"}), "")


def _date_part(moment: datetime, text: str, section: Section) -> str:
    """One date token; `n` stands for minutes."""
    if text[0] == "g":
        return ""
    chinese = section.has("numerals")
    hour = (moment.hour - 1) % 12 + 1 if section.has("half") else moment.hour
    match text:
        case "y" | "yy":
            return f"{moment.year % 100:02d}"
        case "mmm" | "mmmm" | "mmmmm":
            return MONTHS[moment.month - 1]
        case "aaa" | "ddd":
            return f"周{WEEKDAYS[moment.weekday()]}"
        case "aaaa" | "dddd":
            return f"星期{WEEKDAYS[moment.weekday()]}"
    if text[0] in "ye":
        return "".join(NUMERALS[int(digit)] for digit in str(moment.year)) if chinese else str(moment.year)
    number = {"m": moment.month, "d": moment.day, "h": hour, "n": moment.minute, "s": moment.second}[text[0]]
    if not chinese:
        return f"{number:0{min(len(text), 2)}d}"
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{NUMERALS[tens]}十"
    return head + (NUMERALS[ones] if ones or not tens else "")
