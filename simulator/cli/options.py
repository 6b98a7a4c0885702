"""Every option: its type, default, meaning and bounds, declared once; configs/command says which command reads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from simulator.cli.aliases import rename_options
from simulator.cli.commands import list_choices
from simulator.language.errors import ScenarioError, suggest

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


class Part(BaseModel):
    """A group of options; an unknown key is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Ensemble(Part):
    """The members: a design of experiments, its size, and what varies."""

    kind: str = Field("single", description="set by ensemble=NAME")
    members: int | None = Field(None, ge=1, le=1_000_000, strict=True, description="number of members")
    vary: str | list[str] | dict[str, list[Exact] | None] | None = Field(
        None,
        description="what varies: [NAME, ...], {NAME: [low, high], ...} or the .json file of a SALib problem; NAME.plan is the "
        "plan value of a lever, NAME.value the value of a shock; null: everything uncertain",
    )
    file: str | None = Field(None, description="ensemble=file: a CSV table, one row a member")

    @model_validator(mode="before")
    @classmethod
    def complete_first_release(cls, value: object) -> object:
        """Manifests of version 0.1.0 may hold the number of members only; these were draws from the prior ranges."""
        earlier = isinstance(value, dict) and value.get("members") is not None and "kind" not in value
        return {**value, "kind": "prior"} if earlier else value

    @field_validator("kind")
    @classmethod
    def check_kind(cls, value: str) -> str:
        if value not in list_choices("ensemble"):
            raise ValueError(f"there is no design '{value}'; {suggest(value, list_choices('ensemble'))}")
        return value


class Record(Part):
    """What a batch of many members keeps."""

    variables: list[str] | None = Field(
        None, min_length=1, description="indicators or variables; null: those with targets, and the main indicators"
    )
    levels: list[str] = Field(["province"], min_length=1, description="some of province, city, circle, class, county")
    years: list[int] | None = Field(None, min_length=1, description="years; null: all")
    paths: bool = Field(True, description="true: every member is kept; false: only summary statistics")
    quantiles: list[Annotated[Exact, Field(ge=0.0, le=1.0)]] = Field(
        [0.05, 0.25, 0.5, 0.75, 0.95], min_length=1, description="quantiles over members"
    )
    reference: str | None = Field(
        "frozen", description="the scenario with which the others are compared, member by member; it is not swept"
    )

    @field_validator("variables", "levels", "years", mode="before")
    @classmethod
    def accept_one(cls, value: object) -> object:
        return [value] if isinstance(value, str | int) else value


class Sweep(Part):
    """Levers and shocks that take several values; each combination becomes a scenario."""

    design: Literal["grid", "lhs", "sobol"] = Field(
        "grid", description="grid: all combinations of the values; lhs and sobol: points between two values"
    )
    points: int | None = Field(None, ge=2, le=2000, strict=True, description="number of points of lhs or sobol")
    levers: dict[str, dict[str, list[Exact]]] = Field(
        default_factory=dict, description="sweep.levers.NAME.plan, .strength or .delay: a list of values"
    )
    shocks: dict[str, dict[str, list[Exact]]] = Field(default_factory=dict, description="sweep.shocks.NAME.value: a list of values")


class Execution(Part):
    """Where blocks of members run."""

    kind: Literal["local", "processes", "dask", "slurm"] = Field("local", description="set by execution=NAME")
    block: int = Field(128, ge=1, le=100_000, strict=True, description="members of a block; no result depends on it")
    workers: int | None = Field(None, ge=1, le=1024, strict=True, description="processes; null: one for each processor")
    address: str | None = Field(None, description="dask: the scheduler, tcp://host:8786")
    cluster: Literal["slurm", "local"] | None = Field(None, description="slurm; local: processes of this machine, as a trial")
    jobs: int | None = Field(None, ge=1, le=1000, strict=True, description="slurm: jobs of the array")
    minutes: int | None = Field(None, ge=1, strict=True, description="slurm: time limit of a job")
    cpus: int | None = Field(None, ge=1, strict=True, description="slurm: processors of a job")
    partition: str | None = Field(None, description="slurm: the partition")


class Discover(Part):
    """The target whose misses are explained, and under which scenario."""

    target: str = Field("Q2", description="number of the target, as listed by: list targets")
    pathway: str | None = Field(None, description="the scenario; null: the last one")


class Design(Part):
    """The search for the cheapest portfolio of levers."""

    targets: list[str] | None = Field(
        None, min_length=1, description="numbers of the targets to be met together; null: all that are scored before the run ends"
    )
    probability: Annotated[Exact, Field(gt=0.0, le=1.0)] = Field(0.8, description="share of members in which they must be met")
    levers: list[str] | None = Field(None, min_length=1, description="levers; null: all that the plan moves")
    max_strength: Annotated[Exact, Field(gt=0.0, le=10.0)] = Field(
        1.5, description="highest strength of a lever; 0 is 2020 practice, 1 the plan"
    )
    trials: int = Field(400, ge=1, le=1_000_000, strict=True, description="portfolios tried")
    batch: int = Field(20, ge=2, le=10_000, strict=True, description="portfolios tried at a time")


class Options(Part):
    """The options of all commands. An option that a command does not read has its default."""

    command: str = Field("compare", description="the command")
    region: str = Field("shandong", description="a region that ships, or a folder with the same tables")
    scenarios: list[str] = Field(
        ["frozen", "plan"], min_length=1, description="names of files in scenarios/, paths of .yaml files, or several joined by +"
    )
    scenario: str | None = Field(
        None,
        description="a file of scenarios/, a path, or several joined by +; any part can be changed: "
        "scenario.levers.open_settlement.plan=0.9",
    )
    county: str | None = Field(None, description="the county, by code, name or pinyin")
    variable: str | None = Field(None, description="the variable to show")
    what: str = Field("commands", description="commands, scenarios, levers, shocks, targets, indicators or regions")
    manifest: str | None = Field(None, description="the manifest.json of the run to repeat, or its folder")
    observed: str | None = Field(None, description="a CSV table of observations: region, year, indicator, value")
    holdout: str | None = Field(None, description="the holdout.csv of a hindcast; null: forecast again")
    drivers: str | None = Field(None, description="observed_2025 or known_2020; null: as each scenario says")
    ensemble: Ensemble = Field(
        Ensemble(),
        description="design of the members. posterior: the calibrated ensemble (prior where the region has none); single: one "
        "member with default parameters; file: rows of a table; the others: designs in the prior ranges",
    )
    record: Record = Field(Record(), description="what is kept")
    sweep: Sweep = Field(Sweep(), description="levers and shocks that take several values")
    execution: Execution = Field(Execution(), description="where blocks of members run")
    discover: Discover = Field(Discover(), description="the target")
    design: Design = Field(Design(), description="the search")
    seed: int = Field(0, ge=0, lt=2**63, strict=True, description="seed of the random draws")
    steps: int = Field(
        2, ge=1, le=365, strict=True, description="steps a year, of second order: twice as many leave a quarter of the error"
    )
    engine: Literal["kernel", "float32", "reference"] = Field(
        "kernel",
        description="float32: origin-destination products in single precision, about 20 % faster; reference: plain NumPy",
    )
    first_year: int | None = Field(
        None, ge=1900, le=2100, strict=True, description="census year (2010, 2020) at whose end the run starts; null: 2020"
    )
    last_year: int = Field(2035, ge=1900, le=2100, strict=True, description="last year of the run")
    parameters: dict[str, Exact | dict[str, Exact]] = Field(
        default_factory=dict, description="parameters.NAME=VALUE fixes a parameter for all members"
    )
    extrapolate: bool = Field(False, description="whether parameters may leave their prior range (never their hard bounds)")
    calibrated: bool | Literal["strict"] = Field(
        True, description="whether the calibration beside the region's tables is used; strict: it must be fitted to this model"
    )
    screened: int = Field(100_000, ge=16, le=1_000_000, strict=True, description="prior members that are screened")
    kept: int = Field(1000, ge=1, le=100_000, strict=True, description="members of the constrained ensemble that are kept or used")
    install: bool = Field(False, description="whether the calibration is written beside the region's tables")
    cohorts: bool = Field(False, description="whether results keep residents by sex, age and status")
    figures: bool = Field(True, description="whether figures are drawn")
    brief: bool = Field(False, description="whether brief.html and workbook.xlsx are written")
    language: Literal["en", "zh"] = Field("en", description="language of tables, figures and pages")
    levers: str | None = Field(None, description="all: a table of the levers")
    shocks: str | None = Field(None, description="all: a table of the shocks")
    targets: str | None = Field(None, description="all: a table of the plan's targets")
    format: str = Field("xmile", description="file format: xmile, for Vensim, Stella and PySD")
    out: str | None = Field(None, description="a new folder for the outputs; null: outputs/<date-time>")

    @field_validator("scenarios", mode="before")
    @classmethod
    def accept_one(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value

    @field_validator("county", mode="before")
    @classmethod
    def accept_code(cls, value: object) -> object:
        return str(value) if type(value) is int else value


def check_options(content: dict) -> Options:
    """Options from plain values, with names of the first release translated. Raises ScenarioError, one line a problem."""
    renamed = rename_options(content)
    pruned = {name: drop_null(renamed[name]) for name in ("parameters", "sweep") if renamed.get(name) is not None}
    unset = {"parameters", "sweep"} - set(pruned)
    try:
        return Options(**{name: value for name, value in (renamed | pruned).items() if name not in unset})
    except ValidationError as error:
        # Pydantic reports each branch of a union; the first is enough.
        first = {name_option(problem): problem for problem in reversed(error.errors())}
        raise ScenarioError("\n".join(say(problem) for problem in reversed(first.values()))) from None


def drop_null(content: object) -> object:
    """A mapping without the entries that are null or empty, at every depth; other values as they are."""
    if not isinstance(content, Mapping):
        return content
    return {name: kept for name, value in content.items() if (kept := drop_null(value)) not in (None, {})}


def name_option(problem: dict) -> str:
    """The option that a pydantic error is about, such as ensemble.members."""
    return ".".join(str(part) for part in problem["loc"] if not str(part).startswith(("float", "dict[", "constrained-float")))


def say(problem: dict) -> str:
    """A pydantic error as one sentence."""
    message = problem["msg"].removeprefix("Value error, ")
    if message.startswith("there is no"):
        return message
    return f"{name_option(problem)}: {message}{REMEDIES.get(problem['type'], '')} (found: {problem['input']!r})"
