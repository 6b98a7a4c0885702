"""The equations document: the whole model as the methods section of a paper, in HTML and in Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from simulator.documentation.appendices import Ending, list_endings
from simulator.documentation.diagram import draw_overview
from simulator.documentation.equations import Section, list_sections
from simulator.documentation.formula_block import Lines
from simulator.documentation.influence import Influences
from simulator.documentation.loops import Chain, Loop, find_listed_loops, fold, list_further_loops
from simulator.documentation.naming import TOLD, Names, say_unit, sentence
from simulator.documentation.schedules import SHOWN as SHOWN_AGES
from simulator.documentation.schedules import Built, ByAge
from simulator.documentation.sector_diagrams import draw_stocks
from simulator.documentation.tables import (
    Row,
    describe_switch,
    is_switch,
    list_drivers,
    list_levers,
    list_parameters,
    say_use,
)
from simulator.language.variables import Variable
from simulator.model.graph import Model
from simulator.system.resources import PACKAGE

FIRST_SECTION = 2
SHOWN = 40
# Loops of so few variables hardly leave a stock and its own flows.
SHORT = 3
KINDS = {
    "stock": "stocks",
    "equation": "equations",
    "sum": "sums over a family",
    "total": "sums and means over counties",
    "cohort_sum": "counts of people",
    "decay": "decays",
    "delay": "pipelines",
    "in_transit": "contents of pipelines",
    "operator": "operators",
    "operator_output": "values that operators give",
    "reference": "constants of the reference state",
    "table": "relations by points",
    "parameter": "parameters",
    "lever": "levers",
    "shock": "shocks",
    "driver": "drivers",
}
TABLES = {"parameter": "parameters", "lever": "levers", "shock": "shocks", "driver": "drivers"}


@dataclass(frozen=True)
class Told:
    """What a document is told besides the model: labels in Chinese, where columns come from, of which states signs are, how
    indicators are made of variables, what the plan of the region says, how schedules are drawn, with their values there, and how
    each parameter is known."""

    labels: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    states: str = ""
    indicators: Sequence[Mapping[str, object]] = ()
    curves: Sequence[Lines] = ()
    constants: Sequence[Built] = ()
    by_age: Sequence[ByAge] = ()
    travel: str = ""
    targets: Sequence[Mapping[str, object]] = ()
    statuses: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Document:
    """All that the two templates set."""

    model: Model
    usual: Influences
    everything: Influences
    told: Told

    @cached_property
    def names(self) -> Names:
        """What variables are called."""
        return Names(self.model)

    @cached_property
    def sections(self) -> list[Section]:
        """The sectors with their equations."""
        return list_sections(self.names, FIRST_SECTION)

    @cached_property
    def endings(self) -> dict[str, Ending]:
        """The sections after the sectors, by anchor."""
        return list_endings(self.sections[-1].number + 1, self.told.states)

    @cached_property
    def parameters(self) -> dict[str, list[Row]]:
        """All parameters that are no switch, by the title of their sector."""
        return self._by_section([row for row in list_parameters(self.names) if not is_switch(row.first)])

    @cached_property
    def switches(self) -> list[tuple[Row, str]]:
        """The switches of the second stage with what they reach."""
        return [(row, describe_switch(self.names, row.first)) for row in list_parameters(self.names) if is_switch(row.first)]

    @cached_property
    def levers(self) -> list[Row]:
        """All levers in the order of the catalogue."""
        return list_levers(self.names)

    @cached_property
    def shocks(self) -> list[Row]:
        """All shocks."""
        return list_levers(self.names, "shock")

    @cached_property
    def drivers(self) -> dict[str, list[Row]]:
        """All drivers, by the title of their sector."""
        return self._by_section(list_drivers(self.names, self.told.columns))

    def _by_section(self, rows: Sequence[Row]) -> dict[str, list[Row]]:
        found = {section.title: [row for row in rows if row.first.sector == section.sector] for section in self.sections}
        return {title: some for title, some in found.items() if some}

    @cached_property
    def listed(self) -> list[Loop]:
        """The main loops."""
        return find_listed_loops(self.model, self.usual)

    @cached_property
    def further(self) -> list[tuple[Chain, tuple[str, ...], bool]]:
        """Further loops with the elements for which they hold, and whether they need the second stage."""
        usual = list_further_loops(self.model, self.usual, self.listed)
        return [
            (chain, self._in_order(elements), chain not in usual)
            for chain, elements in list_further_loops(self.model, self.everything, self.listed).items()
        ]

    @cached_property
    def short(self) -> list[tuple[Chain, tuple[str, ...], bool]]:
        """Those further loops in which a stock meets little but its own flows."""
        return [each for each in self.further if len(each[0].names) <= SHORT]

    @cached_property
    def long(self) -> list[tuple[Chain, tuple[str, ...], bool]]:
        """The other further loops."""
        return [each for each in self.further if len(each[0].names) > SHORT]

    @cached_property
    def counts(self) -> str:
        """How many variables of each kind there are, in words."""
        kinds = Counter(v.kind for v in self.model.variables.values())
        return ", ".join(f"{kinds[kind]} {words}" for kind, words in KINDS.items() if kinds[kind])

    @property
    def ages(self) -> Sequence[int]:
        """Cohorts at which schedules are shown."""
        return SHOWN_AGES

    @cached_property
    def places(self) -> dict[str, str]:
        """Where each variable is told: the number of its equation or its table."""
        found = {v.name: f"({entry.number})" for section in self.sections for entry in section.entries for v in entry.variables}
        found |= {v.name: found[v.operator] for v in self.model.of_kind("operator_output")}
        return found | {v.name: "switches" if is_switch(v) else TABLES[v.kind] for v in self.model.of_kind(*TOLD)}

    @cached_property
    def index(self) -> list[Variable]:
        """All variables in the order of the alphabet."""
        return [self.model[name] for name in sorted(self.model.variables)]

    def told_once(self, chains: Sequence[Chain]) -> list[tuple[Chain, tuple[str, ...]]]:
        """Chains with families in place of their members."""
        return [(chain, self._in_order(elements)) for chain, elements in fold(self.model, chains).items()]

    def _in_order(self, elements: Sequence[str]) -> tuple[str, ...]:
        return tuple(each for each in self.names.axes if each in elements)

    def label(self, name: str) -> str:
        """The Chinese label of a variable, or of a family: that of its members without what each stands for."""
        members = [] if name in self.model.variables else self.names.members.get(name, [])
        labels = [self.told.labels.get(each, "") for each in (name, *(v.name for v in members[:1]))]
        return labels[0] or labels[-1].rpartition("（")[0]

    @cached_property
    def overview(self) -> str:
        """The stock-flow diagram of the whole model, as SVG."""
        return draw_overview(self.model, self.usual)

    @cached_property
    def diagrams(self) -> dict[str, str]:
        """The stocks and flows of each sector that has any, as SVG."""
        drawn = {section.sector: draw_stocks(self.names, section.sector) for section in self.sections}
        return {sector: svg for sector, svg in drawn.items() if svg}


def write_document(document: Document) -> dict[str, str]:
    """The document by file name: HTML that opens without a network, Markdown, and the diagrams that the latter shows."""
    environment = Environment(
        loader=FileSystemLoader(PACKAGE / "documentation"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=lambda name: name is not None and ".html" in name,
    )
    names = document.names
    environment.filters |= {
        "link": lambda name, whole=False: Markup(names.link(name, whole)),
        "mention": names.mention,
        "unit": say_unit,
        "sentence": sentence,
        "words": lambda name: name.replace("_", " "),
        "use": lambda name: say_use(names, name),
        "label": document.label,
        "set": Markup,
        "cell": lambda text: str(text).replace("|", "\\|").replace("\n", " "),
    }
    style = (PACKAGE / "documentation" / "style.css").read_text(encoding="utf-8")
    context = {"document": document, "model": document.model, "names": names, "style": Markup(style), "shown": SHOWN}
    files = {name: environment.get_template(f"{name}.j2").render(context) for name in ("document.html", "document.md")}
    files |= {f"diagrams/{sector}.svg": svg for sector, svg in document.diagrams.items()}
    return files | {"overview.svg": document.overview}
