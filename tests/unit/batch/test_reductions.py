"""What is kept of many members is what one would have worked out of all of them together."""

import numpy as np
import pandas as pd
import pytest
from ddsketch import DDSketch

import simulator
from simulator.batch.moments import take_moments
from simulator.batch.quantile_sketch import ACCURACY, find_bins, find_edges, take_sketch
from simulator.batch.tables import join_bars
from simulator.batch.target_probability import count_chances, list_scored

SHAPE = (2, 3, 500, 2, 1)  # name, scenario, member, year, place


@pytest.fixture
def values():
    """Shares, people in millions, changes of both signs, nothing at all, and what is missing."""
    chance = np.random.default_rng(1)
    found = chance.normal(0.7, 0.02, SHAPE)
    found[1] = chance.lognormal(14.0, 1.0, SHAPE[1:])
    found[1, 1] = chance.normal(0.0, 1e-3, SHAPE[2:])
    found[1, 2, :40] = 0.0
    found[0, 0, 7] = np.nan
    return found


def divide(values, size=64):
    return [values[:, :, first : first + size] for first in range(0, values.shape[2], size)]


def test_moments_of_leaves_are_those_of_all(values):
    first, *others = [take_moments(chunk, axis=2) for chunk in divide(values)]
    for chunk in others:
        first = first.merge(chunk)
    np.testing.assert_array_equal(first.count, np.isfinite(values).sum(axis=2))
    np.testing.assert_allclose(first.mean, np.nanmean(values, axis=2), rtol=1e-12)
    np.testing.assert_allclose(first.standard_deviation, np.nanstd(values, axis=2, ddof=1), rtol=1e-11)
    np.testing.assert_array_equal(first.minimum, np.nanmin(values, axis=2))
    np.testing.assert_array_equal(first.maximum, np.nanmax(values, axis=2))
    np.testing.assert_array_equal(first.positive, np.nansum(values > 0.0, axis=2))


def test_sketches_are_those_of_the_library(values):
    sketch = take_sketch(values, axis=2)
    cells = values[:, :, 0].size
    for share in (0.0, 0.05, 0.5, 0.95, 1.0):
        found = sketch.quantile(share, cells).reshape(values[:, :, 0].shape)
        for cell in np.ndindex(found.shape):
            own = values[(*cell[:2], slice(None), *cell[2:])]
            reference = DDSketch(ACCURACY)
            for each in own[np.isfinite(own)]:
                reference.add(float(each))
            assert found[cell] == pytest.approx(reference.get_quantile_value(share), rel=1e-12), (cell, share)


def test_a_quantile_of_a_sketch_is_within_its_accuracy(values):
    sketch = take_sketch(values, axis=2)
    for share in (0.05, 0.25, 0.5, 0.75, 0.95):
        found = sketch.quantile(share, values[:, :, 0].size).reshape(values[:, :, 0].shape)
        exact = np.nanquantile(values, share, axis=2, method="lower")
        assert (np.abs(found - exact) <= ACCURACY * np.abs(exact) * (1 + 1e-9)).all()


def test_sketches_can_be_put_together_in_any_order(values):
    parts = [take_sketch(chunk, axis=2) for chunk in divide(values)]
    whole, forward, backward = take_sketch(values, axis=2), parts[0].merge(*parts[1:]), parts[-1].merge(*parts[-2::-1])
    for each in (forward, backward):
        np.testing.assert_array_equal(each.entries, whole.entries)
        np.testing.assert_array_equal(each.counts, whole.counts)


def test_bins_hold_their_values_and_bars_hold_everybody():
    values = np.array([-3e8, -1.0, -1e-9, 0.0, 1e-300, 0.64, 0.65, 2.0, 5e12])
    bins = find_bins(values)
    low, high = find_edges(bins)
    assert (np.diff(bins) > 0).all() and (low * (1 - 1e-9 * np.sign(low)) <= values).all()
    assert (values <= high * (1 + 1e-9 * np.sign(high))).all()
    chance = np.random.default_rng(2).normal(0.7, 0.05, 4000)
    low, high, count = join_bars(*np.unique(find_bins(chance), return_counts=True))
    assert count.sum() == 4000 and len(count) <= 40
    np.testing.assert_allclose(low[1:], high[:-1], rtol=1e-9)
    inside = [np.count_nonzero((chance > a) & (chance <= b)) for a, b in zip(low, high)]
    assert np.abs(np.array(inside) - count).sum() <= 2


def test_targets_are_met_as_the_score_card_says(folders):
    results = simulator.simulate(["frozen", "plan"], folders["small"], "known_2020", members=6)
    region = simulator.load_region("shandong")
    table = simulator.indicators(results, simulator.load_region(folders["small"]))
    card = simulator.score_targets(table, region.table("targets"))
    targets = list_scored(region.table("targets"), 2035)
    province = table[table["level"] == "province"]
    values = {}
    for name in {target["indicator"] for target in targets}:
        rows = province[province["indicator"] == name]
        wide = rows.pivot(index=["scenario", "member"], columns="year", values="value").reindex(columns=range(2020, 2036))
        values[name] = np.stack([wide.loc[each].to_numpy() for each in ("frozen", "plan")])
    found = count_chances(targets, values, range(2020, 2036))
    assert len(targets) > 10
    for number, target in enumerate(targets):
        for scenario, name in enumerate(["frozen", "plan"]):
            [row] = card[(card["code"] == target["code"]) & (card["scenario"] == name)].to_dict("records")
            assert found["met"][number, scenario] / 6 == row["probability"], (target["code"], name)
            assert found["first"][number, scenario].sum() == 6
            half = np.flatnonzero(2 * np.cumsum(found["first"][number, scenario][:-1]) >= 6)
            if not pd.isna(row["first_met"]):
                assert 2020 + half[0] <= row["first_met"]
