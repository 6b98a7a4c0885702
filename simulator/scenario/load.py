"""Read scenario files and check every word of them."""

from __future__ import annotations

import os
from pathlib import Path

from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException
from pydantic import ValidationError
from yaml import YAMLError

from simulator.language.errors import ScenarioError, suggest
from simulator.model.graph import Model
from simulator.scenario.combine import combine_scenarios
from simulator.scenario.messages import refuse_code, say
from simulator.scenario.schema import Scenario
from simulator.scenario.settings import check_settings
from simulator.system.plugins import list_plugin_folders
from simulator.system.resources import resource_dir
from simulator.system.user_paths import find_path
from simulator.system.yaml_guard import MOST_VALUES, holds_too_many

ENDINGS = (".yaml", ".yml")


def find_scenarios() -> dict[str, Path]:
    """The file of each scenario that ships or comes with a plug-in, by name; a shipped name is never replaced."""
    shipped = {path.stem: path for path in resource_dir("scenarios").glob("*.yaml")}
    return {path.stem: path for folder in list_plugin_folders("scenarios") for path in sorted(folder.glob("*.yaml"))} | shipped


def list_scenarios() -> list[str]:
    """Names of the scenarios that ship and of those that plug-ins bring."""
    return sorted(find_scenarios())


def load_scenario(name: str | Path, model: Model) -> Scenario:
    """Read the scenario of this name, or in this .yaml file, or several files joined by a plus, and check every word.

    Raises ScenarioError that says which file and key, what is wrong and what would be right.
    """
    # Unlike Path, os.path takes names of files for no file where they are too long together.
    if "+" not in str(name) or os.path.isfile(name):
        return read_scenario(name, model)
    return combine_scenarios([read_scenario(each.strip(), model) for each in str(name).split("+")], model)


def read_scenario(name: str | Path, model: Model) -> Scenario:
    """Read the scenario of this name, or in this .yaml file."""
    if str(name).endswith(ENDINGS):
        path = find_path(name, "scenario")
        there = path.is_file()
    else:
        known = find_scenarios()
        path, there = known.get(str(name), Path(str(name))), str(name) in known
    if not there:
        raise ScenarioError(f"there is no scenario '{name}'; {suggest(path.stem, list_scenarios())}")
    return check_scenario(read_content(path), path.stem, path.name, model)


def read_content(path: Path) -> object:
    """What a file holds, as plain values. Raises ScenarioError for a file that cannot be read, or holds no YAML."""
    try:
        file = path.open(encoding="utf-8")
    except OSError as error:
        raise ScenarioError(f"{path.name}: cannot be read ({error.strerror}); let it be read, or name another") from None
    try:
        with file:
            if holds_too_many(file):
                raise ScenarioError(
                    f"{path.name}: holds more than {MOST_VALUES:,} values, its aliases written out; write the values themselves"
                )
            file.seek(0)
            return OmegaConf.to_container(OmegaConf.load(file), resolve=False)
    except RecursionError:
        raise ScenarioError(f"{path.name}: refers to itself, or is nested too deeply; write the values themselves") from None
    # The last is what OmegaConf raises for a file that holds a single number.
    except (YAMLError, OmegaConfBaseException, UnicodeDecodeError, OSError) as error:
        problem = " ".join(str(error).split())
        raise ScenarioError(f"{path.name}: cannot be read as YAML ({problem}); save it as YAML in UTF-8") from None


def check_scenario(content: object, name: str, place: str, model: Model) -> Scenario:
    """Make a scenario of plain values, refusing unknown keys, code and values out of range."""
    if not isinstance(content, dict):
        raise ScenarioError(f"{place}: a scenario is a list of 'key: value' lines, with title and levers")
    if "name" in content:
        raise ScenarioError(f"{place}: a scenario is named by its file; leave out 'name'")
    refuse_code(content, place)
    try:
        scenario = Scenario.model_validate({**content, "name": name})
    except ValidationError as error:
        raise ScenarioError("\n".join(say(place, problem) for problem in error.errors())) from None
    check_settings(scenario, model, place)
    return scenario
