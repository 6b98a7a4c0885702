"""The options of a run, as in configs/config.yaml, and what is wrong with a value, in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from simulator.language.errors import ScenarioError, suggest
from simulator.sampling.designs import DESIGNS

TASKS = (
    "calibrate",
    "compare",
    "county",
    "design",
    "discover",
    "document",
    "export",
    "hindcast",
    "reproduce",
    "score",
    "sensitivity",
    "show",
    "simulate",
    "sweep",
    "validate",
)

Exact = Annotated[float, Field(strict=True, allow_inf_nan=True)]
REMEDIES = {
    "bool_parsing": "; write true or false",
    "int_type": "; write a whole number",
    "bool_type": "; write true or false",
    "dict_type": "; write NAME: VALUE lines",
    "extra_forbidden": "; leave it out",
    "float_type": "; write a number",
    "too_short": "; name at least one",
}


class Ensemble(BaseModel):
    """Which members there are: the kind of design, how many members, and what varies between them."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: str = "single"
    members: int | None = Field(default=None, ge=1, le=1_000_000, strict=True)
    vary: str | list[str] | dict[str, list[Exact] | None] | None = None
    file: str | None = None

    @model_validator(mode="before")
    @classmethod
    def know_earlier_ones(cls, value: object) -> object:
        """Manifests of the first version told only the number of members, which were draws from the prior ranges."""
        earlier = isinstance(value, dict) and value.get("members") is not None and "kind" not in value
        return {**value, "kind": "prior"} if earlier else value

    @field_validator("kind")
    @classmethod
    def know_kind(cls, value: str) -> str:
        if value not in DESIGNS:
            raise ValueError(f"there is no design '{value}'; {suggest(value, DESIGNS)}")
        return value


class Record(BaseModel):
    """What is kept of a study that is run in blocks."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    variables: list[str] | None = Field(default=None, min_length=1)
    levels: list[str] = Field(default=["province"], min_length=1)
    years: list[int] | None = Field(default=None, min_length=1)
    paths: bool = True
    quantiles: list[Annotated[Exact, Field(ge=0.0, le=1.0)]] = Field(default=[0.05, 0.25, 0.5, 0.75, 0.95], min_length=1)
    reference: str | None = "frozen"

    @field_validator("variables", "levels", "years", mode="before")
    @classmethod
    def take_one(cls, value: object) -> object:
        return [value] if isinstance(value, str | int) else value


class Sweep(BaseModel):
    """Levers and shocks that take several values, each of which makes a scenario of its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    levers: dict[str, dict[str, list[Exact]]] = Field(default_factory=dict)
    shocks: dict[str, dict[str, list[Exact]]] = Field(default_factory=dict)
    design: Literal["grid", "lhs", "sobol"] = "grid"
    points: int | None = Field(default=None, ge=2, le=2000, strict=True)


class Execution(BaseModel):
    """Where blocks are run, and how many members make one."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: Literal["local", "processes", "dask", "slurm"] = "local"
    block: int = Field(default=128, ge=1, le=100_000, strict=True)
    workers: int | None = Field(default=None, ge=1, le=1024, strict=True)
    address: str | None = None
    cluster: Literal["slurm", "local"] | None = None
    jobs: int | None = Field(default=None, ge=1, le=1000, strict=True)
    minutes: int | None = Field(default=None, ge=1, strict=True)
    cpus: int | None = Field(default=None, ge=1, strict=True)
    partition: str | None = None


class Discover(BaseModel):
    """Which target is missed, and under which scenario."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    target: str = "Q2"
    pathway: str | None = None


class Design(BaseModel):
    """What the cheapest mix of levers is to reach, of which levers, and how long it is searched for."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    goals: list[str] | None = Field(default=None, min_length=1)
    probability: Annotated[Exact, Field(gt=0.0, le=1.0)] = 0.8
    levers: list[str] | None = Field(default=None, min_length=1)
    most: Annotated[Exact, Field(gt=0.0, le=10.0)] = 1.5
    trials: int = Field(default=400, ge=1, le=1_000_000, strict=True)
    batch: int = Field(default=20, ge=2, le=10_000, strict=True)


class Options(BaseModel):
    """All that a run can be told, as in configs/config.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    task: str = "compare"
    region: str = "shandong"
    scenarios: list[str] = Field(
        default=["frozen", "plan", "hukou_first", "services_first", "income_first", "county_towns", "core_cities"], min_length=1
    )
    scenario: str | None = None
    drivers: str | None = None
    ensemble: Ensemble = Ensemble()
    record: Record = Record()
    sweep: Sweep = Sweep()
    execution: Execution = Execution()
    discover: Discover = Discover()
    design: Design = Design()
    seed: int = Field(default=0, ge=0, lt=2**63, strict=True)
    steps: int = Field(default=2, ge=1, le=365, strict=True)
    engine: Literal["kernel", "float32", "reference"] = "kernel"
    first_year: int | None = Field(default=None, ge=1900, le=2100, strict=True)
    last_year: int = Field(default=2035, ge=1900, le=2100, strict=True)
    parameters: dict[str, Exact | dict[str, Exact]] = Field(default_factory=dict)
    extrapolate: bool = False
    out: str | None = None
    calibrated: bool | Literal["strict"] = True
    screened: int = Field(default=100_000, ge=16, le=1_000_000, strict=True)
    kept: int = Field(default=1000, ge=1, le=100_000, strict=True)
    install: bool = False
    observed: str | None = None
    holdout: str | None = None
    cohorts: bool = False
    figures: bool = True
    brief: bool = True
    language: Literal["en", "zh"] = "en"
    name: str | None = None
    levers: str | None = None
    shocks: str | None = None
    targets: str | None = None
    manifest: str | None = None
    county: str | None = None
    format: str = "xmile"

    @field_validator("scenarios", mode="before")
    @classmethod
    def take_one(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value

    @field_validator("county", mode="before")
    @classmethod
    def take_code(cls, value: object) -> object:
        return str(value) if type(value) is int else value

    @field_validator("task")
    @classmethod
    def know_task(cls, value: str) -> str:
        if value not in TASKS:
            raise ValueError(f"there is no task '{value}'; {suggest(value, TASKS)}")
        return value


def check_options(content: dict) -> Options:
    """Make options of plain values."""
    given = content.get("parameters")
    held = {} if given is None else drop_unheld(given) if isinstance(given, Mapping) else given
    swept = content.get("sweep")
    swept = {} if swept is None else drop_unheld(swept) if isinstance(swept, Mapping) else swept
    try:
        return Options(**{**content, "parameters": held, "sweep": swept})
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
