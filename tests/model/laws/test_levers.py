"""Section 5.4: each lever moves its primary outcome one way, the more the stronger it is pulled, all else frozen."""

import functools

import numpy as np
import pytest

from simulator.kernel.inputs import find_moments
from simulator.operators.destination_choice import choose_towns, nearness
from simulator.scenario import ramp

STRENGTHS = (0.0, 0.25, 0.5, 0.75, 1.0)
SHORT_OF_MONEY = {"capital_shock": 0.1, "debt_limit": 0.5}
# Lever: the outcomes it moves, with the sign; then what is held so that it can act. The catalogue of section 6.2 has them in
# its column "sign"; a permit lowers the registered share on purpose, as it leaves less to gain by registering.
LEVERS = {
    "open_settlement": ({"registered_share": +1}, {}),
    "eligibility_time": ({"registered_share": +1}, {}),
    "land_rights_security": ({"registered_share": +1}, {}),
    "permit_entitlement": ({"migrant_access": +1, "registered_share": -1}, {}),
    "resident_based_sizing": ({"capacity_of_four": +1, "registered_access": +1, "migrant_access": +1}, {}),
    "citizenization_reward": ({"funded_where_it_pays": +1, "funded_share": +1}, SHORT_OF_MONEY),
    "transfer_resident_weight": ({"funded_where_it_pays": +1}, SHORT_OF_MONEY),
    "school_seat_standard": ({"adequacy_school": +1, "adequacy_senior": +1}, {}),
    "childcare_standard": ({"capacity_childcare": +1}, {}),
    "nursing_bed_share": ({"nursing_share": +1}, {}),
    "nursing_conversion": ({"nursing_share": +1}, {}),
    "rental_standard": ({"adequacy_rental": +1, "floor_per_head": +1}, {}),
    "land_quota_link": ({"floor_price_index": -1, "urban_land": +1}, {}),
    "county_town_jobs": ({"unemployment_share": -1, "urban_share_where_it_moves": +1}, {}),
    "core_city_jobs": ({"townspeople_where_it_moves": +1}, {}),
    "transport_programme": ({"moves_between_counties": +1, "urban_share": +1}, {}),
    "skills_training": ({"migrant_income": +1}, {}),
    "rural_property_reform": ({"income_ratio": -1}, {}),
    "farm_income_growth": ({"income_ratio": -1}, {}),
    "rural_transfer_growth": ({"income_ratio": -1}, {}),
    "rural_offfarm_jobs": ({"income_ratio": -1}, {}),
    "town_reclassification": ({"urban_share": +1}, {}),
    "fertility_support": ({"births": +1}, {}),
    "return_registration": ({"rural_population": +1}, {"two_way_switch": 1.0}),
    "debt_limit": ({"funded_at_first": +1, "own_capital_later": -1}, {"capital_shock": 0.1}),
    "schooling_entry": ({"mean_schooling_total": +1}, {}),
    "floor_target": ({"floor_per_head": +1}, {}),
}
CASES = [(lever, outcome, sign) for lever, (outcomes, _) in LEVERS.items() for outcome, sign in outcomes.items()]


@pytest.fixture(scope="module")
def ladder(pull):
    """The region under a lever alone at five strengths, all else frozen; the run at the plan's strength to know where it acts."""

    @functools.cache
    def climb(lever):
        runs = [pull(lever, strength).hold(**LEVERS[lever][1]) for strength in STRENGTHS]
        return [End(run, run.run(cohorts=False), lever) for run in runs]

    return climb


def test_every_lever_of_the_model_is_tried(model):
    assert {v.name for v in model.of_kind("lever")} == set(LEVERS)


@pytest.mark.parametrize(("lever", "outcome", "sign"), CASES)
def test_outcome_of_2035_rises_or_falls_with_the_strength_of_the_lever(ladder, lever, outcome, sign):
    ends = ladder(lever)
    values = np.array([end.read(outcome, ends) for end in ends])
    assert (sign * np.diff(values) >= -1e-12 * abs(values[0])).all()
    assert sign * (values[-1] - values[0]) > 1e-6 * abs(values[0])


def test_levers_are_read_in_the_middle_of_each_step_and_at_the_end_of_each_year(trial):
    moments = find_moments(2020, 2022, 2, 2020)
    np.testing.assert_allclose(moments, [[-0.75, -0.25, 0.0], [0.25, 0.75, 1.0], [1.25, 1.75, 2.0]])
    lever = trial(scenario="plan", last_year=2022, steps=2).inputs.levers["open_settlement"]
    np.testing.assert_allclose(lever.ramp, ramp(2020.0 + moments, 2021, 2026, "smooth"))
    x = 1.25 / 6.0
    assert lever.ramp[2, 0] == pytest.approx(3.0 * x**2 - 2.0 * x**3)


class End:
    """What a run came to in 2035."""

    SHARES = {"registered_share": "registered_population", "urban_share": "urban_population"}
    MEANS = {
        "migrant_access": "urban_population",
        "registered_access": "urban_population",
        "funded_share": "population",
        "floor_price_index": "urban_population",
        "unemployment_share": "labour_force",
        "migrant_income": "rural_hukou_townspeople",
    }
    SUMS = ("capacity_childcare", "births", "rural_population", "urban_land")

    def __init__(self, run, outputs, lever):
        self.run, self.paths, self.region, self.lever = run, outputs.counties, outputs.region, lever
        self.moved = run.inputs.levers[lever].amplitude[0] != 0.0

    def read(self, name, ladder):
        """One number of the end of a run."""
        if name in self.SHARES:
            return self.total(self.SHARES[name]) / self.total("population")
        if name in self.MEANS:
            return np.average(self.last(name), weights=self.last(self.MEANS[name]))
        if name in self.SUMS:
            return self.total(name)
        if name in self.region:
            return self.region[name][0, -1]
        return getattr(self, name)(ladder)

    def last(self, name):
        return self.paths[name][0, -1]

    def total(self, name):
        return self.last(name).sum()

    def capacity_of_four(self, _):
        """Places in the services that are sized by residents or by the registered."""
        return sum(self.total(f"capacity_{each}") for each in ("school", "senior", "hospital", "elderly"))

    def adequacy_school(self, _):
        return self.total("capacity_school") / self.total("load_school")

    def adequacy_senior(self, _):
        return self.total("capacity_senior") / self.total("load_senior")

    def adequacy_rental(self, _):
        return self.total("capacity_rental") / self.total("load_rental")

    def nursing_share(self, _):
        return self.total("nursing_beds") / self.total("capacity_elderly")

    def floor_per_head(self, _):
        return self.total("floor_space") / self.total("urban_population")

    def funded_where_it_pays(self, ladder):
        """Share of planned building for which there is money, where the lever brings most of its cost."""
        received = [end.last("transfers") + end.last("rewards") for end in (ladder[0], ladder[-1])]
        return self.last("funded_share")[np.argmax((received[1] - received[0]) / ladder[0].last("building_bill"))]

    def funded_at_first(self, _):
        return self.paths["funded_share"][0, 2].mean()

    def own_capital_later(self, _):
        """Own money for building five years on, when the first loans have to be served."""
        return self.paths["own_capital"][0, 5].sum()

    def urban_share_where_it_moves(self, ladder):
        where = ladder[-1].moved
        return self.last("urban_population")[where].sum() / self.last("population")[where].sum()

    def townspeople_where_it_moves(self, ladder):
        return self.last("urban_population")[ladder[-1].moved].sum() / self.total("urban_population")

    def moves_between_counties(self, _):
        """Moves to a town of another county in the last year: villagers by the choice at its end, and townspeople."""
        inputs = self.run.inputs
        n = inputs.counties
        held = [np.full(n, inputs.parameters[name][0]) for name in ("time_friction", "home_bias", "market_reach")]
        weight = nearness(
            inputs.arrays["travel_time_2020"], inputs.arrays["travel_time_saving"], self.last("transport_programme"), *held
        )["distance_weight"]
        staying = np.diag(choose_towns(weight, self.last("town_appeal"), own=True))
        leaving = self.last("rural_departures") - self.last("rural_outflow")
        return (leaving * (1.0 - staying)).sum() + self.total("migrant_departures") + self.total("settled_departures")
