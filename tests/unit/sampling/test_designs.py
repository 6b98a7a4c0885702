"""Designs of experiments: who the members are, whatever block they are drawn in."""

import numpy as np
import pytest
from SALib.sample import latin

import simulator
from simulator.language.errors import ScenarioError
from simulator.sampling import draw_shares, list_factors, make_design, make_problem, read_problem
from simulator.scenario import Scenario, load_scenario

FEW = ["departure_rate", "time_friction", "nest_outer"]


@pytest.mark.parametrize("kind", ["prior", "lhs", "sobol", "morris", "saltelli"])
def test_a_member_is_the_same_in_whatever_block(model, kind):
    design = make_design(model, kind, 64, seed=3, vary=FEW)
    whole = design.draw()
    parts = [design.draw(first, min(first + 7, design.size)) for first in range(0, design.size, 7)]
    for name in FEW:
        np.testing.assert_array_equal(np.concatenate([each.values[name] for each in parts]), whole.values[name])
    assert list(np.concatenate([each.ids for each in parts])) == list(whole.ids) == list(range(design.size))


@pytest.mark.parametrize("kind", ["prior", "sobol"])
def test_member_17_is_the_same_alone_or_among_a_million_and_whatever_else_varies(model, kind):
    few, many = make_design(model, kind, 18, seed=3), make_design(model, kind, 1_000_000, seed=3, vary=FEW)
    for name in FEW:
        assert few.draw().values[name][17] == many.draw(17, 18).values[name][0]
    assert many.draw(999_999).values["nest_outer"].shape == (1,)


def test_prior_draws_are_those_of_the_name(model):
    v = list_factors(model)["nest_outer"]
    drawn = make_design(model, "prior", 9, seed=5, vary=["nest_outer"]).draw(3, 9).values["nest_outer"]
    np.testing.assert_array_equal(drawn, v.low + (v.high - v.low) * draw_shares(5, "nest_outer", 9)[3:])


def find_shares(design, name):
    v = next(v for v in design.varied if v.name == name)
    values = design.draw().values[name]
    if v.distribution == "log_uniform":
        return np.log(values / v.low) / np.log(v.high / v.low)
    return (values - v.low) / (v.high - v.low)


def test_a_hypercube_has_one_member_in_each_share_of_each_range(model):
    design = make_design(model, "lhs", 50, seed=1, vary=FEW)
    for name in FEW:
        assert sorted((find_shares(design, name) * 50).astype(int)) == list(range(50))
    other = make_design(model, "lhs", 50, seed=2, vary=FEW)
    assert not np.array_equal(other.draw().values["nest_outer"], design.draw().values["nest_outer"])
    fewer = make_design(model, "lhs", 50, seed=1, vary=FEW[:1])
    np.testing.assert_array_equal(fewer.draw().values[FEW[0]], design.draw().values[FEW[0]])


def test_a_scrambled_sequence_is_evener_than_draws(model):
    from scipy.stats import qmc

    def unevenness(kind):
        design = make_design(model, kind, 256, seed=1, vary=FEW)
        return qmc.discrepancy(np.clip(np.column_stack([find_shares(design, name) for name in FEW]), 0.0, 1.0))

    assert unevenness("sobol") < unevenness("prior") / 5


def test_a_step_of_a_trajectory_changes_one_thing(model):
    design = make_design(model, "morris", 43, seed=1, vary=FEW)
    rows = np.column_stack([find_shares(design, name) for name in FEW]).reshape(-1, 4, 3)
    assert design.size == len(rows) * 4 == 40
    assert (np.sum(np.abs(np.diff(rows, axis=1)) > 1e-9, axis=2) == 1).all()


def test_saltelli_rows_take_one_column_of_the_other_sample(model):
    design = make_design(model, "saltelli", 100, seed=1, vary=FEW)
    assert design.size == 16 * 5
    rows = np.column_stack([find_shares(design, name) for name in FEW]).reshape(16, 5, 3)
    for number in range(3):
        mixed = rows[:, 0].copy()
        mixed[:, number] = rows[:, 4, number]
        np.testing.assert_allclose(rows[:, 1 + number], mixed)


def test_a_problem_of_salib_is_emitted_and_accepted(model):
    problem = make_problem(make_design(model, "prior", 4, vary={"nest_outer": [0.3, 0.5], "time_friction": None}).varied)
    assert latin.sample(dict(problem), 4).shape == (4, 2)
    assert problem["bounds"][0] == [0.3, 0.5]
    varied = read_problem(model, problem)
    assert make_problem(varied) == problem
    logs = read_problem(model, {"names": ["nest_outer"], "bounds": [[0.3, 0.5]], "dists": ["logunif"]})
    assert logs[0].distribution == "log_uniform"


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        ({"names": ["nest_outer"], "bounds": []}, "problem: is no SALib problem; give as many names as bounds"),
        ({"names": ["nest_outr"], "bounds": [[0, 1]]}, "there is no 'nest_outr' that may vary; did you mean 'nest_outer'?"),
        ({"names": ["nest_outer"], "bounds": [[0.1, 3]]}, "ensemble.vary.nest_outer: 0.1 to 3 leaves the hard range"),
        ({"names": ["nest_outer"], "bounds": [[0.5, 0.5]]}, "ensemble.vary.nest_outer: [0.5, 0.5] is no range"),
        ({"names": ["nest_outer"], "bounds": [[0.3, 0.5]], "dists": ["norm"]}, "'nest_outer' is drawn by 'norm', which the model"),
    ],
)
def test_a_problem_that_the_model_cannot_follow_is_refused(model, problem, sentence):
    with pytest.raises(ScenarioError) as caught:
        read_problem(model, problem)
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (
            "departure_rat\n0.02\n",
            "has a column 'departure_rat' that nothing in the model is named by; did you mean 'departure_rate'?",
        ),
        ("id,departure_rate\n7,0.5\n", "member 7 has departure_rate = 0.5; it lies between 0.015 and 0.04, or allow extrapolation"),
        ("departure_rate\n0.02\n-1\n", "member 1 has departure_rate = -1; it lies between 0.015 and 0.04"),
        ("departure_rate\n\n", "holds no member; give one row a member"),
        ("departure_rate,nest_outer\n0.02,\n", "member 0 has nest_outer = nan"),
        ("departure_rate\nfast\n", "column 'departure_rate' holds what is no number"),
        ("id,nest_outer\n1,0.4\n1,0.5\n", "gives an id twice"),
        ("open_settlement.plan\n1.2\n", "member 0 has open_settlement.plan = 1.2; it lies between 0 and 1"),
    ],
)
def test_members_of_a_table_that_cannot_be_are_refused(model, tmp_path, table, sentence):
    path = tmp_path / "members.csv"
    path.write_text(table)
    with pytest.raises(simulator.language.errors.SimulatorError) as caught:
        make_design(model, "file", file=path)
    assert sentence in str(caught.value) and "\n" not in str(caught.value)


def test_what_is_held_does_not_vary(model):
    design = make_design(model, "prior", 4, fixed={"nest_outer": 0.4})
    assert "nest_outer" not in design.draw().values
    with pytest.raises(ScenarioError, match=r"'nest_outer' is held by parameters.nest_outer"):
        make_design(model, "prior", 4, vary=["nest_outer"], fixed={"nest_outer": 0.4})


def test_a_lever_and_a_shock_go_where_the_member_says(model, folders, tmp_path):
    path = tmp_path / "members.csv"
    path.write_text("open_settlement.plan,fertility_shock.value\n0.9,0.8\n1.0,1.2\n")
    plan = load_scenario("plan", model)
    members = simulator.simulate(plan, folders["tiny"], "known_2020", make_design(model, "file", file=path), last_year=2028)
    for number, (goal, shock) in enumerate([(0.9, 0.8), (1.0, 1.2)]):
        levers = {**plan.model_dump(exclude_unset=True)["levers"], "open_settlement": {"plan": goal}}
        told = Scenario(name="told", title={"zh": "一", "en": "told"}, levers=levers, shocks={"fertility_shock": {"value": shock}})
        alone = simulator.simulate(told, folders["tiny"], "known_2020", last_year=2028)
        for name in ("open_settlement", "fertility_shock", "registered_population", "births"):
            np.testing.assert_array_equal(members[name][0, number], alone[name][0, 0], err_msg=name)


def test_a_lever_varies_only_where_its_scenario_moves_it(model, folders):
    text = {"open_settlement": {"strength": 1.0, "where": {"county_class": ["county"]}}}
    scenario = Scenario(name="some", title={"zh": "一", "en": "some"}, levers=text)
    design = make_design(model, "lhs", 3, vary=["open_settlement.plan"])
    found = simulator.simulate(scenario, folders["small"], "known_2020", design, last_year=2027)["open_settlement"][0, :, -1]
    moved = found.to_numpy() != 0.72
    np.testing.assert_array_equal(moved, np.broadcast_to(found["county_class"] == "county", moved.shape))
    np.testing.assert_allclose(
        found.to_numpy()[moved[0] & moved].reshape(3, -1)[:, 0], design.draw().values["open_settlement.plan"]
    )
