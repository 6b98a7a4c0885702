"""The options of a run: words on the command line in, checked values out, each mistake in one sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from hydra import compose, initialize_config_dir
from hydra.core.config_store import ConfigStore
from hydra.core.global_hydra import GlobalHydra
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.errors import HydraException
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from simulator.errors import ScenarioError, suggest
from simulator.places import find_home

TASKS = ("compare", "reproduce", "show", "validate")


Exact = Annotated[float, Field(strict=True, allow_inf_nan=True)]
TEXTS = ("out", "region", "manifest", "name")
REMEDIES = {"bool_parsing": "; write true or false", "int_parsing": "; write a whole number",
            "float_type": "; write a number", "too_short": "; name at least one"}


class Ensemble(BaseModel):
    """How many members there are; none means the default parameters."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    members: int | None = Field(default=None, ge=1, le=1_000_000)


class Options(BaseModel):
    """All that a run can be told, as in configs/config.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    task: str = "compare"
    region: str = "shandong"
    scenarios: list[str] = Field(default=["frozen", "plan"], min_length=1)
    drivers: str | None = None
    ensemble: Ensemble = Ensemble()
    seed: int = Field(default=0, ge=0, lt=2**63)
    steps: int = Field(default=4, ge=1, le=365)
    last_year: int = Field(default=2035, ge=1900, le=2100)
    parameters: dict[str, Exact | dict[str, Exact]] = Field(default_factory=dict)
    extrapolate: bool = False
    out: str | None = None
    cohorts: bool = False
    figures: bool = True
    language: Literal["en", "zh"] = "en"
    name: str | None = None
    levers: str | None = None
    manifest: str | None = None

    @field_validator("scenarios", mode="before")
    @classmethod
    def take_one(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value

    @field_validator("task")
    @classmethod
    def know_task(cls, value: str) -> str:
        if value not in TASKS:
            raise ValueError(f"there is no task '{value}'; {suggest(value, TASKS)}")
        return value


def read_words(words: Sequence[str], parameters: Mapping[str, Sequence[str]]) -> Options:
    """Compose the configuration from the words of the command line and check every value.

    `parameters` are the names of the model's parameters, each with the county classes by which it is given, if any.
    Raises ScenarioError that names the option, what is wrong and what would be right.
    """
    store_parameters(parameters)
    GlobalHydra.instance().clear()
    with initialize_config_dir(str(find_home("configs")), version_base="1.3"):
        words = [quote_text(word) for word in words]
        check_words(words, compose("config"))
        try:
            config = compose("config", overrides=list(words))
        except (HydraException, OmegaConfBaseException) as error:
            raise ScenarioError(f"{' '.join(words)}: {' '.join(str(error).split())}") from None
    return check_options(OmegaConf.to_container(config, resolve=False))


def store_parameters(parameters: Mapping[str, Sequence[str]]) -> None:
    """Let the command line know the parameters, so that a misspelt one is refused like any other option."""
    unheld = {name: dict.fromkeys(classes) if classes else None for name, classes in parameters.items()}
    ConfigStore.instance().store("parameters", {"parameters": unheld})


def quote_text(word: str) -> str:
    """Take paths and names as they are written, in Chinese too, and lists of them; quotes are for the grammar alone."""
    key, equals, value = word.partition("=")
    if not equals or value[:1] in ("'", '"', "") or value == "null":
        return word
    if key == "scenarios":
        names = value[1:-1].split(",") if value.startswith("[") and value.endswith("]") else value.split(",")
        return f"{key}=[{','.join(quote(name.strip()) for name in names if name.strip())}]"
    return f"{key}={quote(value)}" if key in TEXTS else word


def quote(text: str) -> str:
    """Text as a quoted value of the grammar."""
    if text[:1] in ("'", '"'):
        return text
    escaped = text.replace("'", "\\'")
    return f"'{escaped}'"


def check_words(words: Sequence[str], plain: DictConfig) -> None:
    """Refuse what is no 'option=value', and options that do not exist."""
    for word in words:
        try:
            override = OverridesParser.create().parse_override(word)
        except HydraException:
            raise ScenarioError(f"'{word}' is not understood; write option=value, such as steps=8 "
                                "(in quotes if the value holds blanks or commas)") from None
        choices = sorted(file.stem for file in (find_home("configs") / override.key_or_group).glob("*.yaml"))
        if choices and override.value() not in choices:
            raise ScenarioError(f"{word}: there is no {override.key_or_group} '{override.value()}'; "
                                f"{suggest(override.value(), choices)}")
        path = override.key_or_group.split(".")
        here = plain
        for depth, key in enumerate(path):
            if not isinstance(here, DictConfig) or key not in here:
                near = ".".join([*path[:depth], ""])
                known = list(here) if isinstance(here, DictConfig) else []
                raise ScenarioError(f"{word}: there is no option '{near}{key}'; {suggest(key, known)}")
            here = here[key]
        if isinstance(here, DictConfig) and not choices and not isinstance(override.value(), dict):
            raise ScenarioError(f"{word}: '{override.key_or_group}' holds several options; "
                                f"write {override.key_or_group}.NAME=VALUE")


def check_options(content: dict) -> Options:
    """Make options of plain values."""
    held = drop_unheld(content.get("parameters") or {})
    try:
        return Options(**{**content, "parameters": held})
    except ValidationError as error:
        # Of the ways in which one value fails, the first is enough.
        first = {name_option(problem): problem for problem in reversed(error.errors())}
        raise ScenarioError("\n".join(say(problem) for problem in reversed(first.values()))) from None


def drop_unheld(parameters: Mapping[str, object]) -> dict[str, object]:
    """Only those parameters, and classes of parameters, that were given a value."""
    held = {name: drop_unheld(value) if isinstance(value, Mapping) else value for name, value in parameters.items()}
    return {name: value for name, value in held.items() if value not in (None, {})}


def name_option(problem: dict) -> str:
    """The option with which there is a problem."""
    return ".".join(str(part) for part in problem["loc"] if not str(part).startswith(("float", "dict[", "constrained-float")))


def say(problem: dict) -> str:
    """A problem with an option in one sentence."""
    message = problem["msg"].removeprefix("Value error, ")
    if message.startswith("there is no"):
        return message
    return f"{name_option(problem)}: {message}{REMEDIES.get(problem['type'], '')} (found: {problem['input']!r})"
