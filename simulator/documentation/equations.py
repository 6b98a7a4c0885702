"""Every equation of the model as a reader of a paper meets it: set in type, numbered, described, with its links."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

import yaml

from simulator.documentation.formula_block import Lines, join_lines
from simulator.documentation.formulas import FORMULAS, NOTES, set_formula
from simulator.documentation.math_writers import Html, Latex
from simulator.documentation.naming import TOLD, Names, sentence
from simulator.documentation.operator_formulas import list_stages
from simulator.language.variables import Variable
from simulator.system.resources import PACKAGE


@dataclass(frozen=True)
class Entry:
    """One equation of the document; of a family, one for all members that share a line."""

    number: str
    title: str
    variables: tuple[Variable, ...]
    text: str
    stages: tuple[Lines, ...]
    note: str = ""
    details: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    heading: str = ""

    @property
    def latex(self) -> tuple[str, ...]:
        """All its formulas."""
        return tuple(line for stage in self.stages for line in stage.latex)

    @property
    def first(self) -> Variable:
        """The variable that stands for all."""
        return self.variables[0]


@dataclass(frozen=True)
class Section:
    """A sector in the document."""

    number: int
    sector: str
    title: str
    opening: str
    entries: tuple[Entry, ...] = field(default=())


def list_sections(names: Names, first: int) -> list[Section]:
    """The sectors of a model in the order of sections.yaml, others after them; sections are numbered from `first` on."""
    titles = yaml.safe_load((PACKAGE / "documentation" / "sections.yaml").read_text(encoding="utf-8"))
    present = list(dict.fromkeys(v.sector for v in names.model.variables.values()))
    modules = names.model.sectors
    ordered = [*(each for each in titles if each in present), *(each for each in present if each not in titles)]
    return [
        Section(
            number,
            sector,
            titles.get(sector, sector.replace("_", " ").capitalize()),
            sentence(inspect.getdoc(modules[sector]) or "") if sector in modules else "",
            tuple(list_entries(names, sector, number, find_headings(modules[sector]) if sector in modules else {})),
        )
        for number, sector in enumerate(ordered, first)
    ]


def find_headings(module: object) -> dict[int, str]:
    """The comments that part a sector file, by the line on which the next thing stands."""
    headings, said = {}, []
    for number, line in enumerate(inspect.getsource(module).splitlines(), 1):
        if line.startswith("# "):
            said.append(line[2:])
        elif line.strip():
            if said:
                headings[number] = sentence(" ".join(said))
            said = []
    return headings


def list_entries(names: Names, sector: str, section: int, headings: dict[int, str]) -> Iterator[Entry]:
    """The entries of a sector in the order of its file; what the model is told stands in tables of its own."""
    done: set[str] = set()
    number, waiting = 0, dict(headings)
    for v in names.model.variables.values():
        if v.sector != sector or v.name in done or v.kind in ("operator_output", *TOLD):
            continue
        group = names.together[v.name]
        done |= {each.name for each in group}
        number += 1
        line = int(v.place.rpartition(":")[2] or 0)
        passed = [each for each in waiting if each <= line]
        heading = waiting[passed[-1]] if passed else ""
        for each in passed:
            del waiting[each]
        yield make_entry(names, group, f"{section}.{number}", heading)


def make_entry(names: Names, group: tuple[Variable, ...], number: str, heading: str) -> Entry:
    """One numbered equation."""
    v = group[0]
    whole = len(group) > 1
    needs = names.stand_in(v, whole)
    told = [need for need in (needs if v.kind != "operator" else ()) if names.find(need).kind in TOLD]
    readers = [
        name
        for name in names.fold([reader for each in group for reader in names.readers[each.name]])
        if name != names.title(v) and name not in getattr(v, "gives", ())
    ]
    # Of the families that a line for all members reads, those members that are written out on lines of their own.
    written = dict.fromkeys(
        need
        for each in group
        for need in each.needs
        if whole and names.model[need].element == each.element and each.element and not names.shared(names.model[need])
    )
    details = describe_operator(v, v.name in names.model.step_operators) if v.kind == "operator" else []
    return Entry(
        number,
        names.title(v),
        group,
        names.text(v),
        tuple(set_lines(names, v, whole)),
        NOTES[v.kind](v) if v.kind in NOTES else "",
        tuple(details),
        tuple(needs),
        tuple(told),
        tuple(readers),
        tuple(written),
        heading,
    )


def set_lines(names: Names, v: Variable, whole: bool) -> Iterator[Lines]:
    """The formulas of a variable in both hands; those of an operator in stages."""
    hands = (Html(partial(call, names, v, whole, names.link)), Latex(partial(call, names, v, whole, names.latex)))
    stages = list_stages(v) if v.kind == "operator" else (None,)
    for stage in stages:
        html, latex = (
            [set_formula(each, hand) for each in stage.formulas] if stage else FORMULAS[v.kind](v, names, hand, whole)
            for hand in hands
        )
        yield join_lines(html, latex, stage.words if stage else "")


def call(names: Names, v: Variable, whole: bool, write: Callable[..., str], name: str) -> str:
    """A name within the equation of a variable: of a family told once, its members stand for all."""
    name = getattr(v, "renamed", {}).get(name, name)
    other = names.model.variables.get(name)
    return write(name, whole and other is not None and other.element == v.element and bool(v.element))


def describe_operator(v: Variable, moves: bool) -> list[str]:
    """What the description of an operator says of its arithmetic; of one that moves people, that of its file too."""
    paragraphs = re.split(r"\n\s*\n", inspect.getdoc(v.reference) or "")
    file = re.split(r"\n\s*\n", inspect.getdoc(inspect.getmodule(v.reference)) or "")[1:]
    return [sentence(each) for each in (*paragraphs, *(file if moves else ()))]
