"""Mixes of levers tried on the same members: what a mix costs, and how likely it reaches the targets."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from simulator.batch.selection import Selection
from simulator.batch.spec import compare_settings, show
from simulator.batch.target_probability import meets
from simulator.kernel.run import Outputs
from simulator.language.errors import DataError
from simulator.run.block import prepare_block, run_block
from simulator.run.checkpoint import Checkpoint
from simulator.run.setup import RunSetup
from simulator.scenario import LeverSetting, Scenario
from simulator.system.atomic import atomic_file

COST = "programme_cost_total"
TRIED = "tried.jsonl"
# Members that run together, as many as the memory holds with ease.
BLOCK = 64
Mix = dict[str, float]  # strength by lever


@dataclass(frozen=True)
class Answer:
    """What a mix comes to: mean cost of programmes over the members since the start, in yuan; share of members that meet all
    chosen targets; share that meet each; and mean cost [county]."""

    cost: float
    probability: float
    each: dict[str, float]
    places: np.ndarray = field(repr=False)

    @property
    def score(self) -> float:
        """The probability, and a little for targets that are met one by one, so that a search finds its way."""
        return self.probability + 1e-3 * float(np.mean(list(self.each.values())))


@dataclass
class Trials:
    """Members whose start, reference constants and forcing are found once, and shared by every mix that is tried on them."""

    setup: RunSetup
    selection: Selection
    targets: list[dict]
    drivers: str
    parts: list[tuple[RunSetup, Checkpoint]]

    def run(self, scenario: Scenario) -> Answer:
        """Try one scenario on all members."""
        met, costs, places = [], [], []

        def keep(_: Scenario, outputs: Outputs) -> None:
            found, due = self.selection.measure(outputs)
            met.append(np.stack([meets(each, due[each["indicator"]], self.selection.all_years) for each in self.targets]))
            costs.append(found["province"][0, :, -1, 0])
            places.append(found["county"][0, :, -1])

        for part, start in self.parts:
            run_block(part, start, [scenario], [self.drivers], self.selection.record, keep)
        whole = np.concatenate(met, axis=1)
        each = {target["code"]: float(share) for target, share in zip(self.targets, whole.mean(axis=1), strict=True)}
        return Answer(
            float(np.concatenate(costs).mean()), float(whole.all(axis=0).mean()), each, np.concatenate(places).mean(axis=0)
        )


def prepare_trials(setup: RunSetup, selection: Selection, targets: list[dict], drivers: str, name: str) -> Trials:
    """Find what all mixes share."""
    parts = []
    for first in range(0, setup.members, BLOCK):
        part = setup.of_members(slice(first, first + BLOCK))
        frozen = Scenario(name=name, title={"zh": name, "en": name})
        parts.append((part, prepare_block(part, [frozen], [drivers])))
    return Trials(setup, selection, targets, drivers, parts)


def make_scenario(mix: Mix, name: str, title: dict[str, str], drivers: str) -> Scenario:
    """The scenario of a mix; levers that are not named stay at 2020 practice."""
    levers = {
        "all": LeverSetting(strength=0.0),
        **{lever: LeverSetting(strength=strength) for lever, strength in mix.items() if strength > 0.0},
    }
    return Scenario(name=name, title=title, levers=levers, drivers=drivers)


class Memory:
    """Portfolios evaluated so far, one line of JSON each with its own digest, so that a stopped search repeats its way at once."""

    def __init__(self, folder: Path, settings: Mapping[str, object]) -> None:
        """Raises DataError for a search with other settings, by the name of what differs, and for an altered line."""
        self.path, self.known = folder / TRIED, {}
        # What follows the last line end was cut short when the search was stopped.
        lines = self.path.read_bytes().split(b"\n")[:-1] if self.path.exists() else []
        lines = lines or [make_line({"settings": settings})]
        first, *rows = [self.read_line(number, line) for number, line in enumerate(lines, 1)]
        for name, before, now in compare_settings(first.get("settings"), json.loads(json.dumps(settings))):
            raise DataError(
                f"{folder}: holds a search with other settings, as {name} was {show(before)} and is {show(now)}; run it as it was, "
                "or name a new folder"
            )
        for row in rows:
            self.known[tuple(row["mix"])] = (row["cost"], row["probability"], row["each"], row["places"])
        with atomic_file(self.path) as draft:
            draft.write(b"".join(line + b"\n" for line in lines))

    def read_line(self, number: int, line: bytes) -> dict:
        """What a line holds. Raises DataError when it is not as it was written."""
        try:
            content = json.loads(line)
            if make_line({name: each for name, each in content.items() if name != "digest"}) == line:
                return content
        except (ValueError, AttributeError, RecursionError):
            pass
        raise DataError(
            f"{self.path}: line {number} is not as it was written; remove the folder and give the command again, or name a new folder"
        )

    def recall(self, key: Sequence[float]) -> Answer | None:
        """What a mix came to, if it was tried."""
        found = self.known.get(tuple(key))
        return None if found is None else Answer(found[0], found[1], found[2], np.array(found[3]))

    def keep(self, key: Sequence[float], answer: Answer) -> None:
        """Remember what a mix came to."""
        self.known[tuple(key)] = (answer.cost, answer.probability, answer.each, answer.places.tolist())
        row = {
            "mix": list(key),
            "cost": answer.cost,
            "probability": answer.probability,
            "each": answer.each,
            "places": answer.places.tolist(),
        }
        with self.path.open("ab") as file:
            file.write(make_line(row) + b"\n")


def make_line(content: Mapping[str, object]) -> bytes:
    """A line of JSON that ends with a digest of the rest."""
    digest = hashlib.sha256(json.dumps(content).encode()).hexdigest()
    return json.dumps({**content, "digest": digest}).encode()
