"""A scenario is a file of values and words: which levers move, how far, when and where. It is never code."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, get_args

import numpy as np
import pandas as pd
from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from yaml import YAMLError

from simulator.data.constants import REFERENCE_YEAR
from simulator.errors import ScenarioError, suggest
from simulator.inputs import Arrays, LeverPath
from simulator.model import Model
from simulator.places import find_home
from simulator.words import Lever

Shape = Literal["linear", "smooth", "step", "logistic"]
SHAPES = get_args(Shape)
STEEPNESS = 8.0
REMEDIES = {"string_type": "; write it in quotes", "model_type": "; write {strength: ...} or {plan: ...}",
            "dict_type": "; write 'key: value' lines", "list_type": "; write [one, another]"}
WHERE = ("county_class", "circle", "city", "county")
Year = Annotated[int, Field(ge=1900, le=2100, strict=True)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]


class Strict(BaseModel):
    """A part of a scenario file in which every key must be known."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class LeverSetting(Strict):
    """How one lever moves: strength 0 is 2020 practice, 1 the plan; or a plan value of one's own."""

    strength: Annotated[Number, Field(ge=0.0, le=10.0)] | None = None
    plan: Number | None = None
    start: Year | None = None
    end: Year | None = None
    shape: Shape | None = None
    where: dict[Literal["county_class", "circle", "city", "county"], list[str]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def choose_one(self) -> LeverSetting:
        if self.strength is not None and self.plan is not None:
            raise ValueError("strength and plan exclude each other; keep one of them")
        if self.start is not None and self.end is not None and self.end < self.start:
            raise ValueError(f"the ramp ends in {self.end}, before it starts in {self.start}; let it end later")
        return self


class Title(Strict):
    """The name of a scenario in both languages."""

    zh: str
    en: str


class Scenario(Strict):
    """One policy pathway."""

    name: str
    title: Title
    story: str = ""
    levers: dict[str, LeverSetting] = Field(default_factory=dict)
    drivers: Literal["observed_2025", "known_2020"] = "observed_2025"
    shocks: dict[str, Number] = Field(default_factory=dict, max_length=0)


def list_scenarios() -> list[str]:
    """Names of the scenarios that ship."""
    return sorted(path.stem for path in find_home("scenarios").glob("*.yaml"))


def load_scenario(name: str | Path, model: Model) -> Scenario:
    """Read the scenario of this name, or in this .yaml file, and check every word of it.

    Raises ScenarioError that says which file and key, what is wrong and what would be right.
    """
    path = Path(name) if str(name).endswith((".yaml", ".yml")) else find_home("scenarios") / f"{name}.yaml"
    if not path.is_file():
        raise ScenarioError(f"there is no scenario '{name}'; {suggest(path.stem, list_scenarios())}")
    try:
        content = OmegaConf.to_container(OmegaConf.load(path), resolve=False)
    except (YAMLError, OmegaConfBaseException, UnicodeDecodeError, OSError) as error:
        problem = " ".join(str(error).split())
        raise ScenarioError(f"{path.name}: cannot be read as YAML ({problem}); save it as YAML in UTF-8") from None
    return check_scenario(content, path.stem, path.name, model)


def check_scenario(content: object, name: str, place: str, model: Model) -> Scenario:
    """Make a scenario of plain values, refusing unknown keys, code and values out of range."""
    if not isinstance(content, dict):
        raise ScenarioError(f"{place}: a scenario is a list of 'key: value' lines, with title and levers")
    refuse_code(content, place)
    try:
        scenario = Scenario.model_validate({**content, "name": name})
    except ValidationError as error:
        raise ScenarioError("\n".join(say(place, problem) for problem in error.errors())) from None
    levers = {v.name: v for v in model.of_kind("lever")}
    for key, setting in scenario.levers.items():
        if key != "all" and key not in levers:
            raise ScenarioError(f"{place}: levers: there is no lever '{key}'; {suggest(key, levers)}")
        if key == "all" and setting.plan is not None:
            raise ScenarioError(f"{place}: levers.all: one plan value cannot serve all levers; give a strength")
        if setting.strength is None and setting.plan is None and (key == "all" or "all" not in scenario.levers):
            raise ScenarioError(f"{place}: levers.{key}: nothing says how far it moves; give a strength or a plan value")
    for name, lever in levers.items():
        check_setting(lever, find_setting(scenario, lever), f"{place}: levers.{name if name in scenario.levers else 'all'}")
    return scenario


def refuse_code(value: object, place: str, *keys: str) -> None:
    """A scenario is data: no interpolation, no object to be made."""
    where = f"{place}: {'.'.join(keys)}" if keys else place
    if isinstance(value, dict):
        for key, each in value.items():
            if not isinstance(key, str):
                raise ScenarioError(f"{where}: the key {key!r} is no word; write the name of a key")
            if key.startswith("_"):
                raise ScenarioError(f"{where}: '{key}' is code; a scenario file holds values and words only")
            refuse_code(each, place, *keys, key)
    elif isinstance(value, list):
        for each in value:
            refuse_code(each, place, *keys)
    elif isinstance(value, str) and "${" in value:
        raise ScenarioError(f"{where}: '{value}' is an interpolation; write the value itself")


def say(place: str, problem: dict) -> str:
    """A problem that the schema found, in one sentence."""
    keys = [str(key) for key in problem["loc"]]
    where = f"{place}: {'.'.join(keys)}" if keys else place
    if problem["type"] == "extra_forbidden":
        known = {"levers": LeverSetting, "title": Title}.get(keys[0], Scenario).model_fields
        return f"{where}: there is no key '{keys[-1]}'; {suggest(keys[-1], set(known) - {'name'})}"
    if problem["type"] == "missing":
        return f"{where}: this key is missing; write it"
    if keys[2:3] == ["where"] and keys[-1] == "[key]":
        return f"{'.'.join(where.split('.')[:-2])}: there is no key '{keys[-2]}'; {suggest(keys[-2], WHERE)}"
    if keys[:1] == ["shocks"]:
        return f"{where}: no shock is modelled yet; leave shocks empty"
    if problem["type"] == "value_error":
        return f"{where}: {problem['msg'].removeprefix('Value error, ')}"
    return f"{where}: {problem['msg']}{REMEDIES.get(problem['type'], '')} (found: {problem['input']!r})"


def check_setting(lever: Lever, setting: LeverSetting, place: str) -> None:
    """A plan value of one's own lies in the hard range of its lever, and the ramp runs forward."""
    if setting.plan is not None and not lever.low <= setting.plan <= lever.high:
        raise ScenarioError(f"{place}: plan {setting.plan:g} is out of range; "
                            f"it lies between {lever.low:g} and {lever.high:g}{lever.unit.after}")
    start, end, _ = find_ramp(lever, setting)
    if start <= REFERENCE_YEAR:
        raise ScenarioError(f"{place}: the ramp of {lever.name} starts in {start}, but nothing moves before "
                            f"{REFERENCE_YEAR + 1}; let it start then or later")
    if end < start:
        raise ScenarioError(f"{place}: the ramp of {lever.name} ends in {end}, before it starts in {start}; "
                            "give both start and end")


def find_setting(scenario: Scenario, lever: Lever) -> LeverSetting:
    """What a scenario says of a lever: its own line, else the line for all, else 2020 practice."""
    own, common = scenario.levers.get(lever.name), scenario.levers.get("all", LeverSetting(strength=0.0))
    if own is None:
        return common
    said = own.model_dump(exclude_unset=True)
    kept = common.model_dump(exclude_unset=True)
    if "plan" in said:
        kept.pop("strength", None)
    # The parts are checked already, and together they need not be a setting that a file could hold.
    return LeverSetting.model_construct(**{**kept, **said})


def find_ramp(lever: Lever, setting: LeverSetting) -> tuple[int, int, str]:
    """First and last calendar year of a lever's ramp, and its shape."""
    start = lever.ramp[0] if setting.start is None else setting.start
    end = lever.ramp[1] if setting.end is None else setting.end
    return start, end, setting.shape or lever.shape


def ramp(time: np.ndarray, start: int, end: int, shape: str) -> np.ndarray:
    """How far a lever has moved, 0 to 1; time in calendar years, 2020.0 being the end of 2020. Specification 6.1."""
    x = np.clip((time - start + 1.0) / (end - start + 1.0), 0.0, 1.0)
    if shape == "linear":
        return x
    if shape == "smooth":
        return x * x * (3.0 - 2.0 * x)
    if shape == "step":
        # A stock dated to the eve of the start is not yet moved.
        return (time > start - 1.0).astype(float)
    low, high = (1.0 / (1.0 + np.exp(STEEPNESS / 2.0 * side)) for side in (1.0, -1.0))
    return (1.0 / (1.0 + np.exp(-STEEPNESS * (x - 0.5))) - low) / (high - low)


def mask_counties(where: dict[str, list[str]], counties: pd.DataFrame, place: str) -> np.ndarray:
    """1 for the counties that a mask names, 0 for the others; a mask that matches nothing is refused."""
    mask = np.ones(len(counties), dtype=bool)
    for key, wanted in where.items():
        column = counties.index if key == "county" else counties[key]
        for each in wanted:
            if each not in set(column):
                raise ScenarioError(f"{place}.where.{key}: there is no '{each}'; {suggest(each, set(column))}")
        mask &= np.isin(column, wanted)
    if not mask.any():
        raise ScenarioError(f"{place}.where: no county is all of these at once; widen the mask")
    return mask.astype(float)


def build_levers(model: Model, scenario: Scenario, bases: Arrays, counties: pd.DataFrame, moments: np.ndarray,
                 reference_year: int) -> dict[str, LeverPath]:
    """The path of every lever: base and reach [member, county], ramp [year, moment]."""
    paths = {}
    for lever in model.of_kind("lever"):
        setting = find_setting(scenario, lever)
        base = np.repeat(bases[lever.name][:, None], len(counties), axis=1)
        strength = 0.0 if setting.strength is None else setting.strength
        wanted = base + strength * (lever.plan - base) if setting.plan is None else np.full_like(base, setting.plan)
        mask = mask_counties(setting.where, counties, f"{scenario.name}.yaml: levers.{lever.name}")
        reach = (np.clip(wanted, lever.low, lever.high) - base) * mask
        paths[lever.name] = LeverPath(base, reach, ramp(reference_year + moments, *find_ramp(lever, setting)))
    return paths


def count_moved(model: Model, scenario: Scenario) -> int:
    """Number of levers that a scenario moves from 2020 practice."""
    def moves(lever: Lever, setting: LeverSetting) -> bool:
        wanted = lever.plan if setting.plan is None else setting.plan
        return wanted != lever.base and (setting.plan is not None or bool(setting.strength))

    return sum(moves(lever, find_setting(scenario, lever)) for lever in model.of_kind("lever"))
