"""The tidy table of indicators: what is added up, what is a mean over people, and what is a ratio of sums."""

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from simulator.indicators import compute_indicators
from simulator.indicators.definitions import list_definitions, unfold
from simulator.indicators.kinds import LEVELS
from simulator.indicators.targets import list_units
from simulator.language.errors import ScenarioError

SERVICES = ("school", "senior", "childcare", "hospital", "elderly", "rental")
COLUMNS = ["scenario", "member", "year", "level", "region", "indicator", "value", "unit"]
MEANS = [made.sources for made in list_definitions() if made.how == "mean over the people to whom it belongs"]
SAME = {"rtol": 1e-12, "atol": 0.0}


def add_up(results, name, key):
    """Sums by a label of the counties, worked out plainly."""
    return results[name].groupby(key).sum("county", skipna=False).rename({key: "region"})


def test_table_is_tidy(indicators, results):
    assert list(indicators.columns) == COLUMNS
    assert set(indicators["level"]) == set(LEVELS) and np.isfinite(indicators["value"]).all()
    assert not indicators.duplicated(COLUMNS[:-2]).any()
    assert set(indicators.loc[indicators["level"] == "county", "region"]) == set(results["county"].values)
    assert set(indicators.loc[indicators["level"] == "class", "region"]) == set(results["county_class"].values)


def test_every_service_has_its_indicators(indicators):
    told = set(indicators["indicator"])
    assert {f"{name}_{each}" for name in ("unmet_need", "idle_capacity", "adequacy") for each in SERVICES} < told
    assert told == {name for name, made in unfold(SERVICES).items() if made.levels != ("province",)}


@pytest.mark.parametrize(
    "name",
    [
        "population",
        "births",
        "labour_force",
        "unmet_need_school",
        "idle_capacity_senior",
        "programme_cost",
        "capital_spending",
        "debt",
    ],
)
@pytest.mark.parametrize("level", ["city", "circle", "class"])
def test_counts_add_up(read, results, name, level):
    xr.testing.assert_allclose(
        read(name, level), add_up(results, name, LEVELS[level]).transpose(..., "region"), **SAME, check_dim_order=False
    )
    np.testing.assert_allclose(read(name, level).sum("region", skipna=False), read(name), rtol=1e-12)


@pytest.mark.parametrize(("name", "people"), MEANS)
def test_means_are_over_the_people_they_belong_to(read, results, name, people):
    value, weight = results[name], results[people]
    of_county = read(name, "county").rename(region="county").reindex(county=results["county"])
    np.testing.assert_allclose(of_county.transpose(*value.dims), value.where(weight > 0.0), rtol=1e-12)
    whole = (value.fillna(0.0) * weight).sum("county") / weight.sum("county")
    np.testing.assert_allclose(read(name), whole, rtol=1e-12)
    for key in ("city", "county_class"):
        level = next(level for level, each in LEVELS.items() if each == key)
        sums = (value.fillna(0.0) * weight).groupby(key).sum("county"), weight.groupby(key).sum("county")
        expected = (sums[0] / sums[1].where(sums[1] > 0.0)).rename({key: "region"})
        expected, found = xr.align(expected, read(name, level), join="inner")
        np.testing.assert_allclose(found.transpose(*expected.dims), expected, rtol=1e-12)


@pytest.mark.parametrize(
    ("name", "of_region"),
    [
        ("income_ratio", "income_ratio"),
        ("urban_income", "mean_urban_income"),
        ("rural_income", "mean_rural_income"),
        ("mean_schooling", "mean_schooling_total"),
    ],
)
def test_province_agrees_with_the_model(read, results, name, of_region):
    np.testing.assert_allclose(read(name), results[of_region], rtol=1e-12)


@pytest.mark.parametrize(
    "name",
    [
        "urban_share",
        "registered_share",
        "dependency_ratio",
        "floor_per_head",
        "nursing_share",
        "childcare_density",
        "urban_income",
        "adequacy_hospital",
    ],
)
def test_county_is_told_as_the_model_tells_it(read, results, name):
    np.testing.assert_allclose(read(name, "county").transpose("scenario", "member", "year", "region"), results[name], rtol=1e-12)


def test_adequacy_is_a_ratio_of_sums(read, results):
    for service in SERVICES:
        whole = results[f"capacity_{service}"].sum("county") / results[f"load_{service}"].sum("county")
        np.testing.assert_allclose(read(f"adequacy_{service}"), whole, rtol=1e-12)


def test_gap_and_ratio_are_made_of_the_shares_beside_them(read):
    for level in LEVELS:
        np.testing.assert_array_equal(read("registration_gap", level), read("urban_share", level) - read("registered_share", level))
        ratio, urban, rural = (read(name, level) for name in ("income_ratio", "urban_income", "rural_income"))
        np.testing.assert_allclose(ratio, urban.reindex_like(ratio) / rural.reindex_like(ratio), rtol=1e-12)


def test_what_is_of_nobody_is_left_out(indicators, results):
    empty = results["county"].values[(results["rural_population"].max(["scenario", "member", "year"]) == 0.0).values]
    assert len(empty)
    rows = indicators[(indicators["level"] == "county") & indicators["region"].isin(empty)]
    assert not rows["indicator"].isin(["rural_income", "income_ratio", "rural_elderly_share"]).any()
    assert {"urban_income", "urban_share"} < set(rows["indicator"])


def test_flows_of_the_first_year_are_left_out(indicators):
    first = indicators.loc[indicators["year"] == 2020, "indicator"]
    assert not first.isin(["births", "registrations", "capital_spending", "programme_cost"]).any()
    assert first.isin(["debt"]).any() and first.isin(["urban_income"]).any()


def test_units_are_those_of_the_model(indicators):
    units = indicators.groupby("indicator")["unit"].unique().map(list)
    expected = {
        "births": "person/year",
        "urban_income": "yuan/person/year",
        "debt": "yuan",
        "unmet_need_school": "place",
        "mean_schooling": "year",
        "floor_per_head": "m2/person",
        "urban_share": "1",
        "registration_gap": "1",
    }
    assert {name: units[name] for name in expected} == {name: [unit] for name, unit in expected.items()}


def test_how_each_indicator_is_made_is_told(results, region, model):
    told = set(unfold(SERVICES))
    assert told == set(list_units(model)) and set(compute_indicators(results, region)["indicator"]) <= told
    families = {v.family for v in model.variables.values()}
    for made in list_definitions():
        assert made.how and made.sources and set(made.families) <= {*model.variables, *families}, made.name


def test_absent_variables_are_named(results):
    with pytest.raises(ScenarioError, match="hold no 'debt'"):
        compute_indicators(results.drop_vars("debt"))


def test_order_of_counties_does_not_matter(results, indicators):
    turned = compute_indicators(results.isel(county=slice(None, None, -1)))
    both = indicators.merge(turned, on=COLUMNS[:-2], how="outer", validate="one_to_one")
    pd.testing.assert_series_equal(both["value_x"], both["value_y"], check_names=False, rtol=1e-12, atol=1e-14)
