"""Who the members are is kept as it was drawn, be it one value a member or one for each county."""

import numpy as np
import pytest

from simulator.batch.backends.chunks import split_into_ranges
from simulator.batch.spec import BatchSpec, compare_settings
from simulator.batch.store import read_members, write_members
from simulator.sampling import Design, Members
from simulator.sampling.factors import choose_factors

FEW = ["departure_rate", "nest_outer"]


@pytest.fixture
def spec() -> BatchSpec:
    """The specification of a study of a hundred members."""
    return BatchSpec(
        "",
        "",
        "",
        [{"name": "plan"}],
        ["known_2020"],
        {"kind": "posterior"},
        100,
        {},
        False,
        4,
        "kernel",
        2035,
        {},
        [2035],
        True,
        [0.5],
        None,
        {},
    )


def test_constants_of_counties_are_kept_beside_what_has_one_value(model, spec, tmp_path):
    chance = np.random.default_rng(1)
    values = {name: chance.random(100) for name in FEW} | {"town_constant": chance.random((100, 7))}
    ids = np.arange(100) + 5
    design = Design("posterior", 100, 3, choose_factors(model, FEW), table=Members("posterior", ids, np.full(100, 3), values))
    write_members(design, spec, tmp_path)
    found = read_members(tmp_path, "posterior", 60, 90)
    np.testing.assert_array_equal(found.ids, ids[60:90])
    assert set(found.values) == set(values)
    for name, value in values.items():
        np.testing.assert_array_equal(found.values[name], value[60:90])
    assert list(found.tabulate()) == ["id", "seed", *FEW]
    other = Design(
        "posterior",
        100,
        3,
        design.varied,
        table=Members("posterior", ids, np.full(100, 3), values | {"town_constant": values["town_constant"] + 1e-9}),
    )
    assert design.digest != other.digest


def test_leaves_are_divided_into_blocks_that_follow_each_other():
    found = split_into_ranges("study", "x", [0, 1, 2, 3, 6, 7, 9], 3)
    assert [each[2:] for each in found] == [(0, 3), (3, 4), (6, 8), (9, 10)]


def test_settings_that_differ_are_named_in_full():
    old, new = {"a": {"b": [1, {"c": 2}]}, "d": 3}, {"a": {"b": [1, {"c": 5}]}, "e": 3}
    assert list(compare_settings(old, new)) == [("a.b[1].c", 2, 5), ("d", 3, None), ("e", None, 3)]
