"""A run gives the same bits whatever it is divided into: threads, blocks of members, years."""

import sys

import numpy as np
import pytest

import simulator
import simulator.kernel.run as kernel_run
from simulator.run.results import digest_results
from simulator.sampling import make_design


def assert_same_bits(one, other):
    """Two runs recorded the same, to the last bit."""
    for part in ("counties", "region", "cohorts"):
        for name, value in getattr(one, part).items():
            np.testing.assert_array_equal(value, getattr(other, part)[name], err_msg=name)


def test_one_thread_and_two_give_the_same_bits(trial, monkeypatch):
    run = trial(scenario="plan", last_year=2024, members=5)
    seen = []
    for threads in ("1", "2"):
        monkeypatch.setenv("SIMULATOR_THREADS", threads)
        assert kernel_run.count_threads() == int(threads)
        seen.append(run.run())
    assert_same_bits(*seen)
    assert len(np.unique(seen[0].counties["population"][:, -1, 0])) == 5


@pytest.mark.parametrize("block", [1, 3])
def test_members_in_small_blocks_give_the_same_bits(folders, monkeypatch, block):
    def digest():
        return digest_results(simulator.simulate(["frozen", "plan"], folders["tiny"], "known_2020", 8, last_year=2023))

    together = digest()
    monkeypatch.setattr(sys.modules["simulator.run.simulate"], "BLOCK", block)
    assert digest() == together


def test_a_member_gives_the_same_bits_among_few_and_among_many(trial):
    few, many = (trial(scenario="plan", last_year=2024, members=members).run() for members in (4, 8))
    for name, value in few.counties.items():
        np.testing.assert_array_equal(value[3], many.counties[name][3], err_msg=name)


def test_a_run_gives_the_same_bits_twice(trial):
    run = trial(last_year=2023, members=2)
    assert_same_bits(run.run(), run.run())


def test_a_member_of_observed_years_gives_the_same_bits_alone(model):
    design = make_design(model, "prior", 3, seed=8)
    record = ["births", "population"]
    together, alone = (
        simulator.simulate("plan", "shandong", "observed_2025", each, last_year=2022, record=record)
        for each in (design, design.part(range(2, 3)))
    )
    np.testing.assert_array_equal(together["births"][0, 2], alone["births"][0, 0])
    np.testing.assert_array_equal(together["population"][0, 2], alone["population"][0, 0])
