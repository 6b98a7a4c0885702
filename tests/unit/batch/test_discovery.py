"""When a target is missed: boxes and trees find the corner in which it is, and the EMA Workbench runs the model in batches."""

import numpy as np
import pandas as pd
import pytest
from ema_workbench.analysis import cart, prim

from simulator.batch.discovery import find_box, grow_tree
from simulator.batch.ema_workbench import BatchEvaluator, UrbanizationModel
from simulator.language.errors import ScenarioError
from simulator.sampling import make_design

FEW = ["departure_rate", "time_friction", "nest_outer"]


@pytest.fixture
def corner(model):
    """Members, and whether each lies in the corner of low departure and high friction."""
    design = make_design(model, "lhs", 1000, seed=2, vary=FEW)
    values = pd.DataFrame(design.draw().values)
    shares = design.shares(0, 1000)
    return design, values, (shares[:, 0] < 0.5) & (shares[:, 1] > 0.6)


def test_a_box_finds_the_corner(corner):
    design, values, cases = corner
    box = find_box(values, cases, design.varied)
    assert set(box.limits) == {"departure_rate", "time_friction"} and box.density > 0.9 and box.coverage > 0.9
    middle = design.varied[0].low + 0.5 * (design.varied[0].high - design.varied[0].low)
    assert box.limits["departure_rate"][1] == pytest.approx(middle, rel=0.05)


def test_a_tree_finds_the_corner(corner):
    _, values, cases = corner
    tree = grow_tree(values, cases)
    assert tree["share_missed"].iloc[0] > 0.95 and "departure_rate <=" in tree["conditions"].iloc[0]
    assert tree["members"].sum() == 1000 and tree["share_of_misses"].sum() == pytest.approx(1.0)


def test_too_few_cases_are_refused(corner):
    design, values, cases = corner
    with pytest.raises(ScenarioError, match="discover: only 0 of 1000 members miss the target, too few to say when"):
        find_box(values, np.zeros_like(cases), design.varied)


def test_the_workbench_runs_the_model_in_batches(folders):
    vary = [*FEW, "open_settlement.plan"]
    model = UrbanizationModel("plan", ["urban_share", "births"], folders["tiny"], 2022, vary, "known_2020")
    assert {each.name for each in model.levers} == {"open_settlement__plan"} and len(model.uncertainties) == 3
    with BatchEvaluator(model) as evaluator:
        experiments, outcomes = evaluator.perform_experiments(scenarios=20, policies=2)
    assert len(experiments) == 40 and outcomes["urban_share"].shape == (40,)
    one = {name: experiments[name].iloc[7] for name in ("departure_rate", "time_friction", "nest_outer", "open_settlement__plan")}
    assert model.run_batch([one])["urban_share"][0] == outcomes["urban_share"][7]
    low = outcomes["urban_share"] < np.median(outcomes["urban_share"])
    box = prim.Prim(experiments[[*FEW]], low, threshold=0.5).find_box()
    tree = cart.CART(experiments[[*FEW]], low.astype(int))
    tree.build_tree()
    assert box.peeling_trajectory["density"].iloc[-1] > 0.5 and len(tree.boxes) > 1
