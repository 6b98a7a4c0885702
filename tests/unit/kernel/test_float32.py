"""Those who move are brought to where they go in float32, if asked for: nearly the same, and told."""

import numpy as np
import pytest

import simulator

RECORD = ("population", "urban_population", "registered_population", "town_arrivals", "income_ratio")
CLOSE = 1e-6


@pytest.fixture(scope="module")
def both(folders):
    return [
        simulator.simulate("plan", folders["tiny"], "known_2020", last_year=2035, record=RECORD, engine=engine)
        for engine in ("kernel", "float32")
    ]


def test_float32_differs_by_less_than_a_person_in_a_million(both):
    exact, narrow = both
    for name in RECORD:
        found, expected = narrow[name].to_numpy(), exact[name].to_numpy()
        np.testing.assert_allclose(found, expected, rtol=CLOSE, err_msg=name)
    assert not narrow["population"].equals(exact["population"]), "the option changes nothing"


@pytest.mark.parametrize(("engine", "closed"), [("kernel", 1e-13), ("float32", 1e-7)])
def test_counties_change_by_who_is_born_dies_comes_and_leaves(folders, engine, closed):
    run = simulator.simulate(
        "plan",
        folders["tiny"],
        "known_2020",
        last_year=2026,
        engine=engine,
        record=("population", "births", "deaths", "net_migration"),
    )
    change = run["population"].diff("year")
    expected = (run["births"] - run["deaths"] + run["net_migration"]).isel(year=slice(1, None))
    missed = float((np.abs(change - expected) / run["population"]).max())
    assert missed < closed
