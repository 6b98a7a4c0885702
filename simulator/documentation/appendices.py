"""The sections of the equations document that follow the sectors, as appendices.yaml has them."""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from simulator.system.resources import PACKAGE


@dataclass(frozen=True)
class Ending:
    """A section after the sectors: its number, its title and its first words."""

    number: int
    title: str
    opening: str


def list_endings(first: int, states: str) -> dict[str, Ending]:
    """Those sections by anchor, numbered from `first` on; `states` are those in which the signs of influences are looked up."""
    told = yaml.safe_load((PACKAGE / "documentation" / "appendices.yaml").read_text(encoding="utf-8"))
    return {
        anchor: Ending(number, ending["title"], ending["opening"].format(states=states))
        for number, (anchor, ending) in enumerate(told.items(), first)
    }
