"""Themes of levers: each lever belongs to a declared one, and attribution counts by them."""

import pytest

from simulator.model.graph import by_group, lever_groups

LEVER = "{} = lever(0.5, one, 'a lever', plan=1.0, low=0.0, high=1.0, ramp=(2021, 2022), source='toy'{})\n"


def test_groups_come_from_the_levers_in_the_order_of_themes(make_model):
    model = make_model(
        "water = theme('water supply', zh='供水')\nroads = theme('roads')\nidle = theme('without levers')\n"
        + LEVER.format("late", ", group='L10', theme='roads'")
        + LEVER.format("early", ", group='L2', theme='roads'")
        + LEVER.format("pipes", ", theme='water'")
        + LEVER.format("wells", ", group='water'")
    )
    assert lever_groups(model) == {"water": ("water",), "roads": ("L2", "L10")}
    assert (model.themes["water"].title, model.themes["water"].zh, model.themes["roads"].zh) == ("water supply", "供水", "")


def test_every_shipped_lever_is_in_exactly_one_group_of_one_theme(model):
    groups = [group for groups in lever_groups(model).values() for group in groups]
    assert len(groups) == len(set(groups)) and {v.group for v in model.of_kind("lever")} == set(groups)


@pytest.mark.parametrize(
    ("lever", "complaint"),
    [
        (LEVER.format("late", ""), ":6: 'late' has no theme, so attribution would leave it out; choose from roads (a new"),
        (LEVER.format("late", ", theme='rods'"), ":6: 'late' is of the theme 'rods', which no sector declares"),
        (
            LEVER.format("late", ", group='L1', theme='roads'")
            + "rails = theme('rails')\n"
            + LEVER.format("soon", ", group='L1', theme='rails'"),
            ":8: 'soon' is of group 'L1' and theme 'rails', but 'late' of that group is of theme 'roads'; give both one theme",
        ),
        ("roads = theme('streets')", "the theme 'roads' is already declared in"),
    ],
    ids=["none", "unknown", "two of one group", "declared twice"],
)
def test_lever_outside_the_themes_is_refused(hear, lever, complaint):
    said = hear("roads = theme('roads')\n", lever) if "theme('streets')" in lever else hear("roads = theme('roads')\n" + lever)
    assert complaint in said


def test_shown_levers_of_any_group_can_be_listed(make_model):
    model = make_model("water = theme('water')\n" + LEVER.format("pipes", ", theme='water'"))
    assert sorted(model.of_kind("lever"), key=by_group) == [model["pipes"]]
