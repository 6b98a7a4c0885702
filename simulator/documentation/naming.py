"""How variables are called in a document: words of their name, links to where they are told, and families told once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape

from simulator.language.units import SIGNS, Unit
from simulator.language.variables import Variable
from simulator.model.graph import LEVERS, Model, reads

# What the model is told, and a document in tables.
TOLD = ("parameter", *LEVERS, "driver")
KINDS = {"parameter": "p", **dict.fromkeys(LEVERS, "l"), "driver": "d", "stock": "s", "reference": "r"}
DATED = re.compile(r"(.+)_(20\d\d)")
HINT = 160


@dataclass(frozen=True, eq=False)
class Names:
    """The variables of a model as a document calls them."""

    model: Model

    @cached_property
    def members(self) -> Mapping[str, list[Variable]]:
        """The members of each family."""
        found: dict[str, list[Variable]] = {}
        for v in self.model.variables.values():
            if v.family:
                found.setdefault(v.family, []).append(v)
        return found

    @cached_property
    def axes(self) -> Mapping[str, str]:
        """The axis of each element of an axis."""
        return {v.element: v.axis for v in self.model.variables.values() if v.axis and v.element}

    @cached_property
    def together(self) -> Mapping[str, tuple[Variable, ...]]:
        """For each member of a family those that share its line, itself among them; alone it is an exception."""
        lines: dict[tuple[str, str], list[Variable]] = {}
        for v in self.model.variables.values():
            lines.setdefault((v.family or v.name, v.place), []).append(v)
        return {v.name: tuple(group) for group in lines.values() for v in group}

    @cached_property
    def readers(self) -> Mapping[str, list[str]]:
        """For each variable those that are made of it."""
        found: dict[str, list[str]] = {name: [] for name in self.model.variables}
        for v in self.model.variables.values():
            started = getattr(v, "initial", "")
            for need in dict.fromkeys((*reads(v), *(each for each in (started,) if each in found and each != v.name))):
                found[need].append(v.name)
        return found

    def is_whole(self, name: str) -> bool:
        """Whether a name stands for a family whose members share a line."""
        return any(len(self.together[v.name]) > 1 for v in self.members.get(name, ()))

    def shared(self, v: Variable) -> bool:
        """Whether a variable is told with others of its family."""
        return len(self.together[v.name]) > 1

    def title(self, v: Variable) -> str:
        """The name under which a variable is told: its own, or that of its family."""
        return v.family if self.shared(v) else v.name

    def text(self, v: Variable) -> str:
        """What a variable is; of a family told once, what all of it is."""
        return sentence(v.description.rpartition(": ")[0] if self.shared(v) else v.description)

    def word(self, v: Variable) -> str:
        """What an element of a family is called in words."""
        return v.description.rpartition(": ")[2].rstrip(".")

    def find(self, name: str) -> Variable:
        """A variable, or the first member of a family; of a group of people, what it is a group of."""
        name = name.partition(".")[0]
        return self.model.variables[name] if name in self.model.variables else self.members[name][0]

    def stand_in(self, v: Variable, whole: bool) -> list[str]:
        """What a variable reads; of a line for a whole family, families in place of the members that stand for any."""
        return list(
            dict.fromkeys(
                other.family if whole and other.element and other.element == v.element and self.is_whole(other.family) else need
                for need in v.needs
                for other in (self.model[need],)
            )
        )

    def fold(self, names: list[str] | tuple[str, ...]) -> list[str]:
        """Names with families in place of members that are told together."""
        return list(dict.fromkeys(self.title(self.model[name]) for name in names))

    def split(self, name: str, whole: bool = False) -> tuple[str, str, str]:
        """The words of a name, what stands below its line, and the anchor: 'load_school' is load with school below it.

        With `whole`, the member stands for its family, with the letter of the axis below it.
        """
        name, _, group = name.partition(".")
        v = self.model.variables.get(name)
        if v is None:
            members = self.members.get(name, [])
            anchor = members[0].name if members and not self.is_whole(name) else name
            return *date(name, self.letter(members[0]) if members else group), anchor
        if v.family:
            anchor = v.family if whole and self.is_whole(v.family) else name
            return *date(v.family, self.letter(v) if whole else v.element), anchor
        return *date(name, group), name

    def letter(self, v: Variable) -> str:
        """The letter that stands for any element of a family's axis."""
        return self.axes[v.element][0]

    def link(self, name: str, whole: bool = False) -> str:
        """A name as a link in HTML, its words in the colour of its kind."""
        words, below, anchor = self.split(name, whole)
        v = self.find(name)
        below = f"<sub>{escape(below.replace('_', ' '))}</sub>" if below else ""
        hint = f"{self.text(v)[:HINT]} [{say_unit(v.unit)}]"
        return f'<a class="v {KINDS.get(v.kind, "e")}" href="#{anchor}" title="{escape(hint)}">{spaced(words)}{below}</a>'

    def latex(self, name: str, whole: bool = False) -> str:
        """A name in LaTeX."""
        words, below, _ = self.split(name, whole)
        text = rf"\textit{{{words.replace('_', ' ')}}}"
        return f"{text}_{{\\text{{{below.replace('_', ' ')}}}}}" if below else text

    def mention(self, name: str) -> str:
        """A name as a link in Markdown."""
        return f"[{name.replace('.', ' (') + ')' if '.' in name else name}](#{self.split(name)[2]})"


def date(name: str, below: str) -> tuple[str, str]:
    """The words of a name and what stands below its line, with the year that the name may end in."""
    dated = DATED.fullmatch(name)
    return (dated[1], ", ".join(filter(None, (dated[2], below)))) if dated else (name, below)


def spaced(name: str) -> str:
    """The words of a name, never parted at the end of a line."""
    return escape(name).replace("_", "&nbsp;")


def sentence(text: str) -> str:
    """Words with a capital at the front and a stop at the end."""
    text = " ".join(text.split())
    return text[:1].upper() + text[1:].rstrip(".") + "." if text else ""


def say_unit(unit: Unit | str) -> str:
    """A unit, or its name in a table, as people write it."""
    signed = re.sub(r"[a-z]\w*", lambda word: SIGNS[word[0]].en if word[0] in SIGNS else word[0], str(unit))
    return signed.replace("**2", "²").replace("/", " / ").replace(" * ", " · ")
