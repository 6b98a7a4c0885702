"""The people of the start year: every census total is kept, and the totals by registration are those worked out."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.inputs.initial.state import RECENT_BY_AGE, build_initial_state, read_census_ages, read_profile
from simulator.inputs.initial.town_statuses import count_town_statuses
from simulator.language.dimensions import ELIGIBLE, MIGRANT, OUTSIDER, REGISTERED, RURAL
from simulator.language.errors import DataError
from simulator.region.region import Region, load_region
from simulator.region.synthetic.region import write_region

YEARS = (2010, 2020)


def assert_census_is_kept(region: Region, year: int) -> None:
    state = build_initial_state(region, year)
    first_ages, census = read_census_ages(region, year)
    counties = region.table("counties")
    people = state.residents
    assert (people >= 0).all() and np.isfinite(people).all()

    groups = np.add.reduceat(people.sum(axis=3), first_ages, axis=2)
    np.testing.assert_allclose(groups, census, rtol=1e-9, atol=1e-9)
    by_county = people.sum(axis=(1, 2))
    np.testing.assert_allclose(by_county.sum(axis=1), counties[f"population_{year}"], rtol=1e-9)
    np.testing.assert_allclose(by_county[:, MIGRANT:].sum(axis=1), counties[f"urban_population_{year}"], rtol=1e-9)

    statuses = count_town_statuses(region, year)
    size = 1e-8 * by_county.sum(axis=1)
    assert (abs(by_county[:, [MIGRANT, ELIGIBLE]].sum(axis=1) - statuses.movers - statuses.local_rural) < size).all()
    assert (abs(by_county[:, OUTSIDER] - statuses.outsiders) < size).all()
    assert (abs(by_county[:, REGISTERED] - statuses.registered) < size).all()
    assert (state.movers <= by_county[:, [MIGRANT, ELIGIBLE]].sum(axis=1) * (1 + 1e-9)).all()


@pytest.mark.parametrize("year", YEARS)
def test_census_totals_are_kept(region, year):
    assert_census_is_kept(region, year)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(counties=st.integers(1, 25), seed=st.integers(0, 10_000), year=st.sampled_from(YEARS))
def test_census_totals_are_kept_in_any_region(tmp_path_factory, counties, seed, year):
    folder = tmp_path_factory.mktemp("any") / "region"
    assert_census_is_kept(load_region(write_region(folder, counties=counties, seed=seed)), year)


def test_province_totals_are_those_of_the_specification(shandong):
    state = build_initial_state(shandong)
    millions = state.residents.sum(axis=(0, 1, 2)) / 1e6
    assert millions == pytest.approx([37.5, 3.7, 11.2, 6.0, 43.1], abs=0.06)
    assert state.movers.sum() / 1e6 == pytest.approx(12.7, abs=0.06)
    assert millions[REGISTERED] / millions.sum() == pytest.approx(0.425, abs=0.002)


def test_infants_of_the_census_are_the_cohort_born_in_the_year(shandong):
    census = shandong.table("county_age_sex").query("year == 2020 and age_from == 0").persons.sum()
    assert build_initial_state(shandong).residents[:, :, 0].sum() == pytest.approx(census)
    assert census == pytest.approx(shandong.constant("births", 2020), rel=0.001)


def test_villages_are_older_and_movers_younger_than_the_registered(shandong):
    people = build_initial_state(shandong).residents.sum(axis=(0, 1))
    mean_age = np.arange(102) @ people / people.sum(axis=0)
    assert mean_age[RURAL] > mean_age[REGISTERED] > mean_age[ELIGIBLE] > mean_age[MIGRANT]


def test_a_county_without_villages_has_no_rural_residents(region):
    counties = region.table("counties")
    all_town = (counties["urban_population_2020"] == counties["population_2020"]).to_numpy()
    rural = build_initial_state(region).residents[..., RURAL].sum(axis=(1, 2))
    assert all_town.any()
    assert (rural[all_town] == 0).all()
    assert (rural[~all_town] > 0).all()


def test_recent_movers_follow_the_profile(synthetic):
    state = build_initial_state(synthetic)
    from_villages = state.residents[..., [MIGRANT, ELIGIBLE]].sum(axis=-1)
    moved = state.movers / from_villages.sum(axis=(1, 2))
    expected = from_villages * moved[:, None, None] * read_profile(RECENT_BY_AGE)
    np.testing.assert_allclose(state.residents[..., MIGRANT], expected, rtol=1e-8)


def test_a_profile_is_straight_between_its_points():
    profile = read_profile(RECENT_BY_AGE)
    assert profile[[0, 10, 20, 30, 40, 101]] == pytest.approx([0.5, 0.45, 0.4, 0.3, 0.2, 0.1])


def test_the_same_tables_give_the_same_bits(shandong):
    once, again = build_initial_state(shandong), build_initial_state(load_region("shandong"))
    assert np.array_equal(once.residents, again.residents)
    assert np.array_equal(once.movers, again.movers)
    assert once.imputations == again.imputations


def test_every_guess_is_named(shandong):
    imputations = build_initial_state(shandong).imputations
    text = " ".join(each.quantity for each in imputations)
    for guess in ("date", "single ages", "open group", "by age", "rural part", "districts", "movers", "local"):
        assert guess in text, guess
    assert {each.status for each in imputations} <= {"estimated", "assumed"}
    assert all(each.rule and each.source for each in imputations)
    assert sum("everyone lives in town" in each.rule for each in imputations) == 5


def test_a_county_with_too_many_from_elsewhere_is_scaled_and_named(synthetic):
    counties = synthetic.tables["counties"].copy()
    counties.loc[3, "registered_elsewhere_other_province_2020"] = 10 * counties.loc[3, "population_2020"]
    crowded = replace(synthetic, tables={**synthetic.tables, "counties": counties})
    assert_census_is_kept(crowded, 2020)
    named = [each.quantity for each in build_initial_state(crowded).imputations if "scaled down" in each.rule]
    assert named == [f"county {counties.loc[3, 'code']}: movers and outsiders"]


def test_a_year_without_a_census_is_refused(shandong):
    with pytest.raises(DataError, match=r"no census of 2015 .* choose from 2010, 2020"):
        build_initial_state(shandong, 2015)


def test_a_census_with_a_missing_row_is_refused(shandong):
    short = replace(shandong, tables={**shandong.tables, "county_age_sex": shandong.tables["county_age_sex"].iloc[:-1]})
    with pytest.raises(DataError, match="5167 rows; each county, sex and age once makes 5168"):
        build_initial_state(short)
