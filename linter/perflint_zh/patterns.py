"""Regular expressions that are compiled when they are first used.

There are some hundreds of them, a small document meets two thirds, and Python keeps nothing compiled from one run to the next.
"""

import re
from typing import Any, AnyStr, cast

CHINESE = "[一-鿿]"
LETTER = r"[^\W0-9A-Za-z_①-⓿Ⅰ-ↈ０-９Ａ-Ｚａ-ｚ]"
"""What is compiled for CHINESE: any letter but those, digits and list numbers. A range costs Python a step for each of its 21,000
characters whenever it is compiled, which was a fifth of all compiling."""

CHINESE_OR_LATIN = "[一-鿿A-Za-z]"
LETTER_OR_LATIN = r"[^\W0-9_①-⓿Ⅰ-ↈ０-９Ａ-Ｚａ-ｚ]"
"""The same with the letters of the keyboard."""


class _Expression:
    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern = pattern
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        # Asked once for each method: the answer is kept where it is found without asking.
        pattern = self.pattern
        if isinstance(pattern, str):
            pattern = pattern.replace(CHINESE, LETTER).replace(CHINESE_OR_LATIN, LETTER_OR_LATIN)
        found = getattr(re.compile(pattern, self.flags), name)
        setattr(self, name, found)
        return found


def expression(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives, made when it is first asked to search or match; a wrong pattern is an error only then."""
    return cast("re.Pattern[AnyStr]", _Expression(pattern, flags))
