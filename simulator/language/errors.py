"""The four kinds of mistake a person can make; each message says where, what is wrong and what would be right."""

import difflib
from collections.abc import Iterable

MOST_SHOWN = 32


class SimulatorError(Exception):
    """A mistake that a person can mend; shown as one sentence, without a traceback."""


class ModelError(SimulatorError):
    """The sectors do not make a model."""


class DataError(SimulatorError):
    """A table of a region cannot be used as it stands."""


class ScenarioError(SimulatorError):
    """A scenario, lever, option or folder asked for does not exist or is out of range."""


class CalibrationError(SimulatorError):
    """The model cannot be brought into agreement with what was observed."""


def suggest(wrong: str, right: Iterable[str]) -> str:
    """Say which of the right words was probably meant, as the end of a sentence."""
    choices = sorted(str(word) for word in right)
    near = difflib.get_close_matches(str(wrong), choices, 1)
    if near:
        return f"did you mean '{near[0]}'?"
    if not choices:
        return "there is nothing to choose from"
    shown = ", ".join(choices[:MOST_SHOWN])
    return f"choose from {shown}" + (f" and {len(choices) - MOST_SHOWN} more" if len(choices) > MOST_SHOWN else "")
