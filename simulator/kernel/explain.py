"""Where the first value that is not a number comes from, and of what it was made."""

from __future__ import annotations

import numpy as np

from simulator.errors import ModelError
from simulator.inputs import Inputs
from simulator.kernel.reference import Values, run_member
from simulator.kernel.run import Outputs
from simulator.words import Variable


class Found(Exception):
    """The replay has met the first value that is not finite."""


def check_finite(inputs: Inputs, outputs: Outputs, scenario: str, first_member: int = 0) -> None:
    """Raise ModelError that explains the first value that is not finite, if there is one; first years of flows aside."""
    flows = inputs.model.flows
    for name, path in {**outputs.counties, **outputs.region}.items():
        seen = path[:, 1:] if name in flows else path
        if not np.isfinite(seen).all():
            member = int(np.argwhere(~np.isfinite(seen))[0][0])
            raise ModelError(explain(inputs, member, scenario, first_member + member))


def explain(inputs: Inputs, member: int, scenario: str, number: int) -> str:
    """Replay one member plainly and say which variable, year and county first went wrong, and of what it was made."""
    model = inputs.model

    def watch(v: Variable, known: Values, year: int, at: int) -> None:
        value = known.get(v.name)
        if value is None or v.kind == "operator" or np.isfinite(value).all():
            return
        where = tuple(int(index) for index in np.argwhere(~np.isfinite(np.atleast_1d(value)))[0])
        parts = []
        for need in v.needs:
            if model[need].kind == "operator":
                continue
            part = np.asarray(known[need])
            shown = part[where] if part.ndim == np.ndim(value) and part.ndim else part
            parts.append(f"    {need} = {shown:g} {model[need].unit}   ({model[need].place})" if np.ndim(shown) == 0
                         else f"    {need}, an array of {part.shape}   ({model[need].place})")
        county = f", county number {where[0]}" if np.ndim(value) else ""
        raise Found(f"{v.place}: '{v.name}' is {np.atleast_1d(value)[where]} in {year}{county}, member {number}, "
                    f"scenario {scenario}; it was made of\n" + "\n".join(parts))

    try:
        with np.errstate(all="ignore"):
            run_member(inputs, member, [], False, watch)
    except Found as found:
        return str(found)
    return f"a value of member {number}, scenario {scenario}, is not finite in the kernel, but is in its plain reading"
