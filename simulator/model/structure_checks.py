"""Checks of the structure of a model: names, references between variables, scales, groups, classes and table points."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from simulator.language.dimensions import AGES, COUNTY_CLASSES, SEXES, STATUSES
from simulator.language.errors import suggest
from simulator.language.units import Unit, one, year
from simulator.language.variables import Lever
from simulator.model.graph import LONGEST_NAME, Model, list_members, reads
from simulator.model.initial_value_checks import find_origins

ENDINGS = {"_rate": 1 / year, "_share": one, "_time": year, "_life": year, "_index": one}


def check_names(model: Model) -> list[str]:
    """Names are nouns of at most 24 letters whose endings mean one thing."""
    problems = []
    for name, v in model.variables.items():
        if not re.fullmatch(r"[a-z][a-z0-9_]*", v.element or "x"):
            problems.append(f"{v.place}: '{v.element}', for which there is a '{name}', should be lower-case words")
        name = v.family or name
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or len(name) > LONGEST_NAME:
            problems.append(f"{v.place}: '{name}' should be lower-case words of at most {LONGEST_NAME} letters")
        for ending, unit in ENDINGS.items():
            if name.endswith(ending) and v.unit != unit and v.unit is not None and v.kind != "operator":
                problems.append(f"{v.place}: '{name}' ends in {ending} and so should be in {unit}, not in {v.unit}")
        if not isinstance(v.unit, Unit):
            problems.append(f"{v.place}: '{name}' has no unit; write one after the arrow, such as '-> person / year'")
        if not v.description:
            problems.append(f"{v.place}: '{name}' has no description; say in one sentence what it is")
    return problems


def check_needs(model: Model) -> list[str]:
    """Every name that a variable needs is declared; what all members of a family lack is said of the first."""
    missing: dict[tuple[str, str], str] = {}
    for v in model.variables.values():
        for need in reads(v):
            if need not in model.variables:
                members = list_members(model, need)
                why = f"is a family; choose from {members}" if members else f"no sector declares; {suggest(need, model.variables)}"
                missing.setdefault((v.place, need), f"{v.place}: '{v.name}' needs '{need}', which {why}")
    problems = list(missing.values())
    for name, people in model.undefined.items():
        for each in (name, people):
            if each not in model.variables:
                problems.append(
                    f"'{each}' is named by undefined_where_zero, but no sector declares it; {suggest(each, model.variables)}"
                )
    return problems


def check_scales(model: Model) -> list[str]:
    """An equation reads numbers, not arrays; an operator gives values by county, or by county and destination."""
    odd = [
        f"{v.place}: '{v.name}' is given with axes {v.axes}; give it one value a county, or a county and destination"
        for v in model.of_kind("operator_output")
        if v.axes not in (("county",), ("county", "destination"))
    ]
    odd += [
        f"{v.place}: '{v.name}' is taken from '{v.of}', which has one value for the whole region; take one that has a value "
        "a county"
        for v in model.of_kind("total", "decay", "delay")
        if model.scope[v.of] == "region"
    ]
    readers = model.of_kind("equation", "total", "table", "sum", "decay", "delay", "reference", "stock")
    return odd + [
        f"{v.place}: '{v.name}' reads '{need}', which is an array; take a cohort_sum of it or use an operator"
        for v in readers
        for need in (*reads(v), *find_origins(model, v))
        if model.scope[need] == "array"
    ]


def check_groups(model: Model) -> list[str]:
    """A cohort_sum counts sexes, ages and statuses that a cohort stock has; in_transit belongs to a pipeline."""
    problems = [
        f"{v.place}: '{v.name}' is what is in transit to '{v.of}', which is no pipeline; take a delay or read the stock"
        for v in model.of_kind("in_transit")
        if model[v.of].kind != "delay"
    ]
    for v in model.of_kind("cohort_sum"):
        if model[v.of].kind != "stock" or "sex" not in model[v.of].axes:
            problems.append(f"{v.place}: '{v.name}' is a cohort_sum of '{v.of}', which is no cohort stock; use an equation")
        if v.weight and getattr(model[v.weight], "axes", ()) not in (("age",), ("sex", "age")):
            problems.append(
                f"{v.place}: '{v.name}' weighs people by '{v.weight}', which has no value by age; multiply by it in an equation"
            )
        for group, known in ((v.sexes, SEXES), (v.statuses, STATUSES)):
            problems += [
                f"{v.place}: '{v.name}' counts '{each}', whom nobody is; {suggest(each, known)}"
                for each in group
                if each not in known
            ]
        if not AGES[0] <= v.ages[0] <= v.ages[1] <= AGES[-1]:
            problems.append(
                f"{v.place}: '{v.name}' counts ages {v.ages[0]} to {v.ages[1]}; "
                f"they should rise and lie between {AGES[0]} and {AGES[-1]}"
            )
    return problems


def check_classes(model: Model) -> list[str]:
    """A parameter with several values has one for each class of county, and its range is one; a lever knows the classes."""
    problems = [
        f"{v.place}: '{v.name}' moves only in '{each}', which is no class of county; {suggest(each, COUNTY_CLASSES)}"
        for v in model.of_kind("lever")
        for each in v.where.get("county_class", ())
        if each not in COUNTY_CLASSES
    ]
    # Cities and circles are of one region; a model serves all.
    problems += [
        f"{v.place}: '{v.name}' moves only by '{each}', by which no model can tell counties apart; write county_class"
        for v in model.of_kind("lever")
        for each in v.where
        if each != "county_class"
    ]
    for v in model.of_kind("parameter"):
        values = v.value if isinstance(v.value, Mapping) else dict.fromkeys(COUNTY_CLASSES)
        strange = next((each for each in values if each not in COUNTY_CLASSES), None)
        lacking = next((each for each in COUNTY_CLASSES if each not in values), None)
        if strange is not None:
            problems.append(
                f"{v.place}: '{v.name}' has a value for '{strange}', which is no class of county"
                f"{'' if v.axis else ', and it names no axis'}; {suggest(strange, COUNTY_CLASSES)}"
            )
        elif lacking is not None:
            problems.append(f"{v.place}: '{v.name}' has no value for '{lacking}'; give one for each of {', '.join(COUNTY_CLASSES)}")
        elif isinstance(v.prior_low, Mapping) or isinstance(v.prior_high, Mapping):
            problems.append(
                f"{v.place}: '{v.name}' has several values of prior_low or prior_high; give one of each, or name their axis"
            )
    return problems


def check_themes(model: Model) -> list[str]:
    """A lever belongs to a declared theme, and the levers of one group to one theme: else attribution would miss or split them."""
    problems = []
    theme_of: dict[str, Lever] = {}
    for v in model.of_kind("lever"):
        if v.theme not in model.themes:
            lacks = f"is of the theme '{v.theme}', which no sector declares" if v.theme else "has no theme"
            remedy = f"; {suggest(v.theme, model.themes)}" if model.themes else ""
            problems.append(
                f"{v.place}: '{v.name}' {lacks}, so attribution would leave it out{remedy} "
                f"(a new one is declared in a sector: {v.theme or 'water'} = theme('its title'))"
            )
        first = theme_of.setdefault(v.group, v)
        if first.theme != v.theme:
            problems.append(
                f"{v.place}: '{v.name}' is of group '{v.group}' and theme '{v.theme}', but '{first.name}' of that group is of "
                f"theme '{first.theme}'; give both one theme"
            )
    return problems


def check_points(model: Model) -> list[str]:
    """The points of a table go from left to right."""
    return [
        f"{v.place}: '{v.name}' should list its points with rising arguments"
        for v in model.of_kind("table")
        if not v.points or any(left[0] >= right[0] for left, right in pairwise(v.points))
    ]
