"""The kernel of a model that uses every word equals its plain reading, and can be read."""

import ast
import inspect
import re

import numpy as np
import pytest

from simulator.kernel.generate import KEPT, Writer, write_kernel
from simulator.kernel.inputs import KINDS, Inputs
from simulator.kernel.reference import run_reference
from simulator.kernel.run import Outputs, run_kernel
from simulator.kernel.schedule import plan_kernel
from simulator.language.declarations import (
    CohortSum,
    Decay,
    Delay,
    Driver,
    Equation,
    InTransit,
    Lever,
    Operator,
    OperatorOutput,
    Parameter,
    Reference,
    Shock,
    Stock,
    Sum,
    Table,
    Total,
)
from simulator.language.errors import ModelError


def run_both(inputs: Inputs) -> tuple[Outputs, Outputs]:
    record = plan_kernel(inputs.model).recorded
    return run_kernel(inputs, record, cohorts=True), run_reference(inputs, record, cohorts=True)


def list_parts(outputs: Outputs) -> dict[str, np.ndarray]:
    """Every array of an output, by a name that tells where it is from."""
    state = outputs.state
    return {
        f"{part}.{name}": value
        for part, arrays in (
            ("path", outputs.counties),
            ("region", outputs.region),
            ("cohorts", outputs.cohorts),
            ("stocks", state.stocks),
            ("people", state.cohorts),
            ("pipelines", state.pipelines),
            ("profiles", state.profiles),
            ("last_changes", state.last_changes),
        )
        for name, value in arrays.items()
    }


def test_toy_has_every_word(toys):
    kinds = {v.kind for v in toys.variables.values()}
    assert kinds == {
        word.kind
        for word in (
            InTransit,
            Decay,
            Delay,
            Driver,
            Equation,
            OperatorOutput,
            Lever,
            CohortSum,
            Operator,
            Parameter,
            Reference,
            Shock,
            Stock,
            Sum,
            Table,
            Total,
        )
    }


def test_kernel_equals_plain_reading(lively):
    fast, plain = (list_parts(outputs) for outputs in run_both(lively))
    assert fast.keys() == plain.keys()
    for name, value in plain.items():
        np.testing.assert_allclose(fast[name], value, rtol=1e-11, atol=1e-9, err_msg=name)
    moved = [name for name, value in plain.items() if name.startswith("path") and np.ptp(np.nan_to_num(value[:, 1:])) == 0.0]
    assert moved == []


def test_bits_do_not_depend_on_threads_or_company(lively, monkeypatch):
    record = plan_kernel(lively.model).recorded
    found = []
    for threads in ("1", "2", "5"):
        monkeypatch.setenv("SIMULATOR_THREADS", threads)
        found.append(list_parts(run_kernel(lively, record, cohorts=True)))
    for other in found[1:]:
        assert all(np.array_equal(found[0][name], other[name], equal_nan=True) for name in found[0])


def test_kernel_leaves_its_inputs_alone(lively):
    def list_start() -> dict[str, np.ndarray]:
        return {f"{kind}.{name}": value.copy() for kind in KINDS for name, value in getattr(lively.state, kind).items()}

    before = list_start()
    run_kernel(lively, ["floor_space"])
    after = list_start()
    assert len(before) > len(KINDS) and before.keys() == after.keys()
    assert all(np.array_equal(before[name], after[name]) for name in before)


def test_only_what_is_asked_for_is_recorded(lively):
    outputs = run_kernel(lively, ["mean_comfort", "starts"])
    assert (list(outputs.counties), list(outputs.region), outputs.cohorts) == (["starts"], ["mean_comfort"], {})


def test_kernel_has_one_line_an_equation_with_unit_and_place(toys):
    lines = [line.strip() for line in write_kernel(toys).splitlines()]
    for v in toys.of_kind("equation", "table", "delay", "decay", "sum"):
        made = [line for line in lines if line.startswith(f"{v.name} = ")]
        found = [line for line in made if not re.match(r"\w+ = (load_row\((work|county), \d+, i\)  #|view_row\(|single\[)", line)]
        assert len(found) == (v.name not in toys.reference_only), (v.name, found)
        assert all(line.endswith(f"# {v.unit}, {v.place}") for line in found)
    for v in toys.of_kind("in_transit"):
        assert [line for line in lines if line.startswith("store_row(work, ") and line.endswith(f"# {v.unit}, {v.place}")]
    for v in toys.of_kind("cohort_sum"):
        # Measures of one weight are set together, and named where they are.
        weighing = [line.split("#")[1] for line in lines if line.startswith("set_weights(")]
        assert sum(v.name in re.findall(r"\w+", note) for note in weighing) == len(v.sexes), v.name


def test_kernel_is_the_same_text_each_time(toys):
    assert write_kernel(toys) == write_kernel(toys)


def test_kernel_keeps_all_its_own_names(toys):
    """Every name in the kernel's functions is a variable's, or one that no variable may have; an operator's own names are local."""
    tree = ast.parse(write_kernel(toys))
    tree.body = [node for node in tree.body if not isinstance(node, ast.FunctionDef) or not node.name.startswith("operate_")]
    used = {
        node.id
        for function in tree.body
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Name)
    }
    used |= {argument.arg for node in ast.walk(tree) if isinstance(node, ast.arguments) for argument in node.args}
    used |= {function.name for function in tree.body if isinstance(function, ast.FunctionDef)}
    made = {f"_{name}{ending}" for name in toys.variables for ending in ("", "_at", "_values")}
    assert used - set(toys.variables) - made - set(KEPT) - set(Writer(toys).derived_names()) == {"range"}
    assert not set(KEPT) & set(toys.variables)


@pytest.mark.parametrize(
    "name",
    [
        "step",
        "county",
        "divide_or_zero",
        "single",
        "work",
        "phase_0",
        "trace_of_crowds",
        "plain_mean",
        "weight_of_mean",
        "product_of_mean",
        "now_at_pace",
    ],
)
def test_kernel_refuses_a_variable_with_its_own_name(make_model, name):
    model = make_model(
        f"people = stock(person, 'people', initial='people')\n{name} = parameter(1.0, one, 'x', source='toy')\n"
        """
pace = parameter(0.1, 1 / year, "pace", source="toy")
leaving = decay("people", person / year, "leavers", rate="pace")
mean = total("people", person, "mean", weight="people")
crowds = stock(person, "crowds", initial="crowds", axes=("sex", "age", "status"))
"""
    )
    with pytest.raises(ModelError, match=rf"toy_\d+.py:6: the kernel keeps the name '{name}' for itself; give"):
        write_kernel(model)


def test_steady_values_are_worked_out_before_the_years(toys):
    text = write_kernel(toys)
    functions = {
        node.name: ast.get_source_segment(text, node) for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)
    }
    member, yearly = functions["run"].split("for y in range(n_year)")
    assert " constants(" in member and " constants(" not in yearly

    def find_line(line: str) -> tuple[str, bool]:
        """The one function that has a line, and whether it stands within the loop over counties."""
        ((name, body),) = ((name, body) for name, body in functions.items() if f" {line}" in body)
        return name, " for i in range" in body[: body.index(f" {line}")]

    assert find_line("after_tax = ") == ("constants", False) and find_line("site_value = land_price") == ("constants", True)
    phase, each = find_line("crowding = divide_or_zero")
    assert each and f" {phase}(" in yearly and f" {phase}(" not in member
    shares = ", ".join(f"{part}_at_wear_rate_school" for part in ("start", "now", "half", "closing"))
    phase, each = find_line(f"{shares} = scalar.decay_coefficients(wear_rate_school, length, middle)")
    assert not each and f" {phase}(" in yearly and f" {phase}(" not in member
    phase, each = find_line("closed = decay_outflow(as_vector(closing_rate), as_vector(")
    assert each and f" {phase}(" in yearly


def test_what_only_the_reference_state_reads_is_not_in_the_kernel(toys):
    assert {"fair_burden", "starting_capacity_school", "starting_work_clinic"} <= toys.reference_only
    assert not any(re.search(rf"\b{name}\b", write_kernel(toys)) for name in toys.reference_only)


def test_twins_read_the_same_arguments(toys):
    for operator in toys.of_kind("operator"):
        plain = list(inspect.signature(operator.reference).parameters)
        fast = list(inspect.signature(operator.compiled.py_func).parameters)
        assert fast[: len(plain)] == plain and set(fast[len(plain) :]) == set(operator.gives)
