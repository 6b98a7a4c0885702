"""Levers and shocks that go where each member's own value lies."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from simulator.kernel.inputs import Arrays, LeverPath
from simulator.model.graph import LEVERS, Model
from simulator.sampling.factors import TARGET, VALUE
from simulator.scenario import Scenario, find_setting
from simulator.scenario.lever_paths import find_weights


def set_lever_targets(
    model: Model, scenario: Scenario, paths: dict[str, LeverPath], lever_targets: Arrays, counties: pd.DataFrame
) -> dict[str, LeverPath]:
    """The paths of a scenario with some levers going to each member's goal, in the counties and years of the scenario; and
    some shocks to each member's value."""
    changed = dict(paths)
    for v in model.of_kind(*LEVERS):
        name = f"{v.name}{VALUE if v.kind == 'shock' else TARGET}"
        if name in lever_targets:
            path = paths[v.name]
            inside = np.ones(len(counties), bool)
            if v.kind == "lever":
                inside, able = find_weights(scenario, v, find_setting(scenario, v), counties)
                inside = inside & able
            amplitude = np.where(inside, np.clip(lever_targets[name], v.low, v.high)[:, None] - path.base, path.amplitude)
            changed[v.name] = replace(path, amplitude=amplitude)
    return changed
