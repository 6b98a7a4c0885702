"""Numbers of people are counted in segments: nobody twice, nobody left out, and no county's numbers depend on its company."""

import itertools

import numpy as np
import pytest

from simulator.kernel.age_segments import TILE, list_segments, list_slices, segment_table, segments_of_measures, tile_segments
from simulator.kernel.cohort_sums import allocate_weights, set_weights, sum_cohorts
from simulator.language.declarations import cohort_sum
from simulator.language.dimensions import AGES, SEXES, STATUSES
from simulator.language.units import person
from simulator.run.setup import load_model
from simulator.simd.age_layout import SLICES, shape_slices, slice_people
from simulator.simd.vector_type import WIDTH

WEIGHTS = {name: np.random.default_rng(seed).uniform(size=len(AGES)) for seed, name in enumerate(("need", "work"))}


def make_up(seed: int) -> list:
    """Numbers of any sexes, ages and statuses, some of them by a weight."""
    luck = np.random.default_rng(seed)
    made = []
    for _ in range(12):
        ages = sorted(luck.choice(len(AGES), 2).tolist())
        made.append(
            cohort_sum(
                "residents",
                person,
                "some of them",
                ages=tuple(ages),
                weight=luck.choice(["", "", *WEIGHTS]).item(),
                sexes=[("female",), ("male",), SEXES][luck.integers(3)],
                statuses=luck.choice(STATUSES, luck.integers(1, 6), replace=False).tolist(),
            )
        )
    return made


def count(people: np.ndarray, measures: list) -> np.ndarray:
    """Numbers [measure, county] of people [county, sex, age, status]."""
    segments, width = list_segments(measures), -(-len(people) // WIDTH) * WIDTH
    tiles, weights = tile_segments(segments), allocate_weights(len(segments), len(SEXES) * SLICES)
    sliced = np.full(shape_slices(people[None]), np.nan)
    for row, segment in enumerate(segments):
        for sex in segment.sexes:
            set_weights(
                weights,
                np.array([[row, segment.first, segment.end]]),
                SEXES.index(sex),
                WEIGHTS.get(segment.weight, np.ones(len(AGES))),
            )
    slice_people(people[None], sliced)
    told = [np.array(table, dtype=np.intp) for table in (tiles, list_slices(tiles, segments), segment_table(measures))]
    numbers = np.full((len(measures), width), np.nan)
    sum_cohorts(sliced[0], *told, weights, np.full((len(segments), width), np.nan), numbers)
    return numbers[:, : len(people)]


@pytest.mark.parametrize("company", [1, 2, 7, 8, 9, 136])
def test_people_are_counted_to_the_same_bits_in_any_company(company):
    people, measures = np.random.default_rng(company).uniform(0.0, 1e5, (company, 2, len(AGES), 5)), make_up(company)
    whole = count(people, measures)
    for county in range(company):
        np.testing.assert_array_equal(count(people[county : county + 1], measures)[:, 0], whole[:, county])
    for v, found in zip(measures, whole, strict=True):
        some = people[:, [SEXES.index(sex) for sex in v.sexes], v.ages[0] : v.ages[1] + 1]
        some = some[..., [STATUSES.index(status) for status in v.statuses]].sum(axis=(1, 3))
        weight = WEIGHTS.get(v.weight, np.ones(len(AGES)))[v.ages[0] : v.ages[1] + 1]
        np.testing.assert_allclose(found, some @ weight, rtol=1e-13)


@pytest.mark.parametrize("measures", [make_up(1), load_model().of_kind("cohort_sum")], ids=["made up", "the model"])
def test_each_age_is_in_one_piece_of_a_measure(measures):
    for v, segments in zip(measures, segments_of_measures(measures), strict=True):
        cells = [
            (segment.status, sex, age) for segment in segments for sex in segment.sexes for age in range(segment.first, segment.end)
        ]
        assert sorted(cells) == sorted(itertools.product(v.statuses, v.sexes, range(v.ages[0], v.ages[1] + 1)))


def test_tiles_hold_all_pieces_and_those_of_one_status_only():
    segments = list_segments(load_model().of_kind("cohort_sum"))
    tiles = tile_segments(segments)
    assert {row for _, *rows in tiles for row in rows} == set(range(len(segments)))
    assert all(len(rows) == TILE and {segments[row].status for row in rows} == {STATUSES[status]} for status, *rows in tiles)


def test_people_of_the_model_are_counted_in_fewer_pieces_than_by_number_and_status():
    measures = [v for v in load_model().of_kind("cohort_sum") if not v.weight]
    cells = sum((segment.end - segment.first) * len(segment.sexes) for segment in list_segments(measures))
    assert cells == len(SEXES) * len(AGES) * len(STATUSES)
