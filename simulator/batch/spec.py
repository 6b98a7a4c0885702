"""The specification of a batch: all that determines its numbers, kept in the folder of the study as study.json."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path

from simulator.language.errors import DataError
from simulator.system.atomic import atomic_file

NAME = "study.json"
# Members of a chunk: the unit of the Zarr store and of the summary statistics, independent of the blocks that run together.
CHUNK_SIZE, LARGE_CHUNK_SIZE, LARGE = 64, 256, 1 << 14
# What says where something is, and changes no number.
PLACES = ("region_path",)


@dataclass(frozen=True)
class BatchSpec:
    """What is run and what is kept: scenarios in full, the design as requested, recorded variables resolved."""

    region_path: str
    region: str
    data: str
    scenarios: list[dict]
    drivers: list[str]
    design: dict
    members: int
    parameters: dict
    extrapolate: bool
    steps: int
    engine: str
    last_year: int
    variables: dict[str, list[str]]
    years: list[int]
    keep: bool
    quantiles: list[float]
    reference: str | None
    provenance: dict[str, str]
    overrides: list[str] = field(default_factory=list)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def chunk_size(self) -> int:
        """Members of a chunk."""
        return CHUNK_SIZE if self.members <= LARGE else LARGE_CHUNK_SIZE

    @property
    def chunks(self) -> int:
        """Number of chunks."""
        return -(-self.members // self.chunk_size)

    @property
    def names(self) -> list[str]:
        """Names of the scenarios."""
        return [each["name"] for each in self.scenarios]

    @property
    def compared(self) -> int | None:
        """The number of the scenario that others are compared with, if there is one and others besides."""
        return self.names.index(self.reference) if self.reference in self.names and len(self.names) > 1 else None

    def bounds(self, first_chunk: int, last_chunk: int) -> tuple[int, int]:
        """First member, and one past the last, of some chunks."""
        return first_chunk * self.chunk_size, min(last_chunk * self.chunk_size, self.members)

    @cached_property
    def settings(self) -> dict:
        """All that makes the numbers."""
        whole = asdict(self)
        return {name: whole[name] for name in whole if name not in (*PLACES, "overrides", "labels")}

    @cached_property
    def digest(self) -> str:
        """A digest of all that makes the numbers."""
        return hashlib.sha256(json.dumps(self.settings, sort_keys=True).encode()).hexdigest()

    def save(self, folder: Path) -> None:
        """Write the specification into the folder of the study."""
        with atomic_file(folder / NAME, "w") as file:
            file.write(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n")


def load_spec(folder: Path) -> BatchSpec:
    """The specification in a folder. Raises DataError when it is not whole or from another version."""
    try:
        return BatchSpec(**json.loads((folder / NAME).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise DataError(f"{folder / NAME}: cannot be read as the study of this version ({error}); name a new folder") from None


def check_same(old: BatchSpec, new: BatchSpec, folder: Path) -> None:
    """Refuse to go on with a study that is another one. Raises DataError that names the first setting that differs."""
    for name, before, now in compare_settings(json.loads(json.dumps(old.settings)), json.loads(json.dumps(new.settings))):
        raise DataError(
            f"{folder}: holds a study with other settings, as {name} was {show(before)} and is {show(now)}; run it as "
            "it was, or name a new folder"
        )


def compare_settings(old: object, new: object, name: str = "") -> Iterator[tuple[str, object, object]]:
    """The settings that differ, each by its name with dots, and what it was and is."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys([*old, *new]):
            yield from compare_settings(old.get(key), new.get(key), f"{name}.{key}".lstrip("."))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for number, (before, now) in enumerate(zip(old, new, strict=True)):
            yield from compare_settings(before, now, f"{name}[{number}]")
    elif old != new:
        yield name, old, new


def show(value: object) -> str:
    """A setting in few words."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."
