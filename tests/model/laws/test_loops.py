"""Section 8: a feedback loop that is cut moves the outcomes the way its equations say. Sizes are reported, never asserted."""

import numpy as np
import pytest

CUT = {
    "B2: fewer hands, more for each": {"labour_scarcity": 1.0},
    "R1: people bring jobs": {"job_elasticity_of_people": 0.0},
    "leaving answers what towns offer": {"nest_outer": 1e-9},
    "B4: what a permit gives, registration need not": {"willingness_benefit": 0.0},
}
# All by which services and room in towns draw people.
SERVICES_DRAW = {"service_elasticity": 0.0, "return_access_elasticity": 0.0}
ROOM_DRAWS = {"price_elasticity": 0.0}


@pytest.fixture(scope="module")
def ends(trial):
    """What frozen and plan come to in 2035, with a loop cut and reference constants found anew, or with none cut."""

    def end(scenario, loop):
        run = trial(scenario=scenario, last_year=2035).hold(**CUT.get(loop, {})).refer(anew=True).run(cohorts=False)
        paths = {**run.counties, **run.region}
        return {name: path[0, -1] for name, path in paths.items()} | {"labour_of_2020": paths["rural_labour"][0, 0]}

    return {(scenario, loop): end(scenario, loop) for scenario in ("frozen", "plan") for loop in ("none", *CUT)}


def urban_share(end):
    return end["urban_population"].sum() / end["population"].sum()


def unemployment(end):
    return np.average(end["unemployment_share"], weights=end["labour_force"])


def test_without_the_gain_of_those_who_stay_the_income_ratio_falls_less(ends):
    for scenario in ("frozen", "plan"):
        whole, cut = ends[scenario, "none"], ends[scenario, "B2: fewer hands, more for each"]
        assert whole["rural_labour"].sum() < whole["labour_of_2020"].sum()
        assert cut["income_ratio"] > whole["income_ratio"]
        assert cut["operating_income"].mean() < whole["operating_income"].mean()


def test_without_jobs_that_follow_people_unemployment_is_higher(ends):
    for scenario in ("frozen", "plan"):
        whole, cut = ends[scenario, "none"], ends[scenario, "R1: people bring jobs"]
        assert cut["jobs"].sum() < whole["jobs"].sum()
        assert unemployment(cut) > unemployment(whole)


def test_where_nobody_answers_what_towns_offer_the_plan_moves_fewer_people(ends, model):
    effect = {
        loop: urban_share(ends["plan", loop]) - urban_share(ends["frozen", loop])
        for loop in ("none", "leaving answers what towns offer")
    }
    assert effect["none"] > effect["leaving answers what towns offer"] > 0.0
    rates = ends["plan", "leaving answers what towns offer"]["rural_departure_rate"]
    np.testing.assert_allclose(rates, model["departure_rate"].value, rtol=1e-6)


def test_a_permit_keeps_fewer_from_registering_where_the_benefit_of_it_does_not_count(pull):
    def lost(**held):
        runs = [
            pull("permit_entitlement", strength).hold(**held).refer(anew=True).run(cohorts=False).counties
            for strength in (0.0, 1.0)
        ]
        shares = [run["registered_population"][0, -1].sum() / run["population"][0, -1].sum() for run in runs]
        return shares[0] - shares[1]

    whole, cut = lost(), lost(**CUT["B4: what a permit gives, registration need not"])
    assert whole > 0.0
    assert whole > cut


@pytest.mark.parametrize(
    ("draws", "missing"),
    [
        (
            SERVICES_DRAW,
            (
                "capacity_school",
                "capacity_senior",
                "capacity_childcare",
                "capacity_hospital",
                "capacity_elderly",
                "capacity_rental",
            ),
        ),
        (ROOM_DRAWS, ("floor_space",)),
    ],
    ids=["B3: crowded services", "B5: dear floor space"],
)
def test_a_town_short_of_places_or_room_draws_fewer_and_keeps_fewer_unless_it_does_not_count(trial, draws, missing):
    def rates(short, **held):
        run = trial(last_year=2021).hold(**held).refer(anew=True)
        stocks = run.inputs.state.stocks
        run = run.stock(**{name: stocks[name] * short for name in missing}).run(cohorts=False).counties
        return run["rural_departure_rate"][0, 0], run["return_rate"][0, 0]

    (leave, come_back), (leave_crowded, come_back_crowded) = rates(1.0), rates(0.5)
    assert (leave_crowded < leave).all()
    assert (come_back_crowded >= come_back).all()
    for whole, crowded in zip(rates(1.0, **draws), rates(0.5, **draws)):
        np.testing.assert_array_equal(whole, crowded)
