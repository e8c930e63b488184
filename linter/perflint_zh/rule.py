"""Rules as values: a function over one part of a budget, plus what can be derived from where it stands.

A rule is a generator function decorated with `@rule(Part, severity=…)`. It yields `Flaw`s; it may also yield one `Deferred` (a fact it
needs is unknown) or `NotApplicable`. Yielding nothing is a pass. File name = function name = slug; the folder is the
family; the docstring is the documentation. Keyword-only parameters with defaults are the rule's settings.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from typing import Any, Literal

import msgspec

from perflint_zh.budget import Budget, Indicator, Project
from perflint_zh.document import Place

Severity = Literal["error", "warning", "note"]
SEVERITY_NAMES: Mapping[Severity, str] = {"error": "错误", "warning": "警告", "note": "提示"}
"""Severity → Chinese name, the gravest first."""

SEVERITIES: tuple[Severity, ...] = tuple(SEVERITY_NAMES)
"""From gravest to mildest."""

FAMILIES = {
    "completeness": "完整性",
    "format": "规范性",
    "clarity": "明确性",
    "category": "分类",
    "relevance": "相关性",
    "reuse": "重复",
    "budget-fit": "资金匹配性",
    "feasibility": "可行性",
}
"""Family → Chinese name, in the order of the catalogue."""


Each = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
"""Applies a function to each part of some work and gives the results in order: `map` in this process, or the workers of a cluster."""

Digest = Callable[[Budget], bytes]
"""What a rule over all budgets needs of each: worked out beside the checks of the document, and kept with them in the cache."""


class Corpus(msgspec.Struct, frozen=True, eq=False):
    """All budgets of a run; the part that reuse rules look at, one by its identity, so that what is worked out of it can be kept by it.

    `templates` are texts declared legitimate by the user's own template files, in the same shape. `digests` has, by path, what was
    worked out with the documents, by the digest's name. Work that grows faster than the number of budgets goes through `each`; what of
    it holds for the next run as well may be left in `memory`, by a name of its own, and need not be found there again.
    """

    budgets: tuple[Budget, ...]
    templates: tuple[Budget, ...] = ()
    digests: Mapping[str, Mapping[str, bytes]] = {}
    each: Each = map
    memory: MutableMapping[str, bytes] = {}

    def digest(self, budget: Budget, of: Digest) -> bytes:
        """A digest of one of the budgets, worked out now unless it has been."""
        known = self.digests.get(budget.path, {}).get(digest_name(of))
        return of(budget) if known is None else known


def digest_name(digest: Digest) -> str:
    """The name that a digest is kept under."""
    return f"{digest.__module__}.{getattr(digest, '__name__', '')}"


Part = Indicator | Project | Budget | Corpus


class Related(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Another row or project that a finding stands for or points to."""

    project: str | None
    indicator: str | None = None
    level2: str | None = None
    value: str | None = None
    path: str | None = None
    place: Place | None = None


class Flaw(msgspec.Struct, frozen=True, gc=False):
    """What a rule sees: the field at fault and one Chinese sentence that quotes the cell and what contradicts it.

    A rule over a wider part says at which row, project or budget the flaw stands by `indicator`, `project`, `budget`; what is left
    out is taken from the part looked at. `rows` are further indicators of the same project that share the cause, `related` anything
    else worth listing. `replacement` is the corrected text of the field where a fix can be written; `safe` says that it keeps the meaning.
    """

    field: str
    message: str
    suggestion: str = ""
    confidence: float = 1.0
    severity: Severity | None = None
    evidence: Mapping[str, Any] = {}
    rows: tuple[Indicator, ...] = ()
    related: tuple[Related, ...] = ()
    indicator: Indicator | None = None
    project: Project | None = None
    budget: Budget | None = None
    replacement: str | None = None
    safe: bool = False


class Deferred(msgspec.Struct, frozen=True, gc=False):
    """The rule cannot judge because a fact is unknown; neither a finding nor a pass."""

    reason: str


class NotApplicable(msgspec.Struct, frozen=True, gc=False):
    """The rule has nothing to say about a part of this kind."""


Outcome = Flaw | Deferred | NotApplicable
Check = Callable[..., Iterator[Outcome]]


class Rule(msgspec.Struct, frozen=True):
    """A check with its name, family and documentation.

    `settings` maps each keyword-only parameter to its default. `preview` rules run only when asked for. A rule over all budgets may
    name the `digest` that it asks the corpus for.
    """

    slug: str
    family: str
    part: type[Any]
    severity: Severity
    check: Check
    title: str
    documentation: str
    preview: bool = False
    fix: Literal["safe", "unsafe"] | None = None
    settings: Mapping[str, Any] = {}
    digest: Digest | None = None

    @property
    def short(self) -> str:
        """The Chinese name of the defect: what stands before the colon of the title, for charts and tables."""
        return self.title.partition("：")[0].rstrip("。")

    def outcomes(self, part: Part, settings: Mapping[str, Any] | None = None) -> Iterator[Outcome]:
        """Run the check over one part."""
        return self.check(part, **(settings or {}))


def rule(
    part: type[Any],
    *,
    severity: Severity,
    preview: bool = False,
    fix: Literal["safe", "unsafe"] | None = None,
    digest: Digest | None = None,
) -> Callable[[Check], Rule]:
    """Make a `Rule` of a generator function; slug, family and documentation come from the function and its module."""

    def decorate(check: Check) -> Rule:
        family = check.__module__.split(".")[-2].replace("_", "-")
        documentation = inspect.cleandoc(check.__doc__ or "")
        title = documentation.partition("\n")[0]
        settings = {
            name: parameter.default
            for name, parameter in inspect.signature(check).parameters.items()
            if parameter.kind is inspect.Parameter.KEYWORD_ONLY
        }
        slug = getattr(check, "__name__", "").replace("_", "-")
        return Rule(slug, family, part, severity, check, title, documentation, preview, fix, settings, digest)

    return decorate
