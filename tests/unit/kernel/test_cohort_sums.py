"""Numbers of people are counted in pieces: nobody twice, nobody left out, and no county's numbers depend on its company."""

import itertools

import numpy as np
import pytest

from simulator.kernel.age_segments import TILE, divide, list_pieces, list_slices, sum_pieces, tile
from simulator.kernel.cohort_sums import count_people, make_weights, set_weights
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
    pieces, width = list_pieces(measures), -(-len(people) // WIDTH) * WIDTH
    tiles, weights = tile(pieces), make_weights(len(pieces), len(SEXES) * SLICES)
    sliced = np.full(shape_slices(people[None]), np.nan)
    for row, piece in enumerate(pieces):
        for sex in piece.sexes:
            set_weights(
                weights, np.array([[row, piece.first, piece.end]]), SEXES.index(sex), WEIGHTS.get(piece.weight, np.ones(len(AGES)))
            )
    slice_people(people[None], sliced)
    told = [np.array(table, dtype=np.intp) for table in (tiles, list_slices(tiles, pieces), sum_pieces(measures))]
    numbers = np.full((len(measures), width), np.nan)
    count_people(sliced[0], *told, weights, np.full((len(pieces), width), np.nan), numbers)
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
    for v, pieces in zip(measures, divide(measures), strict=True):
        cells = [(piece.status, sex, age) for piece in pieces for sex in piece.sexes for age in range(piece.first, piece.end)]
        assert sorted(cells) == sorted(itertools.product(v.statuses, v.sexes, range(v.ages[0], v.ages[1] + 1)))


def test_tiles_hold_all_pieces_and_those_of_one_status_only():
    pieces = list_pieces(load_model().of_kind("cohort_sum"))
    tiles = tile(pieces)
    assert {row for _, *rows in tiles for row in rows} == set(range(len(pieces)))
    assert all(len(rows) == TILE and {pieces[row].status for row in rows} == {STATUSES[status]} for status, *rows in tiles)


def test_people_of_the_model_are_counted_in_fewer_pieces_than_by_number_and_status():
    measures = [v for v in load_model().of_kind("cohort_sum") if not v.weight]
    cells = sum((piece.end - piece.first) * len(piece.sexes) for piece in list_pieces(measures))
    assert cells == len(SEXES) * len(AGES) * len(STATUSES)
