"""The equations document tells every variable once, with unit, numbers and sources, and all its links lead somewhere."""

import ast
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest

from simulator import documentation as readings
from simulator.documentation.naming import TOLD, Names, say_unit
from simulator.documentation.operator_formulas import parse_stages
from simulator.documentation.schedules import FILE
from simulator.documentation.tables import list_parameters, read_reasons, say_number
from simulator.language.errors import ModelError
from simulator.model.graph import Model

FETCHING = ("script", "link", "img", "iframe", "object", "embed", "audio", "video", "base")


class Page(HTMLParser):
    """What a page has: anchors, links with the anchor under which they stand, rows of tables, and what it would fetch."""

    def __init__(self):
        super().__init__()
        self.anchors, self.links, self.rows, self.fetched = [], [], [], []
        self.article = ""

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if "id" in attrs:
            self.anchors.append(attrs["id"])
        if tag == "article":
            self.article = attrs["id"]
        if tag == "a":
            self.links.append((self.article, attrs["href"]))
        if tag == "tr":
            self.rows.append((attrs.get("class", ""), []))
        if tag == "td":
            self.rows[-1][1].append("")
        if tag in FETCHING or {"src", "srcset"} & set(attrs):
            self.fetched.append((tag, attrs))

    def handle_endtag(self, tag):
        if tag == "article":
            self.article = ""

    def handle_data(self, data):
        if self.rows and self.rows[-1][1]:
            self.rows[-1][1][-1] += data


@pytest.fixture(scope="module")
def page(files) -> Page:
    page = Page()
    page.feed(files["document.html"])
    return page


def test_every_variable_is_in_the_index_once_with_unit_and_description(page, model):
    rows = {cells[0].strip(): [cell.strip() for cell in cells] for kind, cells in page.rows if kind == "variable"}
    assert Counter(kind for kind, _ in page.rows)["variable"] == len(model.variables) == len(rows)
    for name, v in model.variables.items():
        _, _, description, unit, kind, where = rows[name]
        assert description and unit == say_unit(v.unit) and kind == v.kind and where, name


def test_every_variable_is_told_in_one_place(page, model):
    found = Counter(page.anchors)
    assert {name: found[name] for name in model.variables if found[name] != 1} == {}
    assert [anchor for anchor, count in found.items() if count > 1] == []


def test_every_link_leads_somewhere(page):
    anchors = set(page.anchors)
    assert len(page.links) > 5000
    assert {href for _, href in page.links if href.removeprefix("#") not in anchors} == set()


def test_an_equation_leads_to_all_that_it_is_made_of(page, document, names):
    links: dict[str, set[str]] = {}
    for article, href in page.links:
        links.setdefault(article, set()).add(href.removeprefix("#"))
    for entry in (entry for section in document.sections for entry in section.entries):
        for v in entry.variables:
            for need in v.needs if v.kind != "operator" else ():
                assert {need, names.title(document.model[need])} & links[entry.title], f"{v.name} does not lead to {need}"


def test_every_equation_is_told_in_the_section_of_its_sector(document, model):
    entries = [(section, entry) for section in document.sections for entry in section.entries]
    expected = [v.name for v in model.variables.values() if v.kind not in ("operator_output", *TOLD)]
    assert Counter(v.name for _, entry in entries for v in entry.variables) == Counter(expected)
    for section, entry in entries:
        assert {v.sector for v in entry.variables} == {section.sector}
        assert entry.text and entry.number.startswith(f"{section.number}."), entry.title
        assert entry.latex and all(len(stage.html) == len(stage.latex) > 0 for stage in entry.stages), entry.title


def test_sections_follow_the_order_of_a_paper(document):
    sectors = [section.sector for section in document.sections]
    assert sectors[:4] == ["trends", "demography", "migration", "transport"]
    assert all(section.opening for section in document.sections)
    assert set(sectors) == {v.sector for v in document.model.variables.values()}


def test_every_parameter_has_value_range_or_reason_and_source(names, model):
    rows = list_parameters(names)
    assert sorted(v.name for row in rows for v in row.variables) == sorted(v.name for v in model.of_kind("parameter"))
    for row in rows:
        v = row.first
        assert all(value.value for value in row.values) and row.unit and row.cells["source"] and row.cells["bounds"], row.name
        ranged = all(value.span for value in row.values)
        assert ranged if v.prior_low is not None else row.cells["drawn"] == read_reasons()[row.name], row.name


def test_reasons_are_given_where_they_are_needed_and_nowhere_else(model, names):
    assert set(read_reasons()) == {names.title(v) for v in model.of_kind("parameter") if v.prior_low is None}


def test_numbers_stand_in_the_document_as_they_are_declared(files, model):
    html = files["document.html"]
    for name in ("departure_rate", "labour_scarcity", "unit_cost_school"):
        row = html[html.index(f'id="{name}"') :][:3000]
        assert (
            say_number(model[name].value) in row
            and f"{say_number(model[name].prior_low)} to {say_number(model[name].prior_high)}" in row
        )


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (2.0 / 3.0, "2/3"),
        (0.125, "0.125"),
        (0.1 + 0.2, "0.3"),
        (1.0, "1"),
        (-1.0 / 3.0, "-1/3"),
        (0.123456789012, "0.123456789012"),
        (1e-9, "10⁻⁹"),
        (101527453.0, "101,527,453"),
        (float("inf"), "no limit"),
        (None, ""),
    ],
)
def test_numbers_are_written_as_people_write_them(value, said):
    assert say_number(value) == said


def test_levers_shocks_and_drivers_are_told_in_full(document, model):
    assert [row.name for row in document.levers if not (row.cells["source"].startswith("plan") and row.cells["ramp"])] == []
    assert len(document.levers) == len(model.of_kind("lever")) and len(document.shocks) == len(model.of_kind("shock"))
    drivers = [row for rows in document.drivers.values() for row in rows]
    assert len(drivers) == len(model.of_kind("driver")) and all(row.cells["source"] for row in drivers)
    assert all(row.cells["told"] for row in drivers if row.first.column), "the region's tables say where a column comes from"


def test_the_page_opens_without_a_network(files, page):
    assert page.fetched == [] and all(href.startswith("#") for _, href in page.links)
    assert re.findall(r"@import|url\(|<script|javascript:", files["document.html"]) == []
    addresses = set(re.findall(r"https?://[^\s\"'<>]+", files["document.html"]))
    assert addresses <= {"http://www.w3.org/2000/svg"}, "the name of a format is no address"


def test_markdown_tells_the_same(files, model, document):
    text = files["document.md"]
    told = [
        *(entry.latex for section in document.sections for entry in section.entries),
        *(stage.latex for stage in document.told.curves),
    ]
    anchors = Counter(re.findall(r'<a id="([^"]+)"></a>', text))
    assert [name for name in model.variables if anchors[name] != 1] == []
    assert {link for link in re.findall(r"\]\(#([^)]+)\)", text) if link not in anchors} == set()
    assert {link for link in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", text) if link not in files} == set()
    assert text.count("$$") == 2 * sum(map(len, told))
    for line in re.findall(r"\$\$(.+?)\$\$", text, re.DOTALL):
        assert line.count("{") == line.count("}") and line.count(r"\left") == line.count(r"\right"), line


def test_formulas_read_as_a_paper_has_them(document):
    told = {entry.title: entry.latex for section in document.sections for entry in section.entries}
    assert told["urban_share"] == (r"\textit{urban share} = \left[\frac{\textit{urban population}}{\textit{population}}\right]_0",)
    assert told["load"] == (
        r"\textit{load}_{\text{s}} = \textit{registered need}_{\text{s}} + "
        r"\textit{permit entitlement} \times \textit{other need}_{\text{s}}",
    )
    assert told["benefit_gap"] == (
        r"\textit{benefit gap} = \textit{registered access} \times "
        r"\left(1 - \textit{permit entitlement}\right)",
    )
    assert told["debt"][0] == r"\frac{\mathrm{d}\textit{debt}}{\mathrm{d}t} = \textit{borrowing} - \textit{repayment}"
    assert told["output_2020"] == (r"\textit{output}_{\text{2020}} = \textit{output}\left(2020\right)",)
    assert told["cost_index"] == (
        r"\textit{cost index} = {\left(\left[\frac{\textit{mean wage}}{\textit{mean wage}_{\text{2020}}}"
        r"\right]_0\right)}^{\textit{cost elasticity}}",
    )
    assert "cases" in told["quota_share"][0] and r"\sum_{i}" in told["total_output"][0]


def test_a_family_is_told_once_and_its_exceptions_apart(document):
    told = {entry.title: [v.name for v in entry.variables] for section in document.sections for entry in section.entries}
    assert len(told["load"]) == 6 and "load_school" not in told
    assert set(told["planned_capacity"]) | {"planned_capacity_childcare", "planned_capacity_rental"} == {
        f"planned_capacity_{each}" for each in ("school", "senior", "childcare", "hospital", "elderly", "rental")
    }
    assert told["planned_capacity_childcare"] == ["planned_capacity_childcare"]


def test_everything_has_its_chinese_label(document):
    entries = [entry for section in document.sections for entry in section.entries if entry.first.kind != "operator"]
    assert [entry.title for entry in entries if not document.label(entry.title)] == []
    tables = (*document.parameters.values(), *document.drivers.values(), document.levers, document.shocks)
    assert [row.name for rows in tables for row in rows if not document.label(row.name)] == []


def test_a_parameter_without_range_or_reason_is_refused(model):
    bare = {
        v.name: replace(v, prior_low=None, prior_high=None) if v.name == "departure_rate" else v for v in model.variables.values()
    }
    with pytest.raises(ModelError, match=r"sectors/migration.py:\d+: 'departure_rate' has no range"):
        list_parameters(Names(Model(bare)))


def test_the_task_writes_a_whole_folder(tmp_path, monkeypatch, document, capsys):
    from rich.console import Console

    from simulator.cli import document as task
    from simulator.language.errors import ScenarioError

    monkeypatch.setattr(task, "make_document", lambda region: document)
    job = SimpleNamespace(options=SimpleNamespace(out=str(tmp_path / "equations"), region="shandong"))
    folder = task.document(job, Console())
    assert {"document.html", "document.md", "overview.svg", "diagrams"} == {file.name for file in folder.iterdir()}
    assert "document.html" in capsys.readouterr().out
    with pytest.raises(ScenarioError, match="not empty"):
        task.document(job, Console())


def test_the_room_of_readings_names_no_variable(model):
    """Which variables a loop or a drawing passes stands in the data beside the code."""
    for path in sorted(Path(readings.__file__).parent.glob("*.py")):
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        spoken = {value for node in nodes for value in (getattr(node, field, None) for field in ("id", "attr", "arg"))}
        spoken |= {node.value for node in nodes if isinstance(node, ast.Constant)}
        assert {each for each in spoken if isinstance(each, str)} & set(model.variables) == set(), path.name


def test_plan_and_indicators_are_told_with_what_they_are_made_of(page, files):
    first = {cells[0].strip(): cells for _, cells in page.rows if cells}
    assert first["Q2"][2:5] == ["≥ 0.75, ± 0.005", "2035", "1.3"] and "scored by urban_share" in first["Q2"][5]
    assert first["Q34"][2] == "≥ 500 million m²" and "tracked; not simulated" in first["Q34"][5]
    assert len([code for code in first if re.fullmatch(r"Q\d+[a-d]?", code)]) == 65
    assert "[programme_cost](#programme_cost)" in re.search(r"^\| `programme_cost_value` .*$", files["document.md"], re.M).group()


def test_numbers_of_each_member_are_told_where_only_one_is_read(files):
    text = files["document.md"]
    assert re.search(r"\[unit_cost_elderly\]\(#unit_cost_elderly\) [\d,]+ yuan / place", text)
    assert "unit_cost_elderly](#unit_cost_elderly) by service" not in text
    assert r"\textit{adequacy}_{\text{2020, s}}" in text and r"\left(2020\right) = 1$$" in text


def test_what_there_is_of_each_kind_adds_up(document):
    assert sum(int(number) for number in re.findall(r"\d+", document.counts)) == len(document.model.variables)


def test_drivers_by_age_are_told_with_their_numbers(document, model):
    told = [(row.name, row.sex) for row in document.told.by_age]
    by_age = {v.name for v in model.of_kind("driver") if "age" in v.axes}
    assert {name for name, _ in told} == by_age and len(told) == len(set(told)) > len(by_age)
    assert all(len(row.values) == len(document.ages) for row in document.told.by_age)
    constants = {row.name for row in document.told.constants}
    used = list_long_names() - by_age
    assert used == {name for name in constants if name.startswith(("birth", "departure", "return"))}
    assert all(row.source and row.value and row.unit for row in document.told.constants)


def list_long_names() -> set[str]:
    """The names of more than one letter in the formulas of the curves, but for words."""
    words = {"exp", "where", "total", "maximum", "logistic"}
    return {
        node.id
        for stage in parse_stages(FILE)
        for formula in stage.formulas
        for part in (formula.left, formula.right)
        for node in ast.walk(part)
        if isinstance(node, ast.Name) and len(node.id) > 1
    } - words


def test_no_source_leads_to_a_paper_that_nobody_has(files):
    assert "specification" not in files["document.md"].lower()
