"""The formulas by which the document tells what operators do give the numbers that operators give."""

import ast
import inspect

import numpy as np
import pytest

from simulator.documentation.operator_formulas import list_stages, parse_stages, read_formulas
from simulator.documentation.schedules import FILE
from simulator.inputs.drivers.schedules import CONSTANTS, build_schedules
from simulator.language.dimensions import AGES, ERRANDS, STATUSES
from simulator.language.variables import arguments
from simulator.region.region import load_region
from tests.unit.documentation.cells import Cells

COUNTIES, STEP = 4, 0.5
SIZES = {"i": COUNTIES, "j": COUNTIES, "l": COUNTIES, "s": 2, "c": len(AGES), "k": len(STATUSES)}
SCHEDULES = {"mortality_schedule": (2, len(AGES))}
MATRICES = ("distance_weight", "market_weight", "travel_time_2020", "travel_time_saving")


@pytest.fixture(params=sorted(read_formulas()))
def operator(request, model):
    return next(v for v in model.of_kind("operator") if v.reference.__name__ == request.param)


def invent(name: str, luck: np.random.Generator) -> np.ndarray | float:
    """Some values of the right shape, all between 0 and 1 but for people."""
    if name == "residents":
        return luck.uniform(1.0, 100.0, (COUNTIES, 2, len(AGES), len(STATUSES)))
    if name == "transients":
        return luck.uniform(0.0, 0.5, (COUNTIES, 2, len(AGES), len(ERRANDS)))
    if name.endswith("_schedule"):
        return luck.uniform(0.1, 0.9, SCHEDULES.get(name, (len(AGES),)))
    if name.endswith("_schooling"):
        return luck.uniform(1.0, 12.0, len(AGES))
    if name.endswith("_entry_years"):
        return 11.5
    return luck.uniform(0.1, 0.9, (COUNTIES, COUNTIES) if name in MATRICES else COUNTIES)


def tell(operator, known: dict) -> Cells:
    """All formulas of an operator worked out over what it reads."""
    cells = Cells({**known, "step": STEP}, SIZES)
    for stage in list_stages(operator):
        for formula in stage.formulas:
            cells.work_out(formula.left, formula.right)
    return cells


def work(operator, known: dict) -> tuple[dict, dict]:
    """What the arithmetic gives: stocks at the end of the step, if it moves any, and flows or other values."""
    moves = "step" in arguments(operator.reference)
    found = operator.reference(*(known[need] for need in operator.needs), *([STEP] if moves else []))
    return found if isinstance(found, tuple) else ({}, found) if isinstance(found, dict) else ({operator.needs[0]: found}, {})


def hold(operator, known: dict) -> None:
    """Hold the formulas against the arithmetic."""
    cells, (stocks, given) = tell(operator, known), work(operator, known)
    assert set(given) == set(operator.gives)
    for name, value in given.items():
        np.testing.assert_allclose(cells.known[name], value, rtol=1e-10, atol=1e-12, err_msg=name)
    assert set(stocks) == {name.partition(".")[0] for name in cells.after}
    for name, value in cells.after.items():
        moved, _, group = name.partition(".")
        groups = ERRANDS if group in ERRANDS else STATUSES
        stock = stocks[moved][..., groups.index(group)] if group else stocks[moved]
        np.testing.assert_allclose(value, stock, rtol=1e-10, atol=1e-12, err_msg=name)


def test_formulas_give_what_the_arithmetic_gives(operator):
    luck = np.random.default_rng(11)
    hold(operator, {name: invent(name, luck) for name in operator.needs})


def test_formulas_hold_where_nobody_lives_in_villages_and_where_all_are_movers(model):
    operator = next(v for v in model.of_kind("operator") if v.name == "transition")
    luck = np.random.default_rng(12)
    known = {name: invent(name, luck) for name in operator.needs}
    known["rural_population"] = np.zeros(COUNTIES)
    hold(operator, known)
    known["rural_population"] = np.ones(COUNTIES)
    known["movers"] = 0.9999 * known["residents"][..., 1:3].sum(axis=(1, 2, 3))
    hold(operator, known)


def test_every_operator_of_the_model_is_told_in_formulas(model):
    assert {v.reference.__name__ for v in model.of_kind("operator")} == set(read_formulas())
    for v in model.of_kind("operator"):
        told = {name for stage in list_stages(v) for formula in stage.formulas for name in names_in(formula.left)}
        assert set(v.gives) <= told, f"{v.name}: {inspect.getfile(v.reference)}"
        assert all(stage.words.endswith(".") for stage in list_stages(v)), v.name


def test_formulas_of_the_drivers_by_age_give_what_is_built():
    region = load_region("shandong")
    known = {name: constant.value for name, constant in CONSTANTS.items()}
    cells = Cells(known, {"a": len(AGES), "c": len(AGES)})
    for stage in parse_stages(FILE):
        for formula in stage.formulas:
            cells.work_out(formula.left, formula.right)
    built = {name: values for name, values in build_schedules(region).items() if name != "mortality_schedule"}
    assert set(built) <= set(cells.known)
    for name, values in built.items():
        np.testing.assert_allclose(cells.known[name], values, rtol=1e-12, err_msg=name)


def names_in(node) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
