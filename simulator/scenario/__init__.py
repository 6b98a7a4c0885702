"""A scenario is a file of values and words: which levers move, how far, when and where. It is never code."""

from simulator.language.variables import SHAPES
from simulator.scenario.combine import combine_scenarios
from simulator.scenario.lever_paths import build_levers, count_moved
from simulator.scenario.lever_subset import keep_levers
from simulator.scenario.load import check_scenario, list_scenarios, load_scenario
from simulator.scenario.masks import check_places
from simulator.scenario.ramps import ramp
from simulator.scenario.schema import LeverSetting, Scenario, ShockSetting, Title
from simulator.scenario.settings import find_ramp, find_setting

__all__ = [
    "SHAPES",
    "LeverSetting",
    "Scenario",
    "ShockSetting",
    "Title",
    "build_levers",
    "check_places",
    "check_scenario",
    "combine_scenarios",
    "count_moved",
    "find_ramp",
    "find_setting",
    "keep_levers",
    "list_scenarios",
    "load_scenario",
    "ramp",
]
