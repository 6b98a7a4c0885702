"""What a scenario says of one lever or shock, and whether the model can follow it."""

from __future__ import annotations

from simulator.language.errors import ScenarioError, suggest
from simulator.language.variables import Lever, Shock
from simulator.model.graph import Model
from simulator.region.census_years import REFERENCE_YEAR
from simulator.scenario.schema import LeverSetting, Scenario, ShockSetting, Timing


def find_setting(scenario: Scenario, lever: Lever) -> LeverSetting:
    """What a scenario says of a lever: its own line, else the line for all, else 2020 practice."""
    own, common = scenario.levers.get(lever.name), scenario.levers.get("all", LeverSetting(strength=0.0))
    if own is None:
        return common
    said = own.model_dump(exclude_unset=True)
    kept = common.model_dump(exclude_unset=True)
    if said.get("plan") is not None:
        kept.pop("strength", None)
    # The parts are checked already, and together they need not be a setting that a file could hold.
    return LeverSetting.model_construct(**{**kept, **said})


def find_ramp(variable: Lever, setting: Timing) -> tuple[int, int, str]:
    """First and last calendar year of the ramp of a lever or shock, and its shape."""
    delay = getattr(setting, "delay", None) or 0
    start = variable.ramp[0] if setting.start is None else setting.start
    end = variable.ramp[1] if setting.end is None else setting.end
    return start + delay, end + delay, setting.shape or variable.shape


def check_settings(scenario: Scenario, model: Model, place: str) -> None:
    """Every lever and shock named is one of the model, and can do what is asked of it.

    Raises ScenarioError, which says where, what is wrong and what would be right.
    """
    levers, shocks = ({v.name: v for v in model.of_kind(kind)} for kind in ("lever", "shock"))
    for name, setting in scenario.levers.items():
        check_named(name, setting, scenario, levers, shocks, place)
    for name, lever in levers.items():
        check_lever(lever, find_setting(scenario, lever), f"{place}: levers.{name if name in scenario.levers else 'all'}")
    for name, setting in scenario.shocks.items():
        if name not in shocks:
            hint = "it is a lever; write it under levers" if name in levers else suggest(name, shocks)
            raise ScenarioError(f"{place}: shocks: there is no shock '{name}'; {hint}")
        check_shock(shocks[name], setting, f"{place}: shocks.{name}")


def check_named(
    name: str, setting: LeverSetting, scenario: Scenario, levers: dict[str, Lever], shocks: dict[str, Shock], place: str
) -> None:
    """A line under levers names a lever of the model and says how far it moves."""
    if name != "all" and name not in levers:
        hint = "it is a shock; write it under shocks" if name in shocks else suggest(name, levers)
        raise ScenarioError(f"{place}: levers: there is no lever '{name}'; {hint}")
    if name == "all" and setting.plan is not None:
        raise ScenarioError(f"{place}: levers.all: one plan value cannot serve all levers; give a strength")
    if setting.strength is None and setting.plan is None and (name == "all" or "all" not in scenario.levers):
        raise ScenarioError(f"{place}: levers.{name}: nothing says how far it moves; give a strength or a plan value")


def check_lever(lever: Lever, setting: LeverSetting, place: str) -> None:
    """A plan value of one's own lies in the hard range of its lever, and the ramp runs forward."""
    if setting.plan is not None:
        check_range(lever, "plan", setting.plan, place)
    if setting.elsewhere is not None and not setting.where:
        raise ScenarioError(f"{place}: elsewhere is the strength outside a mask, but there is none; give 'where' too")
    check_ramp(lever, setting, place)


def check_shock(shock: Shock, setting: ShockSetting, place: str) -> None:
    """The value of a shock lies in its hard range, and the ramp runs forward."""
    check_range(shock, "value", setting.value, place)
    check_ramp(shock, setting, place)


def check_range(variable: Lever, key: str, value: float, place: str) -> None:
    """A value lies in the hard range."""
    if not variable.low <= value <= variable.high:
        raise ScenarioError(
            f"{place}: {key} {value:g} is out of range; it lies between {variable.low:g} and {variable.high:g}{variable.unit.after}"
        )


def check_ramp(variable: Lever, setting: Timing, place: str) -> None:
    """A ramp starts after the reference date, which all scenarios share, and runs forward."""
    start, end, _ = find_ramp(variable, setting)
    if start <= REFERENCE_YEAR:
        raise ScenarioError(
            f"{place}: the ramp of {variable.name} starts in {start}, but nothing moves before "
            f"{REFERENCE_YEAR + 1}; let it start then or later"
        )
    if end < start:
        raise ScenarioError(
            f"{place}: the ramp of {variable.name} ends in {end}, before it starts in {start}; give both start and end"
        )
