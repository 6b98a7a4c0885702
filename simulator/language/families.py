"""Unfold families: one variable for each element of an axis, so that one equation stands for six services."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace

from simulator.language.errors import suggest
from simulator.language.variables import Axis, Variable, arguments

NAMES = ("of", "weight", "equals", "time", "rate", "initial", "argument", "inflows", "outflows", "reads", "moved_by", "aged_by")


def unfold_families(variables: dict[str, Variable], axes: Mapping[str, Axis]) -> tuple[dict[str, Variable], list[str]]:
    """The variables with each family in place of its line, and what is wrong with the families, a sentence each."""
    problems = [
        f"{v.place}: '{v.name}' is given by '{v.axis}', which is no axis; {suggest(v.axis, axes)}"
        for v in variables.values()
        if v.axis and v.axis not in axes
    ]
    if problems:
        return variables, problems
    families = find_families(variables, axes)
    unfolded: dict[str, Variable] = {}
    for v in variables.values():
        if v.kind == "sum":
            unfolded[v.name] = replace(v, of=tuple(f"{v.of[0]}_{each}" for each in axes[v.axis].elements))
            known = [name for name, axis in families.items() if axis == v.axis]
            problems += (
                []
                if v.of[0] in known
                else [
                    f"{v.place}: '{v.name}' adds up '{v.of[0]}' over '{v.axis}', which is no family of that axis; "
                    f"{suggest(v.of[0], known)}"
                ]
            )
        elif v.name in families:
            muddles = check_family(v, axes, families)
            problems += muddles
            for element, words in axes[families[v.name]].elements.items():
                if f"{v.name}_{element}" not in variables and not muddles:
                    name = f"{v.name}_{element}"
                    unfolded[name] = pick(v, element, words, families)
        else:
            unfolded[v.name] = mark_written_out(v, axes, families)
    return unfolded, problems


def find_families(variables: Mapping[str, Variable], axes: Mapping[str, Axis]) -> dict[str, str]:
    """The axis of every family: those that name one, those whose members are written out, and all that are made of them."""
    found = {v.name: v.axis for v in variables.values() if v.axis and v.kind != "sum"}
    for v in variables.values():
        for name in refer(v):
            for axis, each in axes.items():
                if name not in variables and any(f"{name}_{element}" in variables for element in each.elements):
                    found[name] = axis
    while True:
        new = {
            v.name: found[name]
            for v in variables.values()
            if v.name not in found and v.kind != "sum"
            for name in refer(v)
            if name in found
        }
        if not new:
            return found
        found |= new


def check_family(v: Variable, axes: Mapping[str, Axis], families: Mapping[str, str]) -> list[str]:
    """What is wrong with the line of a family: two axes, one member that is made of all, values that do not fit the axis."""
    axis, whole = families[v.name], [name for name in refer(v) if name in families]
    several = {families[name] for name in whole} | {axis}
    if len(several) > 1:
        return [f"{v.place}: '{v.name}' is made of families of {' and '.join(sorted(several))}; take one axis"]
    elements = axes[axis].elements
    member = next(
        (each for each in elements if v.name.endswith(f"_{each}") and families.get(v.name.removesuffix(f"_{each}")) == axis), ""
    )
    if member and whole:
        return [
            f"{v.place}: '{v.name}' stands for one of '{axis}', but is made of the whole family '{whole[0]}'; "
            f"take '{whole[0]}_{member}'"
        ]
    problems = []
    for key in ("value", "prior_low", "prior_high"):
        said = getattr(v, key, None)
        if not isinstance(said, Mapping):
            continue
        strange = next((each for each in said if each not in elements), None)
        lacking = next((each for each in elements if each not in said), None)
        if strange is not None:
            problems.append(
                f"{v.place}: '{v.name}' has a {key} for '{strange}', which is not of '{axis}'; {suggest(strange, elements)}"
            )
        elif lacking is not None:
            problems.append(f"{v.place}: '{v.name}' has no {key} for '{lacking}'; give one for each of {', '.join(elements)}")
    return problems


def refer(v: Variable) -> tuple[str, ...]:
    """All names that a line of a sector file refers to, those of the reference state and of its flows included."""
    names: list[str] = list(arguments(v.function)) if v.kind == "equation" else []
    for key in NAMES:
        said = getattr(v, key, ())
        names += [said] if isinstance(said, str) else said
    return tuple(name for name in names if name)


def pick(v: Variable, element: str, words: str, families: Mapping[str, str]) -> Variable:
    """The member of a family for one element."""

    def of_element(name: str) -> str:
        return f"{name}_{element}" if name in families else name

    changed: dict[str, object] = {
        "name": f"{v.name}_{element}",
        "family": v.name,
        "axis": families[v.name],
        "element": element,
        "description": f"{v.description.rstrip('.')}: {words}" if v.description else "",
    }
    for key in NAMES:
        said = getattr(v, key, None)
        if said:
            changed[key] = of_element(said) if isinstance(said, str) else tuple(of_element(name) for name in said)
    if v.kind == "equation":
        changed["renamed"] = {name: of_element(name) for name in arguments(v.function) if name in families}
    if v.kind == "parameter":
        changed |= {
            key: getattr(v, key)[element] if isinstance(getattr(v, key), Mapping) else getattr(v, key)
            for key in ("value", "prior_low", "prior_high")
        }
    return replace(v, **{key: value for key, value in changed.items() if key in {each.name for each in fields(v)}})


def mark_written_out(v: Variable, axes: Mapping[str, Axis], families: Mapping[str, str]) -> Variable:
    """A variable that is written out for one element of a family knows that it belongs to it."""
    for family, axis in families.items():
        for element in axes[axis].elements:
            if v.name == f"{family}_{element}":
                return replace(v, family=family, element=element, axis=axis)
    return v
