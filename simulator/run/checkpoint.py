"""Save where a run stands, and go on from there later as if it had never stopped."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from simulator.inputs.drivers.sets import Forcing
from simulator.kernel.inputs import KINDS, Arrays, State
from simulator.language.errors import DataError
from simulator.system.atomic import atomic_file

# Parts of a state under their names in checkpoints of the first release.
RENAMED = {"motion": "last_changes"}


@dataclass(frozen=True)
class Checkpoint:
    """All that a run needs to go on: a state for each scenario, the reference constants, the forcing of each driver set,
    and the settings under which it was reached."""

    states: dict[str, State]
    references: Arrays
    forcings: dict[str, Forcing | None]
    settings: dict[str, object]

    @property
    def year(self) -> int:
        """The year at whose end the run stands."""
        return next(iter(self.states.values())).year

    def of_members(self, members: slice) -> Checkpoint:
        """The same checkpoint for some members."""
        return Checkpoint(
            {name: state.of_members(members) for name, state in self.states.items()},
            {name: value[members] for name, value in self.references.items()},
            {name: forcing and forcing.of_members(members) for name, forcing in self.forcings.items()},
            self.settings,
        )


def join_checkpoints(parts: list[Checkpoint]) -> Checkpoint:
    """One checkpoint of blocks of members."""

    def join(values: list[np.ndarray]) -> np.ndarray:
        return np.concatenate(values)

    first = parts[0]
    states = {
        name: State(
            state.year,
            *({key: join([getattr(p.states[name], kind)[key] for p in parts]) for key in getattr(state, kind)} for kind in KINDS),
        )
        for name, state in first.states.items()
    }
    references = {name: join([p.references[name] for p in parts]) for name in first.references}
    forcings = {
        name: forcing
        and Forcing(forcing.years, *(join([getattr(p.forcings[name], rate) for p in parts]) for rate in Forcing.RATES))
        for name, forcing in first.forcings.items()
    }
    return Checkpoint(states, references, forcings, first.settings)


def save_checkpoint(checkpoint: Checkpoint, path: str | Path) -> None:
    """Write a checkpoint to one file (.npz), whole or not at all."""
    arrays = {f"reference/{name}": value for name, value in checkpoint.references.items()}
    for scenario, state in checkpoint.states.items():
        for kind in KINDS:
            arrays |= {f"state/{scenario}/{kind}/{name}": value for name, value in getattr(state, kind).items()}
    years = {}
    for name, forcing in checkpoint.forcings.items():
        years[name] = None if forcing is None else list(forcing.years)
        if forcing is not None:
            arrays |= {f"forcing/{name}/{rate}": getattr(forcing, rate) for rate in Forcing.RATES}
    about = json.dumps({"year": checkpoint.year, "forcings": years, "settings": checkpoint.settings})
    try:
        with atomic_file(path) as file:
            np.savez(file, about=np.array(about), **arrays)
    except OSError as error:
        raise DataError(f"{path}: the state cannot be written there ({error.strerror}); name a folder that can") from None


def load_checkpoint(path: str | Path) -> Checkpoint:
    """Read a checkpoint. Raises DataError when there is none or it is not whole."""
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        return unpack_checkpoint(arrays, json.loads(str(arrays["about"])))
    except FileNotFoundError:
        raise DataError(f"{path}: there is no such state; name a file that a run has saved") from None
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
        raise DataError(f"{path}: is no saved state, or not whole; save it again") from None


def unpack_checkpoint(arrays: Arrays, about: dict) -> Checkpoint:
    """The checkpoint that a file holds."""
    parts: dict[str, dict[str, Arrays]] = {}
    references: Arrays = {}
    rates: dict[str, Arrays] = {}
    for key, value in arrays.items():
        match key.split("/"):
            case ["state", scenario, kind, name]:
                parts.setdefault(scenario, {}).setdefault(RENAMED.get(kind, kind), {})[name] = value
            case ["reference", name]:
                references[name] = value
            case ["forcing", name, rate]:
                rates.setdefault(name, {})[rate] = value
    states = {scenario: State(about["year"], **{"stocks": {}, "cohorts": {}, **kinds}) for scenario, kinds in parts.items()}
    forcings = {name: None if years is None else Forcing(tuple(years), **rates[name]) for name, years in about["forcings"].items()}
    return Checkpoint(states, references, forcings, about["settings"])


def check_settings(checkpoint: Checkpoint, settings: dict[str, object], path: str | Path) -> None:
    """Refuse to go on under other settings than those of the saved run, and say which one differs."""
    for name, now in settings.items():
        before = checkpoint.settings.get(name)
        if before != now:
            seen = f" {before}, not {now}" if isinstance(now, int) else " that are not these"
            raise DataError(f"{path}: was saved with {name}{seen}; resume with the same {name}")
