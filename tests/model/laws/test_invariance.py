"""V2 to V6: what changes nothing. The order of counties, the unit of money, the size of everything, a line on the map."""

from dataclasses import replace

import numpy as np
import pytest

EXACT = 1e-12
CLOSE = 1e-10
# Whatever a larger region has more of.
SIZES = ("person", "place", "m2", "yuan")
# Told of the mean county, or about it: a county more changes them, and nothing else.
OF_THE_MEAN_COUNTY = {
    "mean_town_size",
    "relative_town_size",
    "town_appeal",
    "regional_appeal",
    "outside_appeal",
    "choice_value",
    "inclusive_value",
    "mean_inclusive_value",
    "mean_expected_income",
    "inflow_weight",
    "inflow_weight_total",
}


def power_of(model, name, units):
    """How a variable grows with its units: the sum of the powers of these."""
    return sum(dict(model[name].unit.powers).get(unit, 0) for unit in units)


def test_counties_in_another_order_fare_the_same(trial, assert_alike, switched_on):
    run = trial(scenario="plan", last_year=2026, members=2).hold(**switched_on)
    order = np.random.default_rng(5).permutation(run.inputs.counties)
    expected, found = run.run(), run.of_counties(order).run()
    back = np.argsort(order)
    state = replace(
        found.state,
        stocks={name: value[:, back] for name, value in found.state.stocks.items()},
        cohorts={name: value[:, back] for name, value in found.state.cohorts.items()},
        pipelines={name: value[:, :, back] for name, value in found.state.pipelines.items()},
        last_changes={name: value[:, back] for name, value in found.state.last_changes.items()},
    )
    found = replace(
        found,
        counties={name: path[:, :, back] for name, path in found.counties.items()},
        find_state=lambda: state,
        cohorts={name: path[:, :, back] for name, path in found.cohorts.items()},
    )
    assert_alike(found, expected, EXACT)


def test_counties_that_are_alike_stay_alike(trial, switched_on):
    four = trial(scenario="plan", last_year=2030).hold(**switched_on).of_counties([4] * 4)
    alike = four.hold(travel_time_2020=np.where(np.eye(4) > 0.0, 0.4, 1.5), travel_time_saving=np.where(np.eye(4) > 0.0, 0.0, 0.2))
    for name, path in alike.run().counties.items():
        first = np.nan_to_num(path[..., :1])
        assert np.abs(np.nan_to_num(path) - first).max() <= EXACT * np.abs(first).max(), name


def retell(run, times, *units):
    """The same region told in other units: all that is told in them so many times as large, and all else found anew."""
    inputs, model = run.inputs, run.model

    def scale(part):
        return {name: value * times ** power_of(model, name, units) for name, value in part.items()}

    def scale_lever(name, path):
        factor = times ** power_of(model, name, units)
        return replace(path, base=path.base * factor, amplitude=path.amplitude * factor)

    state = replace(
        inputs.state, stocks=scale(inputs.state.stocks), cohorts=scale(inputs.state.cohorts), profiles=scale(inputs.state.profiles)
    )
    parts = {part: scale(getattr(inputs, part)) for part in ("parameters", "fields", "constants", "paths", "arrays")}
    levers = {name: scale_lever(name, path) for name, path in inputs.levers.items()}
    return replace(run, inputs=replace(inputs, state=state, levers=levers, **parts)).refer(anew=True)


def rescale(run, model, times, *units):
    """A run's outputs with all that is told in some units so many times as large."""

    def scale(part):
        return {name: value * times ** power_of(model, name, units) for name, value in part.items()}

    state = replace(
        run.state,
        stocks=scale(run.state.stocks),
        cohorts=scale(run.state.cohorts),
        pipelines=scale(run.state.pipelines),
        profiles=scale(run.state.profiles),
        last_changes=scale(run.state.last_changes),
    )
    return replace(
        run, counties=scale(run.counties), region=scale(run.region), cohorts=scale(run.cohorts), find_state=lambda: state
    )


@pytest.mark.parametrize(
    ("times", "units"),
    [(100.0, ("yuan",)), (4.0, SIZES), (1 / 3, SIZES), (7.0, ("m2",)), (3.0, ("place",))],
    ids=["money in another unit", "a larger region", "a smaller region", "land in another unit", "places in another unit"],
)
def test_another_unit_or_size_changes_only_amounts_told_in_it(trial, model, assert_alike, switched_on, times, units):
    # Towns are weighed by their size relative to the mean town, so what other provinces offer needs no shift.
    run = trial(scenario="plan", last_year=2028).hold(**switched_on)
    money = [name for name in run.inputs.parameters if power_of(model, name, ("yuan",))]
    assert {"basic_cost", "unit_cost_hospital", "land_price", "job_cost"} <= set(money)
    assert_alike(retell(run, times, *units).run(), rescale(run.run(), model, times, *units), CLOSE)


def split(run, county):
    """The same region with one county cut into two halves that share its roads."""
    halves = run.of_counties([*range(run.inputs.counties), county])
    size = np.ones(halves.inputs.counties)
    size[[county, -1]] = 0.5
    shared = {name: value * size for name, value in halves.inputs.fields.items() if power_of(run.model, name, SIZES) == 1}
    assert "fiscal_revenue_2020" in shared
    return halves.start(halves.residents * size[:, None, None, None], halves.movers * size).hold(**shared)


def join(path, county, sizes):
    """What a county and its other half at the end come to: the sum of sizes, or what both have."""
    if sizes:
        path = path.copy()
        path[..., county] += path[..., -1]
    return path[..., :-1]


@pytest.mark.parametrize("scenario", ["frozen", "plan"])
def test_a_county_cut_in_half_leaves_the_region_as_it_was(trial, model, switched_on, scenario):
    # It holds where a town draws in proportion to its size, home is no nearer than its distance, nobody moves from town to
    # town or comes from other provinces (who choose by size squared), and the reference constants are found anew, as the
    # mean town is smaller.
    run = (
        trial(scenario=scenario, last_year=2030)
        .without("town_moves", "inflow")
        .hold(size_elasticity=1.0, home_bias=0.0, **switched_on)
    )
    expected, found = run.refer(anew=True).run(), split(run, 7).refer(anew=True).run()
    for name in set(expected.counties) - OF_THE_MEAN_COUNTY:
        # A market in reach, and a pot for all, are one for both halves.
        sizes = power_of(model, name, SIZES) == 1 and name not in ("market_access", "reward_pot")
        joined, scale = join(found.counties[name], 7, sizes), np.abs(np.nan_to_num(expected.counties[name])).max()
        np.testing.assert_allclose(joined, expected.counties[name], rtol=CLOSE, atol=EXACT * scale, err_msg=name)
    for name in set(expected.region) - OF_THE_MEAN_COUNTY:
        np.testing.assert_allclose(found.region[name], expected.region[name], rtol=CLOSE, err_msg=name)


def test_a_cut_shows_where_home_is_dearer_than_its_distance(trial):
    run = trial(last_year=2030).without("town_moves", "inflow")
    whole, cut = run.refer(anew=True).run(), split(run, 7).refer(anew=True).run()
    assert (
        np.abs(cut.counties["town_arrivals"].sum(axis=-1) / whole.counties["town_arrivals"].sum(axis=-1) - 1.0)[0, 1:] > 1e-6
    ).all()
