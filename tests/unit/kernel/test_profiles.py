"""A profile is a stock of the whole region by age: an operator ages it each January, and measures weigh people by it."""

import numpy as np
import pytest

from simulator.kernel.reference import run_reference
from simulator.kernel.run import run_kernel
from simulator.kernel.schedule import plan_kernel

ENGINES = pytest.mark.parametrize("engine", [run_reference, run_kernel], ids=["plain", "kernel"])
SCHOOL = '''
import toy_operators
residents = stock(person, "people by sex, age and status", initial="residents", axes=("sex", "age", "status"), aged_by="birthday")
birthday = operator(toy_operators.birthday, "On 1 January everybody is a year older.")
young = driver(one, "share of an age whose schooling changes", source="toy", axes=("age",))
early_years = parameter(9.0, year, "schooling of those who left school in 2020", source="toy")
growth = driver(one, "growth of schooling", source="toy", axes=(), path=True, value=1.0)
T = theme("toys")
effort = lever(1.0, one, "effort", plan=2.0, low=0.0, high=3.0, ramp=(2021, 2022), group="T", source="toy")
schooling = stock(year, "schooling by age", initial="schooling", axes=("age",), aged_by="leaving_school")
everybody = cohort_sum("residents", person, "all people")
women_years = cohort_sum("residents", person * year, "schooling of women of 20 to 30", sexes=["female"], ages=(20, 30),
                      weight="schooling")
mean_effort = total("effort", one, "mean effort", weight="everybody")
leaving_school = operator(toy_operators.graduation, "The young get today's schooling.", reads=["schooling", "{reads}", "young"])
def entry_years(early_years, growth, mean_effort) -> year:
    """Schooling of those who leave school."""
    return early_years * growth * mean_effort
'''
YOUNG = np.where(np.arange(102) < 16, 1.0, 0.0)


@pytest.fixture(scope="module")
def school(make_model):
    return make_model(SCHOOL.replace("{reads}", "entry_years"))


@pytest.fixture(scope="module")
def inputs(school, prepare):
    """Two members who differ in schooling, two counties that differ in people and effort, a path that grows."""
    luck = np.random.default_rng(5)
    growth = np.linspace(1.0, 1.4, 15).reshape(5, 3)
    return prepare(
        school,
        counties=2,
        members=2,
        steps=2,
        last_year=2024,
        residents=luck.uniform(0, 9, (2, 2, 2, 102, 5)),
        young=YOUNG,
        schooling=luck.uniform(5, 15, (2, 102)),
        early_years=[9.0, 10.0],
        growth=growth,
        effort=[[1.0, 1.5], [0.8, 1.2]],
        effort_amplitude=0.5,
        effort_ramp=np.linspace(0, 1, 15).reshape(5, 3),
    )


@ENGINES
def test_profile_is_aged_on_1_january_by_what_held_at_the_end_of_the_year(cache, inputs, engine):
    outputs = engine(inputs, ["entry_years"])
    expected = inputs.state.profiles["schooling"].copy()
    for y in range(4):
        expected[:, 1:] = expected[:, :-1].copy()
        expected[:, :16] = outputs.region["entry_years"][:, y, None]
    assert outputs.state.profiles["schooling"] == pytest.approx(expected, rel=1e-13)
    assert np.ptp(outputs.region["entry_years"], axis=1).min() > 1.0


@ENGINES
def test_measure_weighs_people_by_the_profile_of_its_time(cache, inputs, engine):
    outputs = engine(inputs, ["women_years"], True)
    women = outputs.cohorts["residents"][..., 0, 20:31, :].sum(-1)
    begin, end = inputs.state.profiles["schooling"], outputs.state.profiles["schooling"]
    found = outputs.counties["women_years"]
    assert found[:, 0] == pytest.approx((women[:, 0] * begin[:, None, 20:31]).sum(-1), rel=1e-13)
    assert found[:, -1] == pytest.approx((women[:, -1] * end[:, None, 20:31]).sum(-1), rel=1e-13)


def test_kernel_equals_plain_reading(cache, inputs):
    record = plan_kernel(inputs.model).recorded
    fast, plain = run_kernel(inputs, record), run_reference(inputs, record)
    for name, path in {**plain.counties, **plain.region}.items():
        np.testing.assert_allclose(({**fast.counties, **fast.region})[name], path, rtol=1e-13, err_msg=name)


@pytest.mark.parametrize(("reads", "expected"), [("early_years", [9.0, 10.0]), ("growth", [1.4 - 0.4 / 14 * 3] * 2)])
@ENGINES
def test_ageing_may_read_parameters_and_paths(cache, make_model, prepare, engine, reads, expected):
    """A path is read as it stands at the end of the year."""
    model = make_model(SCHOOL.replace("{reads}", reads))
    inputs = prepare(
        model,
        members=2,
        steps=2,
        last_year=2024,
        residents=1.0,
        young=YOUNG,
        early_years=[9.0, 10.0],
        growth=np.linspace(1.0, 1.4, 15).reshape(5, 3),
    )
    assert engine(inputs, []).state.profiles["schooling"][:, 0] == pytest.approx(expected, rel=1e-13)


BY_COUNTY = '''
import toy_operators
residents = stock(person, "people", initial="residents", axes=("sex", "age", "status"), aged_by="fading")
fading = operator(toy_operators.fading, "On 1 January some are gone.", reads=["residents", "{reads}"])
share = driver(one, "share that stays", source="toy")
T = theme("toys")
effort = lever(0.5, one, "effort", plan=2.0, low=0.0, high=3.0, ramp=(2021, 2022), group="T", source="toy")
everybody = cohort_sum("residents", person, "all people")
def staying(share, effort) -> one:
    """Share that stays."""
    return share * effort
'''


@pytest.mark.parametrize(("reads", "left"), [("share", [0.5, 0.25]), ("effort", [0.5, 0.5]), ("staying", [0.25, 0.125])])
@ENGINES
def test_ageing_may_read_values_by_county(cache, make_model, prepare, engine, reads, left):
    inputs = prepare(make_model(BY_COUNTY.replace("{reads}", reads)), counties=2, residents=1.0, share=[0.5, 0.25])
    assert engine(inputs, ["everybody"]).counties["everybody"][0, 1] == pytest.approx(1020.0 * np.array(left), rel=1e-12)


def test_profiles_are_no_results_but_part_of_the_state(inputs):
    assert "schooling" not in plan_kernel(inputs.model).recorded
    assert run_kernel(inputs, []).state.profiles["schooling"].shape == (2, 102)


def test_members_of_a_state_take_their_profiles_along(inputs):
    second = inputs.state.of_members(slice(1, 2))
    assert np.array_equal(second.profiles["schooling"], inputs.state.profiles["schooling"][1:])
