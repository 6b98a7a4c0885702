"""The sections of the equations document that follow the sectors, as endings.yaml has them."""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from simulator.places import PACKAGE


@dataclass(frozen=True)
class Ending:
    """A section after the sectors: its number, its title and its first words."""

    number: int
    title: str
    opening: str


def list_endings(first: int, states: str) -> dict[str, Ending]:
    """Those sections by anchor, numbered from `first` on; `states` are those in which the signs of influences are looked up."""
    told = yaml.safe_load((PACKAGE / "readings" / "endings.yaml").read_text(encoding="utf-8"))
    return {anchor: Ending(number, ending["title"], ending["opening"].format(states=states))
            for number, (anchor, ending) in enumerate(told.items(), first)}
