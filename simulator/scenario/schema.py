"""What a scenario file may hold: its keys, and the kind and range of each value."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from simulator.language.variables import Shape
from simulator.system.safe_text import describe_bad_name

Where = Literal["county_class", "circle", "city", "county", "income_half"]
WHERE = get_args(Where)
Year = Annotated[int, Field(ge=1900, le=2100, strict=True)]
Delay = Annotated[int, Field(ge=0, le=80, strict=True)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]


def check_name(name: str) -> str:
    """A name that tables and spreadsheets take. Raises ValueError that says why another is refused."""
    problem = describe_bad_name(name)
    if problem:
        raise ValueError(problem)
    return name


Name = Annotated[str, AfterValidator(check_name)]
Strength = Annotated[Number, Field(ge=0.0, le=10.0)]


class Strict(BaseModel):
    """A part of a scenario file in which every key must be known."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Timing(Strict):
    """When something moves, and in which shape; by default in the years that the model gives it."""

    start: Year | None = None
    end: Year | None = None
    shape: Shape | None = None

    @model_validator(mode="after")
    def run_forward(self) -> Timing:
        if self.start is not None and self.end is not None and self.end < self.start:
            raise ValueError(f"the ramp ends in {self.end}, before it starts in {self.start}; let it end later")
        return self


class LeverSetting(Timing):
    """How one lever moves: strength 0 is 2020 practice, 1 the plan; or a plan value of one's own.

    `delay` shifts the ramp by years. `where` names the counties in which it moves; it has the strength `elsewhere` in the
    others, by default 0.
    """

    strength: Strength | None = None
    plan: Number | None = None
    delay: Delay | None = None
    where: dict[Where, list[str]] = Field(default_factory=dict)
    elsewhere: Strength | None = None

    @model_validator(mode="after")
    def choose_one(self) -> LeverSetting:
        if self.strength is not None and self.plan is not None:
            raise ValueError("strength and plan exclude each other; keep one of them")
        return self


class ShockSetting(Timing):
    """The value that a shock reaches, in every county."""

    value: Number


class Title(Strict):
    """The name of a scenario in both languages."""

    zh: Name
    en: Name


class Scenario(Strict):
    """One policy pathway."""

    name: Name
    title: Title
    story: str = ""
    story_zh: str = ""
    levers: dict[str, LeverSetting] = Field(default_factory=dict)
    drivers: Literal["observed_2025", "known_2020"] = "observed_2025"
    shocks: dict[str, ShockSetting] = Field(default_factory=dict)
