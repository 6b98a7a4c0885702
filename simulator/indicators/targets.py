"""The statements of a region's plan that have a number: what each speaks of in the model, and what is wrong with one."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from simulator.indicators.definitions import unfold
from simulator.language.errors import suggest
from simulator.model.graph import Model
from simulator.region.problem_list import raise_problems
from simulator.region.region import Region

SIMULATED = ("stock", "auxiliary")
SIGNS = {"at_least": "≥ ", "at_most": "≤ ", "": ""}
# What a statement that is scored must say.
NEEDED = ("sense", "year", "value", "unit", "tolerance")


def read_targets(region: Region, model: Model) -> pd.DataFrame:
    """The plan's statements of a region, one a row: code, kind, indicator, variable, sense, first_year, year, value, ...

    Raises DataError that lists every row that names no indicator or variable, or lacks what scoring needs, one a line.
    """
    targets = region.table("targets")
    units = list_units(model)
    raise_problems([problem for row in targets.to_dict("records") for problem in find_problems(row, model, units)])
    return targets


def list_units(model: Model) -> dict[str, str]:
    """The unit of every indicator that the province has."""
    services = [v.element for v in model.variables.values() if v.family == "load"]
    return {
        name: each.unit or (str(model[name].unit) if name in model.variables else "1") for name, each in unfold(services).items()
    }


def find_problems(row: dict, model: Model, units: dict[str, str]) -> Iterator[str]:
    """What is wrong with one statement, each with what would be right."""
    place = f"targets.csv, {row['code']}"
    indicator, variable, kind = row["indicator"], row["variable"], row["kind"]
    if indicator and indicator not in units:
        yield f"{place}: there is no indicator '{indicator}'; {suggest(indicator, units)}"
    if variable and variable not in model.variables:
        yield f"{place}: there is no variable '{variable}'; {suggest(variable, model.variables)}"
    if kind == "tracked" and (indicator or variable):
        yield f"{place}: is tracked only but names '{indicator or variable}'; leave both empty, or mend the kind"
    if kind != "tracked" and not variable:
        yield f"{place}: names no variable; write the one it speaks of, or the kind tracked"
    if kind in SIMULATED and not indicator:
        yield f"{place}: is simulated but names no indicator; write the one it is scored by"
    if indicator:
        for name in NEEDED:
            if row[name] == "" or pd.isna(row[name]):
                yield f"{place}: is scored by '{indicator}' but its {name} is empty; write one"
        right = units.get(indicator, row["unit"])
        if row["unit"] and row["unit"] != right:
            yield f"{place}: its unit is '{row['unit']}' but '{indicator}' is told in '{right}'; write that, and the value in it"
    if row["first_year"] > row["year"]:
        yield f"{place}: first_year {row['first_year']:.0f} comes after year {row['year']:.0f}; write an earlier one"


def number_code(target: dict) -> list[tuple[int, str]]:
    """The order of statements: Q10 comes after Q9."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", target["code"])]


def describe_targets(targets: pd.DataFrame) -> list[dict[str, str]]:
    """The statements in words, in the order of their numbers: with the sign of the value, the years, and the tolerance."""
    told = []
    for row in sorted(targets.to_dict("records"), key=number_code):
        years = [f"{year:.0f}" for year in (row["first_year"], row["year"]) if not pd.isna(year)]
        value = "" if pd.isna(row["value"]) else f"{SIGNS[row['sense']]}{row['value']:.10g}"
        about = f"± {row['tolerance']:g}" if row["tolerance"] > 0.0 else ""
        told.append(row | {"value": value, "year": "-".join(years), "about": about})
    return told
