"""The check that stocks can be kept and aged, and that what they and the reference constants start from can be worked out."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

from simulator.language.dimensions import COHORT, COUNTY, PROFILE, TRANSIENT
from simulator.language.errors import ModelError
from simulator.language.variables import Variable
from simulator.model.graph import Model


def find_origins(model: Model, v: Variable) -> tuple[str, ...]:
    """Names of the variables of which one is made in the reference state."""
    if v.kind in ("stock", "delay"):
        # What leaves a pipeline is made of what it holds, whatever enters it.
        needs = (v.time,) if v.kind == "delay" else v.needs
        return (v.initial, *needs) if v.initial in model.variables and v.initial != v.name else needs
    if v.kind == "reference":
        return (v.of, v.equals) if v.equals else (v.of,)
    if v.kind == "in_transit":
        # In the reference state a pipeline holds what it starts from.
        held = model[v.of].initial
        return (held,) if held in model.variables else ()
    return v.needs


def check_references(model: Model) -> None:
    """A reference constant, or what a stock starts from, is not made of itself; raises ModelError with the ring."""
    solved = {v.name for v in model.of_kind("reference") if v.equals}
    made_of = {name: () if name in solved else find_origins(model, v) for name, v in model.variables.items()}
    try:
        TopologicalSorter(made_of).prepare()
    except CycleError as error:
        if any(model[name].kind in ("reference", "stock", "delay") for name in error.args[1]):
            raise ModelError(
                "a value of the reference state that is made of itself; give a reference 'equals' and 'between', "
                "or let it, or the start of the stock, be made of other variables:\n"
                f"{model.list_places(error.args[1])}"
            ) from None


def check_starts(model: Model) -> list[str]:
    """What the reference state is made of is known at one moment: no movement of people, no path without a value."""
    problems = []
    for v in model.of_kind("reference", "stock", "delay"):
        for name in sorted(find_all_origins(model, v)):
            if name in model.step_operators:
                problems.append(
                    f"{v.place}: '{v.name}' is made in the reference state of what '{name}' gives, but nobody moves "
                    "there; make it of what holds at one moment"
                )
            if model[name].kind == "driver" and model[name].path and model[name].value is None:
                problems.append(
                    f"{v.place}: '{v.name}' is made in the reference state of '{name}', a path without a value; "
                    f"give '{name}' the value it has there"
                )
    return problems


def find_all_origins(model: Model, v: Variable) -> set[str]:
    """A variable and all that it is made of in the reference state."""
    found, edge = {v.name}, {v.name}
    while edge:
        edge = {name for each in edge for name in find_origins(model, model[each])} - found
        found |= edge
    return found


def check_stocks(model: Model) -> list[str]:
    """A stock has one value a county, or is an array that operators alone move and age."""
    problems = []
    for v in model.of_kind("stock"):
        say = f"{v.place}: '{v.name}'"
        if v.axes not in (COUNTY, COHORT, TRANSIENT, PROFILE):
            problems.append(
                f"{say} is a stock by {' and '.join(v.axes)}; let it be by county, by sex, age and status (or errand), or by age"
            )
        elif v.axes == COUNTY and (v.moved_by or v.aged_by):
            problems.append(
                f"{say} has one value a county and so is not moved by '{v.moved_by or v.aged_by}'; give it inflows and outflows"
            )
        elif v.axes != COUNTY and (v.inflows or v.outflows):
            problems.append(f"{say} is an array and so has no inflows and outflows; let an operator move it")
        elif v.axes == PROFILE and v.moved_by:
            problems.append(f"{say} belongs to the whole region and so is not moved by '{v.moved_by}'; let an operator age it")
        elif v.axes in (COHORT, PROFILE) and (not v.initial or (v.initial in model.variables and v.initial != v.name)):
            problems.append(f"{say} is an array and so starts from the tables; name what they give under 'initial'")
        elif v.aged_by:
            problems += check_ageing(model, v)
    return problems


def check_ageing(model: Model, v: Variable) -> list[str]:
    """On 1 January an operator reads the stock it ages and what held at the end of the year, nothing else."""
    operator = model[v.aged_by]
    if v.name not in operator.needs:
        return [f"{operator.place}: '{operator.name}' ages '{v.name}' without reading it; name it among what it reads"]
    problems = []
    for name in operator.needs:
        if name in model.after_transition:
            problems.append(
                f"{operator.place}: '{operator.name}' reads '{name}', which people make while they move; let it read "
                "what holds at the end of the year"
            )
        elif name != v.name and model.scope[name] == "array" and model[name].kind != "driver":
            problems.append(
                f"{operator.place}: '{operator.name}' ages '{v.name}' and reads '{name}', another array that moves; let it "
                "read a cohort_sum of it"
            )
    return problems
