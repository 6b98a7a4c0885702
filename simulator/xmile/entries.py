"""One variable as XMILE has it, with its unit and description; and what XMILE cannot take, refused with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.language.errors import ModelError
from simulator.language.units import Unit
from simulator.language.variables import Variable
from simulator.model.graph import LEVERS

STEP = "time_step"
# Names that XMILE keeps for its own functions and words, and the one under which every equation finds the step.
RESERVED = frozenset(
    "abs and arccos arcsin arctan cos delay delay1 delay3 delayn dt else exp exprnd forcst if inf init int ln log10 lognormal "
    "max mean min mod normal not or pi poisson previous pulse ramp random safediv self sin size smth1 smth3 smthn sqrt starttime "
    f"std stddev step stoptime sum tan then time trend {STEP}".split()
)
# More than any number of a model that says 'without bound'; some readers of XMILE do not know its INF.
BOUNDLESS = 1e300
DIGITS = 8
RECORDED = ("operator_output", "cohort_sum", "total")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A stock, a flow or an auxiliary (`tag`). With values `y` it is a graphical function of its equation, whose arguments
    `x` are one for each value, or the first and the last of an even scale."""

    tag: str
    name: str
    unit: Unit
    text: str
    equation: str
    sector: str = ""
    x: tuple[float, ...] = ()
    y: tuple[float, ...] = ()
    inflows: tuple[str, ...] = ()
    outflows: tuple[str, ...] = ()


def check_sayable(v: Variable) -> None:
    """Refuse a variable without unit or description, or with a name that XMILE keeps for itself; raises ModelError."""
    if not isinstance(v.unit, Unit):
        raise ModelError(f"{v.place}: '{v.name}' has no unit, which XMILE is to show; declare one, such as person / year")
    if not v.description:
        raise ModelError(f"{v.place}: '{v.name}' has no description, which XMILE is to show; say in one sentence what it is")
    if v.name in RESERVED:
        raise ModelError(f"{v.place}: XMILE keeps the name '{v.name}' for itself; give the variable a longer one")


def describe(v: Variable) -> str:
    """What a variable is, where its number comes from, and where it is declared."""
    said = [v.description.rstrip(".")]
    said += [f"Source: {v.source}"] if v.source else []
    if v.kind in LEVERS:
        said.append(f"Hard range {v.low:g} to {v.high:g}, base {v.base:g}, plan {v.plan:g}")
    elif getattr(v, "prior_low", None) is not None:
        said.append(f"Range {v.prior_low:g} to {v.prior_high:g}")
    if v.kind in RECORDED:
        said.append("Told as the run of the whole region saw it")
    if v.kind == "reference":
        said.append("Worked out in the reference state")
    return ". ".join([*said, f"Declared in {v.place}."])


def say_number(v: Variable, value: float) -> str:
    """A number with all its digits. Raises ModelError for what is none."""
    if np.isnan(value):
        raise ModelError(f"{v.place}: '{v.name}' is not a number in this county; mend what it is made of")
    return repr(float(np.clip(value, -BOUNDLESS, BOUNDLESS)))


def say_path(v: Variable, entry: Entry, path: np.ndarray, years: tuple[int, int]) -> Iterator[Entry]:
    """A variable with a path over the steps of some years: a graphical function, and another of what its digits leave out.

    PySD keeps eight digits of the numbers of a graphical function, however many are written.
    """
    said = [float(say_number(v, value)) for value in path]
    short = shorten(np.array(said))
    rest = np.array(said) - short
    scale = dict(zip(("equation", "x"), scale_time(years, len(said) - 1), strict=True))
    if not rest.any():
        yield Entry(**{**vars(entry), **scale, "y": tuple(said)})
        return
    coarse, fine = f"{entry.name}_recorded", f"{entry.name}_remainder"
    yield Entry(**{**vars(entry), "equation": f"{coarse} + {fine}"})
    for name, values, text in (
        (coarse, short, f"To eight digits: {entry.text}"),
        (fine, rest, f"What eight digits leave out of {entry.name}."),
    ):
        yield Entry(tag="aux", name=name, unit=entry.unit, text=text, sector=entry.sector, **scale, y=tuple(values.tolist()))


def scale_time(years: tuple[int, int], moves: int) -> tuple[str, tuple[float, float]]:
    """The argument of a path, from the end of one year to that of another in equal moves, and its least and greatest value:
    the time, or the number of the step where a step has too many digits (1/12)."""
    first, last = years
    steps = moves // (last - first)
    if round(1.0 / steps, DIGITS) == 1.0 / steps:
        return "TIME", (float(first), float(last))
    return f"INT((TIME - {first}) * {steps} + 0.001)", (0.0, float(moves))


def shorten(values: np.ndarray) -> np.ndarray:
    """Values of eight digits, and none after the eighth place where all are large enough for that."""
    short = np.array([float(f"{value:.{DIGITS - 1}e}") for value in values])
    size = np.abs(short[short != 0.0])
    return short if size.size and size.min() < 1e-4 else np.round(short, DIGITS)
