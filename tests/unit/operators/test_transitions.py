"""The table of the cohort transition and all that is written by hand agree: a hazard that is missing in one place is named there."""

import ast
import inspect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from simulator.documentation.cohort_flows import list_moves
from simulator.documentation.operator_formulas import read_formulas
from simulator.language.dimensions import ERRANDS, STATUSES
from simulator.operators import cohort_transition
from simulator.operators.cohort_transition.columns import Hazard
from simulator.operators.cohort_transition.compiled import _transition
from simulator.operators.cohort_transition.reference import transition
from simulator.operators.cohort_transition.transitions import (
    CHILD_STATUS,
    ENTRIES,
    KINDS,
    PENDING_STATUS,
    STATUS,
    STOCK,
    TRANSITIONS,
    Transition,
)
from simulator.simd.age_layout import join_slices, make_people, shape_slices, slice_people

HOME = Path(inspect.getfile(cohort_transition)).parent
AGES, STEP, COUNTIES = 102, 0.5, 3
NAMES = [name for name in inspect.signature(transition).parameters if name != "step"]
SCHEDULES = ("fertility_schedule", "departure_schedule", "return_schedule", "inflow_schedule")
# A hazard that no place has but the table.
RETIREMENT = Transition("retirement", ("registered",), "retirement_rate", STATUS, "retirements", target="rural")


class Function:
    """A function of a compiled pass: which hazards its local names are made of."""

    def __init__(self, file: str, name: str) -> None:
        nodes = ast.walk(ast.parse((HOME / file).read_text(encoding="utf-8")))
        self.node = next(node for node in nodes if isinstance(node, ast.FunctionDef) and node.name == name)
        self.assigned = list(self.list_assigned())

    def list_assigned(self) -> Iterator[tuple[ast.expr, ast.expr]]:
        """Targets and values, one by one where a line assigns several."""
        for line in (node for node in ast.walk(self.node) if isinstance(node, ast.Assign)):
            pairs = (
                zip(line.targets[0].elts, line.value.elts, strict=True)
                if isinstance(line.targets[0], ast.Tuple) and isinstance(line.value, ast.Tuple)
                else [(line.targets[0], line.value)]
            )
            yield from pairs

    def hazards(self, value: ast.expr, also: Mapping[str, set[str]]) -> set[str]:
        """The columns of hazards that an expression is made of; `also` knows those of arguments."""
        found = set()
        for node in ast.walk(value):
            if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "Hazard":
                found.add(node.attr.lower())
            elif isinstance(node, ast.Name):
                found |= also.get(node.id, set())
                for target, made_of in self.assigned:
                    if isinstance(target, ast.Name) and target.id == node.id:
                        found |= self.hazards(made_of, also)
        return found

    def returned(self, also: Mapping[str, set[str]]) -> list[set[str]]:
        """The hazards of each value that the function returns."""
        line = next(node for node in ast.walk(self.node) if isinstance(node, ast.Return))
        return [self.hazards(value, also) for value in line.value.elts]

    def named(self, name: str) -> set[str]:
        """The hazards of a local name."""
        return self.hazards(ast.Name(name), {})


def compare(place: str, found: set[str], wanted: set[str]) -> Iterator[str]:
    """A sentence for each hazard that a place lacks or has without the table."""
    yield from (f"{place} lacks the hazard '{name}'; add it there as transitions.py has it" for name in sorted(wanted - found))
    yield from (
        f"{place} has the hazard '{name}', which transitions.py has not; add it to the table" for name in sorted(found - wanted)
    )


def hazards_of(status: str, table: Sequence[Transition]) -> set[str]:
    """The hazards that people of a status meet."""
    return {each.name for each in table if status in each.sources}


def check_arguments(table: Sequence[Transition]) -> Iterator[str]:
    """The functions take every rate, schedule and share, and fill every flow."""
    for place, function in (("reference.py: transition", transition), ("compiled.py: _transition", _transition.py_func)):
        arguments = inspect.signature(function).parameters
        for each in table:
            for need in filter(None, (each.rate, each.schedule, each.share)):
                if need not in arguments:
                    yield f"{place} has no argument '{need}', which the hazard '{each.name}' needs; add it there"
    outputs = inspect.signature(_transition.py_func).parameters
    for each in table:
        for flow in filter(None, (each.flow, each.arrivals)):
            if flow not in outputs:
                yield f"compiled.py: _transition does not fill the flow '{flow}' of the hazard '{each.name}'; add it there"


def check_passes(table: Sequence[Transition]) -> Iterator[str]:
    """The compiled passes read every rate once, and add up the hazards of every status."""
    rates = Function("rates.py", "fill_hazards")
    filled: dict[str, set[str]] = {}
    for target, value in rates.assigned:
        for column in rates.hazards(target, {}) if isinstance(target, ast.Subscript) else ():
            filled[column] = {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}
    yield from compare("rates.py: fill_hazards", set(filled), {each.name for each in table})
    for each in table:
        if each.rate not in filled.get(each.name, {each.rate}):
            yield f"rates.py: fill_hazards does not make '{each.name}' of '{each.rate}', as transitions.py has it"
    returns = Function("hazards.py", "return_hazards").returned({})
    also = dict(zip(("return_hazard", "village_hazard"), returns, strict=True))
    for status, found in zip(STATUSES, Function("hazards.py", "status_hazards").returned(also), strict=True):
        yield from compare(f"hazards.py: status_hazards ({status})", found, hazards_of(status, table))
    births = Function("births.py", "add_births_of_county")
    for status in dict.fromkeys(CHILD_STATUS.values()):
        yield from compare(f"births.py: add_births_of_county ({status})", births.named(f"z_{status}"), hazards_of(status, table))
    series = Function("rates.py", "check_series_range")
    found = set().union(*(series.hazards(value, {}) for _, value in series.assigned))
    yield from compare("rates.py: check_series_range", found, {each.name for each in table})


def name_of(node: ast.expr) -> str:
    """The name of a symbol of the formulas without its indices: 'h.rural'."""
    return ast.unparse(node.value if isinstance(node, ast.Subscript) else node)


def read_symbols() -> dict[str, set[str]]:
    """For each symbol of formulas.yaml the symbols that it is made of; a line of status k stands for each status."""
    symbols: dict[str, set[str]] = {}
    for stage in read_formulas()["transition"]:
        for formula in stage.formulas:
            for status in STATUSES:
                left = name_of(formula.left).replace(".k", f".{status}")
                names = {ast.unparse(node) for node in ast.walk(formula.right) if isinstance(node, ast.Name | ast.Attribute)}
                symbols.setdefault(left, set()).update(name.replace(".k", f".{status}") for name in names)
    return symbols


def check_formulas(table: Sequence[Transition]) -> Iterator[str]:
    """formulas.yaml adds up the hazards of every status, and makes every flow of its rates."""
    symbols = read_symbols()
    rates = {each.rate for each in table}

    def reached(name: str, seen: set[str]) -> set[str]:
        if name not in seen:
            seen.add(name)
            for need in symbols.get(name, ()):
                reached(need, seen)
        return seen

    for status in STATUSES:
        direct = symbols[f"h.{status}"] | symbols["b"] if "b" in symbols[f"h.{status}"] else symbols[f"h.{status}"]
        wanted = {each.rate for each in table if status in each.sources}
        place = f"operators/formulas.yaml: h.{status}"
        yield from (f"{place} lacks the rate '{rate}'; add it there as transitions.py has it" for rate in sorted(wanted - direct))
        yield from (f"{place} has the rate '{rate}', which transitions.py has not" for rate in sorted(direct & rates - wanted))
    for each in table:
        if each.flow not in symbols:
            yield f"operators/formulas.yaml has no line for the flow '{each.flow}' of the hazard '{each.name}'; add one"
        elif each.rate not in reached(each.flow, set()):
            yield f"operators/formulas.yaml: the flow '{each.flow}' is not made of '{each.rate}' of the hazard '{each.name}'"


def find_disagreements(table: Sequence[Transition]) -> list[str]:
    """All places that do not agree with a table."""
    return [*check_arguments(table), *check_passes(table), *check_formulas(table)]


def test_all_places_agree_with_the_table():
    assert find_disagreements(TRANSITIONS) == []


def test_the_sector_declares_every_flow(model):
    operator = model["transition"]
    flows = {flow for each in TRANSITIONS for flow in (each.flow, each.arrivals) if flow} | set(ENTRIES)
    assert flows - set(operator.gives) == set(), "declare these flows in gives= of the transition in sectors/demography.py"
    # Parts of other flows, which change no status of their own.
    assert set(operator.gives) - flows == {"rural_outflow", "mover_losses"}
    assert {move.flow for move in list_moves(STOCK)} == flows
    assert list_moves("homes") == []


def test_a_hazard_that_only_the_table_has_is_missed_in_every_place():
    found = find_disagreements([*TRANSITIONS, RETIREMENT])
    assert found == [
        "reference.py: transition has no argument 'retirement_rate', which the hazard 'retirement' needs; add it there",
        "compiled.py: _transition has no argument 'retirement_rate', which the hazard 'retirement' needs; add it there",
        "compiled.py: _transition does not fill the flow 'retirements' of the hazard 'retirement'; add it there",
        *(
            f"{place} lacks the hazard 'retirement'; add it there as transitions.py has it"
            for place in (
                "rates.py: fill_hazards",
                "hazards.py: status_hazards (registered)",
                "births.py: add_births_of_county (registered)",
                "rates.py: check_series_range",
            )
        ),
        "operators/formulas.yaml: h.registered lacks the rate 'retirement_rate'; add it there as transitions.py has it",
        "operators/formulas.yaml has no line for the flow 'retirements' of the hazard 'retirement'; add one",
    ]


@pytest.mark.parametrize("left_out", TRANSITIONS, ids=lambda each: each.name)
def test_a_hazard_that_the_table_has_not_is_found_in_the_passes(left_out):
    found = find_disagreements([each for each in TRANSITIONS if each is not left_out])
    for place in ("rates.py: fill_hazards", "rates.py: check_series_range"):
        assert f"{place} has the hazard '{left_out.name}', which transitions.py has not; add it to the table" in found
    for status in left_out.sources:
        assert any(each.startswith(f"hazards.py: status_hazards ({status}) has the hazard '{left_out.name}'") for each in found)


@pytest.mark.parametrize("status", STATUSES)
def test_a_status_that_a_hazard_does_not_reach_is_named(status):
    """A hazard of the table is said to be met by one status more."""
    for each in TRANSITIONS:
        if status not in each.sources:
            wider = replace(each, sources=(*each.sources, status))
            found = find_disagreements([wider if other is each else other for other in TRANSITIONS])
            assert (
                f"hazards.py: status_hazards ({status}) lacks the hazard '{each.name}'; add it there as transitions.py has it"
                in found
            )
            assert any(line.startswith(f"operators/formulas.yaml: h.{status} lacks the rate '{each.rate}'") for line in found)


def test_the_table_is_whole():
    assert [column.name.lower() for column in Hazard] == [each.name for each in TRANSITIONS]
    assert len(Hazard) == len(TRANSITIONS), "two hazards have one name"
    assert set(CHILD_STATUS) == set(STATUSES) and set(PENDING_STATUS) == set(ERRANDS)
    for each in TRANSITIONS:
        assert each.kind in KINDS and set(each.sources) <= set(STATUSES), each.name
        assert {each.target, each.otherwise} <= {*STATUSES, ""} and bool(each.share) == bool(each.otherwise), each.name
        assert each.pending in {*ERRANDS, ""} and bool(each.pending) == bool(each.arrivals), each.name


def run_compiled(values: Mapping[str, np.ndarray]) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Residents [county, status] after a compiled step, and its flows."""
    sliced = {}
    for name in ("residents", "transients"):
        sliced[name] = np.full(shape_slices(values[name][None]), np.nan)
        slice_people(values[name][None], sliced[name])
    outputs = list(inspect.signature(_transition.py_func).parameters)[len(NAMES) + 2 :]
    flows = {name: np.full(COUNTIES, np.nan) for name in outputs}
    cohorts = [people[0] for people in sliced.values()]
    _transition(*cohorts, *(values[name] for name in NAMES[2:]), STEP, False, *flows.values())
    people = make_people(sliced["residents"])
    join_slices(sliced["residents"], people)
    return people[0].sum(axis=(1, 2)), flows


def run_reference(values: Mapping[str, np.ndarray]) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Residents [county, status] after a step of the reference, and its flows."""
    people, flows = transition(**values, step=STEP)
    return people["residents"].sum(axis=(1, 2)), flows


def alone(each: Transition, status: str) -> dict[str, np.ndarray]:
    """People of one status only, in counties of different size, and one hazard only."""
    values = {name: np.zeros(COUNTIES) for name in NAMES}
    values |= {name: np.full(AGES, 0.5) for name in SCHEDULES} | {"mortality_schedule": np.full((2, AGES), 0.5)}
    values["distance_weight"] = np.array([[4.0, 1.0, 2.0], [1.0, 5.0, 3.0], [2.0, 3.0, 6.0]])
    values["rural_population"], values["reclassified_share"] = np.array([300.0, 100.0, 200.0]), np.full(COUNTIES, 0.25)
    values["residents"], values["transients"] = np.zeros((COUNTIES, 2, AGES, 5)), np.zeros((COUNTIES, 2, AGES, 4))
    values["residents"][..., STATUSES.index(status)] = np.array([3.0, 1.0, 7.0])[:, None, None]
    values["movers"] = 0.9 * values["residents"][..., 1:3].sum(axis=(1, 2, 3))
    return values | {each.rate: np.full(COUNTIES, 0.2)}


@pytest.mark.parametrize("run", [run_reference, run_compiled])
@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("each", TRANSITIONS, ids=lambda each: each.name)
def test_a_hazard_alone_moves_people_as_the_table_says(each, status, run):
    values = alone(each, status)
    before = values["residents"].sum(axis=(1, 2))
    after, flows = run(values)
    met = status in each.sources
    changed = {STATUSES[place] for place in np.flatnonzero(np.abs(after - before).max(axis=0) > 1e-9)}
    assert changed == ({status, each.target, each.otherwise} - {""} if met else set())
    given = {name for name, flow in flows.items() if np.abs(flow).max() > 1e-9}
    assert given - {"mover_losses"} == ({each.flow, each.arrivals} - {""} if met else set())
    # People leave at the rate times the schedule of the table, by the exact solution over the step; some meet the hazard twice.
    left = -np.expm1(-0.2 * (0.5 if each.schedule else 1.0) * STEP) / STEP
    if met and status not in (each.target, each.otherwise):
        np.testing.assert_allclose(flows[each.flow], left * before.sum(axis=1), rtol=1e-12)
