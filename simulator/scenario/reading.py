"""Read scenario files and check every word of them."""

from __future__ import annotations

from pathlib import Path

from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException
from pydantic import ValidationError
from yaml import YAMLError

from simulator.errors import ScenarioError, suggest
from simulator.model import Model
from simulator.places import find_home
from simulator.scenario.complaints import refuse_code, say
from simulator.scenario.joining import join_scenarios
from simulator.scenario.schema import Scenario
from simulator.scenario.settings import check_settings

ENDINGS = (".yaml", ".yml")


def list_scenarios() -> list[str]:
    """Names of the scenarios that ship."""
    return sorted(path.stem for path in find_home("scenarios").glob("*.yaml"))


def load_scenario(name: str | Path, model: Model) -> Scenario:
    """Read the scenario of this name, or in this .yaml file, or several files joined by a plus, and check every word.

    Raises ScenarioError that says which file and key, what is wrong and what would be right.
    """
    if "+" not in str(name) or Path(name).is_file():
        return read_scenario(name, model)
    return join_scenarios([read_scenario(each.strip(), model) for each in str(name).split("+")], model)


def read_scenario(name: str | Path, model: Model) -> Scenario:
    """Read the scenario of this name, or in this .yaml file."""
    path = Path(name).expanduser() if str(name).endswith(ENDINGS) else find_home("scenarios") / f"{name}.yaml"
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
    if "name" in content:
        raise ScenarioError(f"{place}: a scenario is named by its file; leave out 'name'")
    refuse_code(content, place)
    try:
        scenario = Scenario.model_validate({**content, "name": name})
    except ValidationError as error:
        raise ScenarioError("\n".join(say(place, problem) for problem in error.errors())) from None
    check_settings(scenario, model, place)
    return scenario
