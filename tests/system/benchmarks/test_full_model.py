"""The program in C, its equations written by a reading of the graph and its operators by hand, is the kernel's equal."""

import numpy as np
import pytest

from benchmarks.comparisons.compiler import NoCompiler
from benchmarks.comparisons.full_model.program import build_program, run_program
from benchmarks.workload import prepare
from simulator.kernel.run import run_kernel
from simulator.kernel.schedule import plan_kernel
from simulator.run.setup import load_model

CLOSE = 1e-10
BARE = ({}, {"year": -1})


@pytest.fixture(scope="module", autouse=True)
def compiler():
    try:
        build_program(load_model())
    except NoCompiler as missing:
        pytest.skip(f"the program in C is not compared: {missing}")


def find_scale(model, name, paths):
    """The size of the numbers of which a variable is made: a small difference keeps the digits of those, not its own."""
    unit = dict(model[name].unit.powers)
    made_of = [paths[need] for need in (name, *model[name].needs) if need in paths and dict(model[need].unit.powers) == unit]
    return max(float(unit in BARE), *(np.abs(np.nan_to_num(path)).max() for path in made_of))


@pytest.mark.parametrize(
    "region, steps, last_year, scenario",
    [("shandong", 2, 2035, "plan"), ("shandong", 2, 2025, "frozen"), ("20", 2, 2024, "plan"), ("20", 1, 2024, "plan")],
)
def test_program_agrees_with_the_kernel_on_every_variable(region, steps, last_year, scenario):
    """At one step a year hazards are so large that the program leaves its polynomial; 20 counties do not fill its lanes."""
    inputs = prepare(2, steps, scenario, region, last_year)
    names = plan_kernel(inputs.model).recorded
    counties, regions = run_program(inputs, names)
    expected = run_kernel(inputs, names)
    paths = {**expected.counties, **expected.region}
    assert set(counties) | set(regions) == set(paths)
    for name, path in {**counties, **regions}.items():
        np.testing.assert_allclose(path, paths[name], rtol=CLOSE, atol=CLOSE * find_scale(inputs.model, name, paths), err_msg=name)


def test_program_knows_one_scheme_only():
    from dataclasses import replace

    with pytest.raises(ValueError, match="midpoint"):
        run_program(replace(prepare(last_year=2021), scheme="first_order"))
