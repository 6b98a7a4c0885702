"""Where the first value that is not finite comes from: variable, year, member, county, and the values it was computed from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from simulator.kernel.inputs import Inputs
from simulator.kernel.reference import Member, Values
from simulator.kernel.run import Outputs
from simulator.language.declarations import Variable
from simulator.language.errors import ModelError
from simulator.model.graph import Model


class Found(Exception):
    """The replay has met the first value that is not finite."""


def check_finite(inputs: Inputs, outputs: Outputs, scenario: str, counties: Sequence[str], first_member: int = 0) -> None:
    """Raise ModelError that explains the first value that is not finite, if there is one; first years of flows aside.

    `counties` are the codes of the counties, `first_member` the number of the first member of the inputs.
    """
    flows = inputs.model.flows
    for name, path in {**outputs.counties, **outputs.region}.items():
        seen = path[:, 1:] if name in flows else path
        if not np.isfinite(seen).all():
            member = int(np.argwhere(~np.isfinite(seen))[0][0])
            raise ModelError(explain(inputs, member, scenario, counties, first_member + member))


def explain(inputs: Inputs, member: int, scenario: str, counties: Sequence[str], number: int) -> str:
    """Replay one member in the reference and describe the first value that is not finite."""

    def watch(v: Variable, known: Values, year: int, member: int) -> None:
        value = known.get(v.name)
        if value is None or v.kind == "operator" or np.isfinite(value).all():
            return
        where = tuple(np.argwhere(~np.isfinite(value))[0].tolist())
        county = f", county {counties[where[0]]}" if where else ""
        raise Found(
            f"{v.place}: '{v.name}' is {np.asarray(value)[where]} in {year}{county}, member {number}, "
            f"scenario {scenario}; it was made of\n" + "\n".join(list_parts(inputs.model, v, known, where))
        )

    try:
        with np.errstate(all="ignore"):
            Member(inputs, member).run([], False, watch)
    except Found as found:
        return str(found)
    return f"a value of member {number}, scenario {scenario}, is not finite in the kernel, but is in its plain reading"


def list_parts(model: Model, v: Variable, known: Values, where: tuple[int, ...]) -> list[str]:
    """The values from which a variable was computed, a line each; for outputs of an operator, the inputs of the operator."""
    needs = [need for name in v.needs for need in (model[name].needs if model[name].kind == "operator" else (name,))]
    return [
        f"    {need}{show_part(np.asarray(known[need]), where if model.scope[need] == 'county' else ())} {model[need].unit}"
        f"   ({model[need].place})"
        for need in needs
    ]


def show_part(part: np.ndarray, where: tuple[int, ...]) -> str:
    """A scalar, or the value of the county; of an array, how many values are not finite."""
    if part.ndim == len(where):
        return f" = {part[where]:g}"
    wrong = np.count_nonzero(~np.isfinite(part))
    return f": {part.size} values, {wrong} of them not finite, in"
