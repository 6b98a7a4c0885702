"""Import a sector file: whatever stops it is a ModelError with the line in the file."""

from __future__ import annotations

import importlib
import re
import traceback
from types import ModuleType

from simulator.language.declaration_calls import locate
from simulator.language.errors import ModelError, suggest
from simulator.language.functions import FUNCTIONS
from simulator.language.units import Unit


def import_sector(name: str) -> ModuleType:
    """The module of a sector by its full name; raises ModelError with place and remedy for one that cannot be imported."""
    try:
        return importlib.import_module(name)
    except ModelError:
        raise
    except Exception as error:
        raise ModelError(describe_failure(error, name)) from None


def describe_failure(error: Exception, name: str) -> str:
    """One sentence on why a sector cannot be imported: the last line of the sector that ran, what is wrong, what would be right."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{locate(error.filename, error.lineno or 0)}: {error.msg}; mend the line"
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename.endswith(f"/{name.rpartition('.')[2]}.py")]
    place = locate(own[-1].filename, own[-1].lineno or 0) if own else name
    missing = re.fullmatch(r"cannot import name '(\w+)' from '([\w.]+)'.*", str(error))
    if missing and missing[2].startswith("simulator.language"):
        offered = vars(importlib.import_module(missing[2]))
        names = [
            name for name, each in offered.items() if isinstance(each, Unit) or name in FUNCTIONS or hasattr(each, "__wrapped__")
        ]
        new = f" (a new unit is declared in the sector: {missing[1]} = unit('{missing[1]}', 'its sign'))" * missing[2].endswith(
            "units"
        )
        return f"{place}: {missing[2]} has no '{missing[1]}'; {suggest(missing[1], names)}{new}"
    return f"{place}: {type(error).__name__}: {error}; mend the line"
