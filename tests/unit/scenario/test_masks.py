"""Where a lever moves: the mask of a scenario, its strength elsewhere, and the counties in which a lever can move at all."""

import numpy as np
import pytest

from simulator.language.errors import ScenarioError
from simulator.scenario.masks import halve_by_income

LAGGING = np.array([0, 1, 0, 1, 1])


def test_lagging_half_is_that_at_or_below_the_median_income_of_a_resident(counties):
    """Worked by hand: 21, 9, 12, 11 and 6 yuan a resident; the county without villagers has no rural income."""
    assert (halve_by_income(counties) == "lagging").tolist() == LAGGING.astype(bool).tolist()


def test_a_lone_county_is_its_own_lagging_half(counties):
    assert halve_by_income(counties.iloc[:1]).tolist() == ["lagging"]


@pytest.mark.parametrize(("half", "where"), [("[lagging]", LAGGING), ("[leading]", 1 - LAGGING), ("[lagging, leading]", [1] * 5)])
def test_mask_by_income_half(move, end, half, where):
    path = move(f"levers: {{rising: {{strength: 1, where: {{income_half: {half}}}}}}}\n")["rising"]
    assert end(path)[0] == pytest.approx(0.5 + 0.4 * np.array(where), rel=1e-15)


def test_strength_elsewhere_holds_outside_the_mask(move, end):
    path = move("levers: {rising: {strength: 0.5, where: {income_half: [lagging]}, elsewhere: 0.25}}\n")["rising"]
    assert end(path)[0] == pytest.approx(np.where(LAGGING, 0.7, 0.6), rel=1e-15)


def test_strength_elsewhere_goes_with_a_plan_value_of_ones_own(move, end):
    path = move("levers: {rising: {plan: 0.8, where: {circle: [jinan]}, elsewhere: 0.5}}\n", rising=[0.5, 0.7])["rising"]
    assert end(path) == pytest.approx(np.array([[0.8, 0.8, 0.8, 0.7, 0.7], [0.8, 0.8, 0.8, 0.8, 0.8]]), rel=1e-14)


def test_elsewhere_stays_within_the_hard_range(move, end):
    path = move("levers: {rising: {strength: 0, where: {circle: [jinan]}, elsewhere: 10}}\n")["rising"]
    assert end(path)[0].tolist() == [0.5, 0.5, 0.5, 1.0, 1.0]


@pytest.mark.parametrize(
    ("setting", "reached"),
    [
        ("for_core: {strength: 1}", [0.2, 0, 0, 0, 0]),
        ("for_core: {plan: 0.3, where: {circle: [jinan]}}", [0.3, 0, 0, 0, 0]),
        ("for_core: {strength: 1, where: {income_half: [lagging]}, elsewhere: 0.5}", [0.1, 0, 0, 0, 0]),
        ("all: {strength: 1, where: {circle: [lunan]}}", [0, 0, 0, 0, 0]),
        ("all: {strength: 1, where: {circle: [lunan]}, elsewhere: 2}", [0.4, 0, 0, 0, 0]),
    ],
)
def test_lever_moves_only_where_it_can(move, end, setting, reached):
    assert end(move(f"levers: {{{setting}}}\n")["for_core"])[0] == pytest.approx(reached, rel=1e-15)


def test_lever_that_can_move_nowhere_in_the_region_stays(move, end, counties):
    outside = counties.iloc[1:]
    assert np.all(end(move("levers: {for_core: {strength: 1}}\n", region=outside)["for_core"]) == 0.0)
    masked = "levers: {for_core: {strength: 1, where: {circle: [lunan]}}}\n"
    assert np.all(end(move(masked, region=outside)["for_core"]) == 0.0)


@pytest.mark.parametrize(
    ("lever", "mask", "complaint"),
    [
        ("rising", "county_class: [cores]", ".where.county_class: there is no 'cores'; did you mean 'core'?"),
        ("rising", "circle: [Jinan]", ".where.circle: there is no 'Jinan'; did you mean 'jinan'?"),
        ("rising", "city: ['3703']", ".where.city: there is no '3703'; did you mean '3702'?"),
        ("rising", "county: ['370109']", ".where.county: there is no '370109'; did you mean '370102'?"),
        ("rising", "income_half: [laging]", ".where.income_half: there is no 'laging'; did you mean 'lagging'?"),
        ("rising", "county_class: []", ".where: no county is all of these at once; widen the mask"),
        ("rising", "county_class: [core], circle: [lunan]", ".where: no county is all of these at once; widen the mask"),
        (
            "for_core",
            "circle: [lunan]",
            ".where: this lever moves only in some counties (county_class: core), and the mask names none of them; widen the mask",
        ),
    ],
)
def test_mask_that_matches_nothing_is_refused(move, lever, mask, complaint):
    with pytest.raises(ScenarioError) as caught:
        move(f"levers: {{{lever}: {{strength: 1, where: {{{mask}}}}}}}\n")
    assert str(caught.value) == f"scenario 'trial': levers.{lever}{complaint}"
