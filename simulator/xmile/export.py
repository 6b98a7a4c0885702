"""The model as an XMILE 1.0 file for Vensim, Stella and PySD: the scalar sectors of one county, all else told.

OASIS, XML Interchange Language for System Dynamics (XMILE) Version 1.0, 2015.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from xml.etree import ElementTree

from simulator.kernel.inputs import Inputs
from simulator.xmile.entries import Entry
from simulator.xmile.paths import follow_county
from simulator.xmile.variables import Excerpt

NAMESPACE = "http://docs.oasis-open.org/xmile/ns/XMILE/v1.0"
PRODUCT = "Urbanization Simulator"
CAPTION = (
    "Stocks at time {0} are those of 31 December {0}; flows at time {0} are those of the step that begins then. Movement of "
    "people and other counties are told as the run of the whole region saw them; levers that act through them alone are "
    "not here."
)


def write_xmile(inputs: Inputs, county: int, title: str, version: str) -> str:
    """The text of an XMILE file of one county (its number in the region), as the run of the inputs' first member goes there.

    Integrated by Euler's method it gives, step by step, what the run gives. Raises ModelError, with the place, for a
    variable that XMILE cannot say or that has no unit or description.
    """
    excerpt = Excerpt(inputs, county, follow_county(inputs, county))
    return assemble(list(excerpt.list_entries()), excerpt.years, inputs.steps, title, version)


def assemble(entries: list[Entry], years: tuple[int, int], steps: int, title: str, version: str) -> str:
    """The text of an XMILE file of these variables, from the end of one year to that of another, by steps a year."""
    first, last = map(str, years)
    root = ElementTree.Element("xmile", version="1.0", xmlns=NAMESPACE)
    header = add(root, "header")
    add(header, "vendor", PRODUCT)
    add(header, "product", PRODUCT, version=version, lang="en")
    add(header, "name", title)
    add(header, "caption", CAPTION.format(last))
    specifications = add(root, "sim_specs", method="euler", time_units="year")
    add(specifications, "start", first)
    add(specifications, "stop", last)
    add(specifications, "dt", str(steps), reciprocal="true")
    variables = add(add(root, "model"), "variables")
    for entry in entries:
        add_entry(variables, entry)
    add_groups(variables, entries)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def add(parent: ElementTree.Element, tag: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    """A new element in another."""
    child = ElementTree.SubElement(parent, tag, attributes)
    child.text = text
    return child


def add_entry(parent: ElementTree.Element, entry: Entry) -> None:
    """A variable: its description, its equation, its flows, its graph and its unit."""
    element = add(parent, entry.tag, name=entry.name)
    add(element, "doc", entry.text)
    add(element, "eqn", entry.equation)
    for way, names in (("inflow", entry.inflows), ("outflow", entry.outflows)):
        for name in names:
            add(element, way, name)
    if entry.y:
        graph = add(element, "gf")
        if len(entry.x) == 2:
            add(graph, "xscale", min=repr(entry.x[0]), max=repr(entry.x[1]))
        else:
            add(graph, "xpts", list_numbers(entry.x))
        add(graph, "ypts", list_numbers(entry.y))
    add(element, "units", str(entry.unit).replace("**", "^"))


def list_numbers(numbers: Iterable[float]) -> str:
    """Numbers with all their digits."""
    return ",".join(repr(float(number)) for number in numbers)


def add_groups(parent: ElementTree.Element, entries: list[Entry]) -> None:
    """The variables of each sector, as a group that tools can show by itself."""
    for sector, members in groupby(sorted(entries, key=lambda entry: entry.sector), key=lambda entry: entry.sector):
        if sector:
            group = add(parent, "group", name=sector)
            for entry in members:
                add(group, "entity", name=entry.name)
