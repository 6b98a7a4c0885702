"""Town shares by age: each county's townspeople come out, and ages keep their distance in log odds."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.special import logit

from simulator.inputs.initial.town_shares import read_town_profile, shift_town_shares
from simulator.language.errors import DataError

PROFILE = np.linspace(0.25, 0.5, 102)


@given(arrays(float, (4, 102), elements=st.integers(1, 100_000)), arrays(float, 4, elements=st.floats(0.001, 0.999)))
def test_townspeople_come_out_and_ages_keep_their_distance(people, share):
    townspeople = share * people.sum(axis=1)
    shares = shift_town_shares(PROFILE, people, townspeople)
    np.testing.assert_allclose((people * shares).sum(axis=1), townspeople, rtol=1e-11)
    assert np.ptp(logit(shares) - logit(PROFILE), axis=1) == pytest.approx(np.zeros(4), abs=1e-8)


def test_a_flat_profile_gives_every_age_the_countys_share():
    shares = shift_town_shares(np.full(102, 0.3), np.ones((1, 102)), np.array([51.0]))
    assert shares == pytest.approx(np.full((1, 102), 0.5))


def test_counties_all_town_no_town_or_empty_are_left_whole():
    people = np.array([np.ones(102), np.ones(102), np.zeros(102)])
    shares = shift_town_shares(PROFILE, people, np.array([102.0, 0.0, 0.0]))
    assert (shares[0] == 1).all()
    assert (shares[1:] == 0).all()


def test_the_profile_runs_between_the_middles_of_census_groups():
    table = pd.DataFrame({
        "age_from": [0, 5, 10, 0], "age_to": [4, 9, np.nan, np.nan], "method": ["census"] * 3 + ["other"],
        "urban_share": [0.2, 0.3, 0.4, 0.9],
    })  # fmt: skip
    profile = read_town_profile(table)
    assert profile[[0, 2, 7, 12, 101]] == pytest.approx([0.2, 0.2, 0.3, 0.4, 0.4])
    assert profile[4] == pytest.approx(0.24)


def test_a_table_without_census_rows_is_refused():
    table = pd.DataFrame({"age_from": [0], "age_to": [np.nan], "method": ["other"], "urban_share": [0.5]})
    with pytest.raises(DataError, match="method 'census'"):
        read_town_profile(table)
