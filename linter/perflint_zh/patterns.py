"""Regular expressions that are compiled when they are first used.

There are some hundreds of them, a small document meets two thirds, and Python keeps nothing compiled from one run to the next.
"""

import re
from typing import Any, AnyStr, cast


class _Expression:
    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern = pattern
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        # Asked once for each method: the answer is kept where it is found without asking.
        found = getattr(re.compile(self.pattern, self.flags), name)
        setattr(self, name, found)
        return found


def expression(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives, made when it is first asked to search or match; a wrong pattern is an error only then."""
    return cast("re.Pattern[AnyStr]", _Expression(pattern, flags))
