"""Each word of the language does what it says, on toys small enough to work out by hand."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.kernel.reference import run_reference
from simulator.language.errors import CalibrationError

PEOPLE = "people = stock(person, 'people', initial='people')\n"


GROWING = '''
people = stock(person, "people", initial="people", inflows=["growth"])
pace = parameter(1.0, 1 / year, "pace", source="toy")
def growth(people, pace) -> person / year:
    """Growth."""
    return pace * people
'''


def test_stock_moves_by_the_step_times_inflows_less_outflows_of_its_middle(make_model, prepare, follow):
    model = make_model('''
        people = stock(person, "people", initial="people", inflows=["births", "arrivals"], outflows=["deaths"])
        fertility = parameter(0.3, 1 / year, "births a head", source="toy")
        arrivals = driver(person / year, "newcomers", source="toy", value=40.0)
        deaths = driver(person / year, "deaths", source="toy", value=6.0)
        def births(people, fertility) -> person / year:
            """Births."""
            return fertility * people
        ''')
    inputs = prepare(model, steps=2, last_year=2022, people=1000.0)
    spring = 1000.0 + 0.25 * (300.0 + 40.0 - 6.0)
    half = 1000.0 + 0.5 * (0.3 * spring + 40.0 - 6.0)
    autumn = half + 0.25 * (0.3 * half + 40.0 - 6.0)
    end = half + 0.5 * (0.3 * autumn + 40.0 - 6.0)
    assert follow(inputs, "people")[:2, 0] == pytest.approx([1000.0, end], rel=1e-14)
    assert follow(inputs, "births")[1, 0] == pytest.approx(0.5 * (0.3 * spring + 0.3 * autumn), rel=1e-14)


def test_stock_moves_by_flows_of_the_start_where_no_step_looks_ahead(make_model, prepare, follow):
    """The scheme of the first order."""
    inputs = replace(prepare(make_model(GROWING), steps=2, people=1000.0), scheme="first_order")
    assert follow(inputs, "people")[:, 0] == pytest.approx([1000.0, 1000.0 * 1.5 * 1.5], rel=1e-14)
    assert follow(inputs, "growth")[1, 0] == pytest.approx(0.5 * (1000.0 + 1500.0), rel=1e-14)


@pytest.mark.parametrize(("scheme", "order"), [("midpoint", 2.0), ("first_order", 1.0)])
def test_error_of_a_stock_falls_with_the_square_of_the_step(make_model, prepare, follow, scheme, order):
    """Growth at rate 1 to e, and without looking ahead an error of the first order."""
    model, misses = make_model(GROWING), []
    for steps in (4, 8, 16, 32):
        inputs = replace(prepare(model, steps=steps, people=1.0), scheme=scheme)
        misses.append(np.e - follow(inputs, "people")[1, 0])
    np.testing.assert_allclose(np.log2(np.array(misses[:-1]) / np.array(misses[1:])), order, atol=0.2)


def test_flow_of_the_first_year_is_missing(make_model, prepare, follow):
    model = make_model('''
        people = stock(person, "people", initial="people", inflows=["births"])
        fertility = parameter(0.1, 1 / year, "births a head", source="toy")
        def births(people, fertility) -> person / year:
            """Births."""
            return fertility * people
        ''')
    inputs = prepare(model, people=100.0)
    assert np.isnan(follow(inputs, "births")[0, 0])
    assert follow(inputs, "people")[0, 0] == 100.0


def test_all_flows_are_taken_from_one_state(make_model, prepare, follow):
    model = make_model('''
        here = stock(person, "people here", initial="here", inflows=["to_here"], outflows=["to_there"])
        there = stock(person, "people there", initial="there", inflows=["to_there"], outflows=["to_here"])
        going = parameter(0.5, 1 / year, "goers", source="toy")
        def to_here(there, going) -> person / year:
            """Comers."""
            return going * there
        def to_there(here, going) -> person / year:
            """Goers."""
            return going * here
        ''')
    inputs = prepare(model, here=60.0, there=20.0)
    # In the middle 50 are here and 30 there, so that 25 go and 15 come.
    assert [follow(inputs, name)[1, 0] for name in ("here", "there", "to_there", "to_here")] == [50.0, 30.0, 25.0, 15.0]
    at_once = replace(inputs, scheme="first_order")
    assert [follow(at_once, name)[1, 0] for name in ("here", "there")] == [40.0, 40.0]


def test_parameter_has_one_value_a_member_or_one_a_county(make_model, prepare):
    model = make_model(
        PEOPLE
        + '''
one_for_all = parameter(2.0, one, "one", source="toy")
by_class = parameter({"core": 1.0, "district": 2.0, "county_level_city": 3.0, "county": 4.0}, one, "by class", source="toy")
def product(people, one_for_all, by_class) -> person:
    """Product."""
    return people * one_for_all * by_class
'''
    )
    inputs = prepare(model, counties=4, members=2, people=10.0, one_for_all=[1.0, 5.0])
    outputs = run_reference(inputs, ["product"])
    assert outputs.counties["product"][:, 0].tolist() == [[10.0, 20.0, 30.0, 40.0], [50.0, 100.0, 150.0, 200.0]]
    assert (model.scope["one_for_all"], model.scope["by_class"]) == ("region", "county")


def test_lever_is_its_base_and_its_ramp_times_its_amplitude(make_model, prepare, follow):
    model = make_model(
        PEOPLE
        + """
T = theme("toys")
openness = lever(0.5, one, "openness", plan=1.0, low=0.0, high=1.0, ramp=(2021, 2022), group="T", source="toy")
"""
    )
    inputs = prepare(
        model,
        counties=2,
        steps=2,
        last_year=2022,
        people=1.0,
        openness=[0.5, 0.6],
        openness_amplitude=[0.4, 0.0],
        openness_ramp=[[0.0, 0.0, 0.0], [0.1, 0.3, 0.5], [0.6, 0.9, 1.0]],
    )
    assert follow(inputs, "openness") == pytest.approx(np.array([[0.5, 0.6], [0.7, 0.6], [0.9, 0.6]]), rel=1e-15)


def test_driver_is_a_field_a_constant_or_a_path(make_model, prepare, follow):
    model = make_model(
        PEOPLE
        + '''
field = driver(one, "one a county", source="toy")
constant = driver(one, "one for all", source="toy", axes=())
path = driver(one, "one a moment", source="toy", axes=(), path=True, value=1.0)
def product(field, constant, path, people) -> person:
    """Product."""
    return field * constant * path * people
'''
    )
    inputs = prepare(model, counties=2, people=1.0, field=[1.0, 3.0], constant=5.0, path=[[0.0, 2.0], [7.0, 4.0]])
    assert follow(inputs, "product").tolist() == [[10.0, 30.0], [20.0, 60.0]]


TOTALS = (
    PEOPLE
    + """
income = driver(yuan / person, "income", source="toy")
weight = driver(person, "weight", source="toy")
whole = total("people", person, "all people")
mean = total("income", yuan / person, "mean income", weight="weight")
"""
)


def test_total_is_a_sum_or_a_weighted_mean(make_model, prepare, follow):
    inputs = prepare(make_model(TOTALS), counties=3, people=[1.0, 2.0, 4.0], income=[10.0, 20.0, 90.0], weight=[3.0, 1.0, 0.0])
    assert (follow(inputs, "whole")[0], follow(inputs, "mean")[0]) == (7.0, 12.5)


def test_mean_without_weight_is_the_plain_mean(make_model, prepare, follow):
    inputs = prepare(make_model(TOTALS), counties=3, people=1.0, income=[10.0, 20.0, 90.0], weight=0.0)
    assert follow(inputs, "mean")[0] == 40.0


def test_reference_keeps_what_a_variable_was_at_the_start(make_model, prepare, follow):
    model = make_model(
        GROWING
        + '''
people_2020 = reference("doubled", person, "twice the people of 2020")
whole_2020 = reference("whole", person, "all people of 2020")
whole = total("people", person, "all people")
def doubled(people) -> person:
    """Twice the people."""
    return 2.0 * people
def compared(people, people_2020, whole_2020) -> one:
    """People over those of 2020."""
    return people / people_2020 + people / whole_2020
'''
    )
    inputs = prepare(model, counties=2, people=[10.0, 30.0])
    assert inputs.references["people_2020"].tolist() == [[20.0, 60.0]]
    assert inputs.references["whole_2020"].tolist() == [40.0]
    # A year of growth at rate 1, in one step: 1 + 1 + 1 / 2 times as many.
    assert follow(inputs, "compared").tolist() == [[0.75, 1.25], [1.875, 3.125]]


SOLVED = (
    GROWING
    + '''
wanted = parameter(7.0, one, "level", source="toy")
scale = reference("mean_level", one, "scale at which the level is as wanted", equals="wanted", between=(0.0, 10.0))
mean_level = total("level", one, "mean level")
def level(people, scale) -> one:
    """Level."""
    return scale * scale * people / people
'''
)


def test_reference_is_solved_for_when_it_must_equal(make_model, prepare):
    inputs = prepare(make_model(SOLVED), members=2, people=10.0, wanted=[9.0, 6.25])
    assert inputs.references["scale"] == pytest.approx([3.0, 2.5], rel=1e-12)


def test_reference_that_nothing_solves_says_where_and_what_to_check(make_model, prepare):
    with pytest.raises(
        CalibrationError,
        match=r"toy_\d+.py:13: no 'scale' between 0 and 10 makes 'mean_level' equal 'wanted'; "
        "check the parameters of 'mean_level'",
    ):
        prepare(make_model(SOLVED), people=10.0, wanted=101.0)


@pytest.mark.parametrize(("argument", "value"), [(0.0, 2.0), (1.0, 2.0), (2.0, 3.0), (3.0, 4.0), (5.0, 0.0), (99.0, 0.0)])
def test_table_is_straight_between_its_points_and_level_beyond(make_model, prepare, follow, argument, value):
    model = make_model(
        PEOPLE
        + """
x = driver(one, "argument", source="toy")
y_of_x = table("x", one, "value", points=[(1, 2), (3, 4), (5, 0)], source="toy")
"""
    )
    assert follow(prepare(model, people=1.0, x=argument), "y_of_x")[0, 0] == value


def test_operator_gives_what_its_plain_function_gives(toys, prepare, follow):
    inputs = prepare(
        toys,
        counties=2,
        decay=1.0,
        distance=[[0.0, 1.0], [2.0, 0.0]],
        floor_space=[100.0, 100.0],
        tenants=[2.0, 4.0],
        floor_target=25.0,
        land_price=1.0,
        residents=1.0,
        school_places=0.0,
        death_schedule=np.zeros((2, 102)),
        school_schedule=np.zeros(102),
        haste=0.5,
    )
    assert follow(inputs, "crowding")[0].tolist() == [0.5, 1.0]
    assert follow(inputs, "crowding_nearby")[0].tolist() == [0.5 + 0.5 * 1.0, 0.25 * 0.5 + 1.0]


@pytest.fixture
def people(toys, prepare):
    """One county in which each cohort has its own number of people."""

    def make(**values):
        numbers = np.arange(2 * 102 * 5, dtype=float).reshape(2, 102, 5)
        values = {"residents": numbers, "death_schedule": np.zeros((2, 102)), "school_schedule": np.zeros(102), **values}
        return prepare(
            toys,
            distance=[[0.0]],
            floor_space=100.0,
            tenants=2.0,
            land_price=1.0,
            school_places=0.0,
            wish=0.0,
            fertility=0.0,
            **values,
        ), numbers

    return make


def test_measure_counts_its_sexes_ages_and_statuses(people, follow):
    inputs, numbers = people()
    assert follow(inputs, "mothers")[0, 0] == numbers[0, 15:50].sum()
    assert follow(inputs, "villagers")[0, 0] == numbers[:, :, 0].sum()
    assert follow(inputs, "everybody")[0, 0] == numbers.sum()


def test_measure_weighs_by_age_or_by_sex_and_age(people, follow):
    by_age, by_both = np.linspace(0, 1, 102), np.linspace(0, 1, 204).reshape(2, 102)
    inputs, numbers = people(school_schedule=by_age, death_schedule=by_both)
    assert follow(inputs, "pupils")[0, 0] == pytest.approx((numbers[..., 1:].sum((0, 2)) * by_age).sum(), rel=1e-14)
    people = run_reference(inputs, [], cohorts=True).cohorts["residents"]
    assert np.array_equal(people[0, 0, 0], numbers)
    # An amount a year is told of the year, which begins with a birthday; in its middle half of the dying are gone.
    older = np.zeros((2, 102))
    older[:, 1:], older[:, 101] = numbers.sum(2)[:, :101], numbers.sum(2)[:, 100:].sum(1)
    found = follow(inputs, "deaths_expected")[1, 0]
    assert found == pytest.approx((older * (1.0 - 0.5 * by_both) * by_both)[:, 60:].sum(), rel=1e-14)
    at_once = replace(inputs, scheme="first_order")
    assert follow(at_once, "deaths_expected")[1, 0] == pytest.approx((older * by_both)[:, 60:].sum(), rel=1e-14)


def test_cohorts_are_a_year_older_on_1_january(people):
    inputs, numbers = people()
    after = run_reference(inputs, [], cohorts=True).cohorts["residents"][0, :, 0]
    assert np.array_equal(after[0], numbers)
    assert np.array_equal(after[1][:, 1:101], numbers[:, :100])
    assert np.array_equal(after[1][:, 101], numbers[:, 100] + numbers[:, 101])
    assert np.all(after[1][:, 0] == 0.0)


def test_what_people_do_in_a_step_is_a_flow_and_so_is_all_made_of_it(toys):
    assert {"dying", "leaving", "all_leaving", "new_places", "completions", "demolition"} <= toys.flows
    assert not {"crowding", "villagers", "leaving_rate", "school_years", "under_way_school", "closing_rate"} & toys.flows


def test_amount_a_year_is_a_flow_whoever_reads_it(make_model, prepare, follow):
    """Homes begun belong to a year even where no stock counts them; a rate or a price a year does not."""
    model = make_model(
        PEOPLE
        + '''
pace_rate = parameter(0.5, 1 / year, "pace", source="toy")
price = parameter(9.0, yuan / person, "price", source="toy")
def begun(people, pace_rate) -> person / year:
    """Begun."""
    return people * pace_rate
def rent(begun, price) -> yuan / year:
    """Rent."""
    return begun * price
def wage(rent, people) -> yuan / person / year:
    """Wage."""
    return rent / people
def speed(pace_rate, people) -> 1 / year:
    """Speed."""
    return pace_rate * people / people
spent = total("rent", yuan / year, "all rent")
'''
    )
    assert model.flows & {"begun", "rent", "wage", "speed", "spent"} == {"begun", "rent", "spent"}
    path = follow(prepare(model, steps=2, people=10.0), "rent")[:, 0]
    assert np.isnan(path[0]) and path[1] == pytest.approx(45.0, rel=1e-14)


def test_defined_names_where_a_variable_has_no_meaning(make_model):
    model = make_model(
        PEOPLE
        + "income = driver(yuan / person, 'income', source='toy')\nwithout_people = undefined_where_zero('people', 'income')\n"
    )
    assert model.undefined == {"income": "people"}
