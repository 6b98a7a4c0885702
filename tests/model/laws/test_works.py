"""C7: what is started is completed or being built, and what is in service changes by what is completed, worn or converted."""

import numpy as np
import pytest

CLOSED = 1e-9
SERVICES = ("school", "senior", "childcare", "hospital", "elderly", "rental")
RURAL_SERVICES = ("village_school", "village_clinic")
CONVERTED = {"childcare": ("seats_to_childcare", 1.0), "elderly": ("seats_to_elderly", 1.0)}


def assert_same(found, expected, size):
    """Two changes agree in every county, to the size of what changes."""
    assert (np.abs(found - expected) / np.maximum(size, 1.0)).max() < CLOSED


@pytest.mark.parametrize("service", SERVICES)
def test_work_in_progress_changes_by_starts_and_completions_in_every_step(steps, service):
    for step in steps:
        expected = step.flow(f"starts_{service}") - step.flow(f"completions_{service}")
        assert_same(step.change(f"work_in_progress_{service}"), expected, step[f"capacity_{service}"])


@pytest.mark.parametrize("service", SERVICES)
def test_capacity_changes_by_what_is_completed_worn_and_converted_in_every_step(steps, service):
    for step in steps:
        pace = step["seat_leaving_rate"] if service == "school" else step[f"wear_rate_{service}"]
        leaving = step[f"capacity_{service}"] * (1.0 - np.exp(-pace * step.length))
        flow, sign = CONVERTED.get(service, ("worn_places_school", 0.0))
        expected = step.flow(f"completions_{service}") - leaving + sign * step.flow(flow)
        assert_same(step.change(f"capacity_{service}"), expected, step[f"capacity_{service}"])


def test_seats_converted_become_places_for_the_very_young_and_the_old(steps):
    for step in steps:
        seats = step["capacity_school"]
        assert_same(step["converted_seats"], step["seats_to_childcare"] + step["seats_to_elderly"], seats)
        assert_same(step["seats_leaving"], step["converted_seats"] + step["worn_places_school"], seats)


def test_nursing_share_moves_towards_that_of_new_and_converted_beds(steps):
    for step in steps:
        beds, share = step["capacity_elderly"], step["nursing_share"]
        turned = step["nursing_conversion"] * beds
        new = (step.flow("completions_elderly") + step.flow("seats_to_elderly")) / step.length
        towards = (turned + step["nursing_bed_share"] * step.flow("completions_elderly") / step.length) / (turned + new)
        closed = 1.0 - np.exp(-(turned + new) / beds * step.length)
        assert_same(step.change("nursing_share"), closed * (towards - share), share)
        assert_same(step["nursing_beds"], share * beds, beds)


def test_floor_space_changes_by_what_is_built_and_torn_down(steps):
    for step in steps:
        torn_down = step["floor_space"] * (1.0 - np.exp(-step["floor_wear_rate"] * step.length))
        homes = step["rental_floor"] * step.flow("completions_rental")
        assert_same(step.change("floor_space"), step.flow("floor_completions") + homes - torn_down, step["floor_space"])
        expected = step.flow("floor_starts") - step.flow("floor_completions")
        assert_same(step.change("floor_in_progress"), expected, step["floor_space"])


@pytest.mark.parametrize("service", RURAL_SERVICES)
def test_rural_places_change_by_what_is_renewed_worn_and_closed(steps, service):
    for step in steps:
        places, need = step[f"rural_capacity_{service}"], step[f"rural_need_{service}"]
        idle = np.divide(np.maximum(places - need, 0.0), places, out=np.zeros_like(places), where=places > 0.0)
        lost = places * (1.0 - np.exp(-(step[f"rural_wear_rate_{service}"] + step["consolidation_rate"] * idle) * step.length))
        assert_same(step.change(f"rural_capacity_{service}"), step.flow(f"rural_completions_{service}") - lost, places)


@pytest.mark.parametrize("steps_a_year", [1, 4])
def test_kernel_accounts_for_every_place(trial, steps_a_year):
    run = trial(scenario="plan", last_year=2030, steps=steps_a_year, members=3).hold(seat_conversion_switch=1.0).run().counties
    assert run["converted_seats"][:, 1:].sum() > 0.0
    for service in SERVICES:
        size = run[f"capacity_{service}"][:, 1:]
        built, flow = run[f"completions_{service}"], CONVERTED.get(service, ("converted_seats", -1.0 * (service == "school")))
        waiting = (run[f"starts_{service}"] - built)[:, 1:]
        assert_same(np.diff(run[f"work_in_progress_{service}"], axis=1), waiting, size)
        change = (built - run[f"worn_places_{service}"] + flow[1] * run[flow[0]])[:, 1:]
        assert_same(np.diff(run[f"capacity_{service}"], axis=1), change, size)
