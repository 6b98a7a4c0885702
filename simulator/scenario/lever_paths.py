"""The path of every lever and shock in time and over the counties, as the kernel reads it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from simulator.kernel.inputs import Arrays, LeverPath
from simulator.language.errors import ScenarioError
from simulator.language.variables import Lever
from simulator.model.graph import Model
from simulator.scenario.masks import mask_counties, match_counties
from simulator.scenario.ramps import ramp
from simulator.scenario.schema import LeverSetting, Scenario
from simulator.scenario.settings import find_ramp, find_setting


def build_levers(
    model: Model, scenario: Scenario, baseline: Arrays, counties: pd.DataFrame, moments: np.ndarray, reference_year: int
) -> dict[str, LeverPath]:
    """The path of every lever and shock: base and amplitude [member, county], ramp [year, moment].

    Raises ScenarioError for a mask that matches nothing in these counties.
    """
    paths = {}
    for lever in model.of_kind("lever"):
        setting = find_setting(scenario, lever)
        base = broadcast_counties(baseline[lever.name], counties)
        amplitude = find_amplitude(lever, setting, base, find_weights(scenario, lever, setting, counties))
        paths[lever.name] = LeverPath(base, amplitude, ramp(reference_year + moments, *find_ramp(lever, setting)))
    for shock in model.of_kind("shock"):
        base = broadcast_counties(baseline[shock.name], counties)
        setting = scenario.shocks.get(shock.name)
        amplitude = np.zeros_like(base) if setting is None else setting.value - base
        years = (*shock.ramp, shock.shape) if setting is None else find_ramp(shock, setting)
        paths[shock.name] = LeverPath(base, amplitude, ramp(reference_year + moments, *years))
    return paths


def broadcast_counties(base: np.ndarray, counties: pd.DataFrame) -> np.ndarray:
    """A value of each member, in every county [member, county]."""
    return np.repeat(base[:, None], len(counties), axis=1)


def find_weights(scenario: Scenario, lever: Lever, setting: LeverSetting, counties: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Whether each county lies in the mask of the scenario, and whether the lever can move there at all.

    A region may have no county in which a lever can move; but a scenario that wants it moved only where it cannot is
    refused.
    """
    place = f"scenario '{scenario.name}': levers.{lever.name}"
    inside, able = mask_counties(setting.where, counties, place), match_counties(lever.where, counties)
    own = lever.name in scenario.levers and bool(scenario.levers[lever.name].where)
    if own and able.any() and not (inside & able).any() and not setting.elsewhere:
        classes = "; ".join(f"{key}: {', '.join(words)}" for key, words in lever.where.items())
        raise ScenarioError(
            f"{place}.where: this lever moves only in some counties ({classes}), and the mask names none of them; widen the mask"
        )
    return inside, able


def find_amplitude(lever: Lever, setting: LeverSetting, base: np.ndarray, weights: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """How far a lever goes from its base [member, county], within its hard range."""
    inside, able = weights
    strength = np.where(inside, setting.strength or 0.0, setting.elsewhere or 0.0)
    wanted = base + strength * (lever.plan - base)
    if setting.plan is not None:
        wanted = np.where(inside, setting.plan, wanted)
    return (np.clip(wanted, lever.low, lever.high) - base) * able


def count_moved(model: Model, scenario: Scenario) -> int:
    """Number of levers that a scenario moves from 2020 practice; shocks are no levers."""

    def moves(lever: Lever, setting: LeverSetting) -> bool:
        inside = lever.base if not setting.strength else lever.plan
        wanted = {inside if setting.plan is None else setting.plan, lever.plan if setting.elsewhere else lever.base}
        return wanted != {lever.base}

    return sum(moves(lever, find_setting(scenario, lever)) for lever in model.of_kind("lever"))
