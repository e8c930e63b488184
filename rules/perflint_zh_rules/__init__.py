"""The standard rules of perflint: one folder per family, one module and one file of examples per rule."""

import functools
import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

from perflint_zh.rule import FAMILIES, Rule


def _modules() -> Iterator[ModuleType]:
    for family in FAMILIES:
        package = importlib.import_module(f"{__name__}.{family.replace('-', '_')}")
        for module in pkgutil.iter_modules(package.__path__):
            if not module.name.startswith("_"):
                yield importlib.import_module(f"{package.__name__}.{module.name}")


@functools.cache
def rules() -> tuple[Rule, ...]:
    """Every rule of the package: in each module the value that bears the module's own name."""
    return tuple(getattr(module, module.__name__.rpartition(".")[2]) for module in _modules())
