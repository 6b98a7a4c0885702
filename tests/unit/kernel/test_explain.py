"""A value that is not a number is explained: which, when, where, whose, and of what it was made."""

import re

import numpy as np
import pytest

from simulator.kernel.explain import check_finite
from simulator.kernel.reference import run_reference
from simulator.kernel.run import Outputs, run_kernel
from simulator.kernel.schedule import plan_kernel
from simulator.language.errors import CalibrationError, ModelError
from simulator.run.simulate import simulate

CODES = ("370102", "370103", "370104", "370105")


@pytest.fixture
def explain(cache, toys, prepare):
    """Run the toy with some values spoilt and give what is said."""

    def run(**spoilt) -> str:
        luck = np.random.default_rng(1)
        values = {
            "distance": np.ones((4, 4)),
            "floor_space": 3e5,
            "tenants": 9e3,
            "land_price": 500.0,
            "school_places": 10.0,
            "death_schedule": np.full((2, 102), 0.01),
            "school_schedule": np.ones(102),
            "residents": luck.uniform(1, 9, (2, 4, 2, 102, 5)),
            **spoilt,
        }
        inputs = prepare(toys, counties=4, members=2, last_year=2024, **values)
        outputs = run_kernel(inputs, plan_kernel(toys).recorded)
        with pytest.raises(ModelError) as caught:
            check_finite(inputs, outputs, "plan", CODES, first_member=32)
        return str(caught.value)

    return run


def place(model, name: str) -> str:
    return model[name].place


def test_equation_is_explained_by_its_parts_in_the_county(explain, toys):
    amplitude, ramp = np.zeros((2, 4)), np.zeros((5, 2))
    # At the end of 2022, so that nothing built in that year is endless too.
    amplitude[:, 2], ramp[2, -1], ramp[3:] = 1e308, 10.0, 10.0
    said = explain(floor_target_amplitude=amplitude, floor_target_ramp=ramp)
    first, *parts = said.splitlines()
    assert first == (
        f"{place(toys, 'crowding')}: 'crowding' is inf in 2022, county 370104, member 32, scenario plan; it was made of"
    )
    assert [part.split()[0] for part in parts] == ["tenants", "floor_target", "floor_space"]
    assert parts[1] == f"    floor_target = inf m2/person   ({place(toys, 'floor_target')})"
    assert parts[2].startswith("    floor_space = 2")


def test_later_year_and_second_member_are_named(explain):
    season = np.ones((2, 5, 2))
    season[1, 3, 1] = np.inf
    said = explain(season=season)
    assert "'starts' is inf in 2023, county 370102, member 33, scenario plan" in said
    assert "    season = inf 1   (toys/toy_homes.py:" in said


def test_total_counts_what_went_wrong(make_model, prepare):
    model = make_model("""
        people = stock(person, "people", initial="people")
        everybody = total("people", person, "all people")
        """)
    inputs = prepare(model, counties=4, people=[1.0, np.inf, 1.0, np.nan])
    with pytest.raises(ModelError) as caught:
        check_finite(inputs, run_reference(inputs, ["everybody"]), "plan", CODES)
    first, part = str(caught.value).splitlines()
    assert first == f"{place(model, 'everybody')}: 'everybody' is nan in 2020, member 0, scenario plan; it was made of"
    assert part == f"    people: 4 values, 2 of them not finite, in person   ({place(model, 'people')})"


def test_array_counts_what_went_wrong(explain, toys):
    schedule = np.full((2, 102), 0.01)
    schedule[1, 70] = np.inf
    said = explain(death_schedule=schedule)
    assert "'deaths_expected' is inf in 2020, county 370102, member 32" in said
    assert f"    death_schedule: 204 values, 1 of them not finite, in 1/year   ({place(toys, 'death_schedule')})" in said


def test_finite_values_raise_nothing(toys, prepare):
    outputs = Outputs({"dying": np.array([[[np.nan], [1.0]]])}, {"mean_comfort": np.array([[1.0, 2.0]])}, {}, lambda: None)
    inputs = prepare(
        toys,
        distance=[[0.0]],
        floor_space=3e5,
        tenants=9e3,
        land_price=500.0,
        school_places=10.0,
        death_schedule=np.zeros((2, 102)),
        school_schedule=np.ones(102),
        residents=1.0,
    )
    assert check_finite(inputs, outputs, "plan", CODES) is None


def test_value_that_is_finite_in_the_plain_reading_is_said_to_be_so(toys, prepare):
    inputs = prepare(
        toys,
        distance=[[0.0]],
        floor_space=3e5,
        tenants=9e3,
        land_price=500.0,
        school_places=10.0,
        death_schedule=np.zeros((2, 102)),
        school_schedule=np.ones(102),
        residents=1.0,
    )
    with pytest.raises(ModelError, match="is not finite in the kernel, but is in its plain reading"):
        check_finite(inputs, Outputs({"crowding": np.full((1, 2, 1), np.nan)}, {}, {}, lambda: None), "plan", CODES)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_what_an_operator_gives_is_made_of_what_the_operator_reads():
    """The real model, with a parameter far beyond all sense."""
    with pytest.raises(ModelError) as caught:
        simulate(
            "frozen",
            drivers="known_2020",
            last_year=2021,
            steps=1,
            parameters={"migrant_move_rate": 1e308},
            extrapolate=True,
            engine="reference",
        )
    said = str(caught.value)
    assert re.match(
        r"sectors/demography.py:\d+: '\w+' is (nan|inf) in 2021, county 370102, member 0, scenario frozen; "
        "it was made of\n",
        said,
    )
    assert re.search(r"    migrant_move_rate = 1e\+308 1/year   \(sectors/migration.py:\d+\)", said)
    assert re.search(r"    fertility_schedule: 102 values, 0 of them not finite, in 1/year", said)


def test_constant_that_cannot_be_found_blames_a_variable(toys, prepare):
    with pytest.raises(CalibrationError) as caught:
        prepare(
            toys,
            counties=4,
            distance=np.ones((4, 4)),
            floor_space=3e5,
            tenants=9e3,
            land_price=[5.0, 0.0, 5.0, 5.0],
            school_places=10.0,
            death_schedule=np.zeros((2, 102)),
            school_schedule=np.ones(102),
            residents=1.0,
        )
    assert str(caught.value) == (
        f"{place(toys, 'fair_price')}: no 'fair_price' can be found, as 'burden' ({place(toys, 'burden')}) is not finite in the "
        "reference state; check what 'burden' is made of"
    )
