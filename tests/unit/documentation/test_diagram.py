"""The diagrams show the stocks and flows of the model, each where it belongs, with the signs of its equations."""

import re
import xml.etree.ElementTree as tree
from itertools import combinations

import pytest

from simulator.documentation.cohort_flows import list_moves
from simulator.documentation.diagram import BOX, Overview, read_overview
from simulator.documentation.influence import LESS, MORE
from simulator.documentation.loops import read_loops
from simulator.documentation.sector_diagrams import draw_stocks
from simulator.language.errors import ModelError

SHEET = read_overview()


@pytest.fixture(scope="module")
def overview(model, influences) -> Overview:
    return Overview(model, influences, SHEET)


def test_drawings_are_sound_xml_that_name_what_they_show(files):
    drawings = {name: text for name, text in files.items() if name.endswith(".svg")}
    assert "overview.svg" in drawings and len(drawings) > 8
    for name, text in drawings.items():
        root = tree.fromstring(text)
        assert root.tag.endswith("svg") and root[0].tag.endswith("title") and float(root.attrib["width"]) > 100, name
        assert re.findall(r"(?:xlink:)?href=\"(?!#)[^\"]*\"", text) == [], name


def test_every_stock_is_on_the_sheet_or_left_out_with_a_reason(model):
    shown = {name.partition(".")[0] for name in SHEET["stocks"]}
    shown |= {also for row in SHEET["stocks"].values() for also in row.get("also", ())}
    stocks = {v.family or v.name for v in model.of_kind("stock", "in_transit")}
    assert shown | set(SHEET["left_out"]) == stocks and not shown & set(SHEET["left_out"])
    assert all(SHEET["left_out"].values())
    assert 15 <= len(SHEET["stocks"]) <= 25


def test_a_flow_fills_and_empties_the_stocks_between_which_it_is_drawn(model, overview):
    for row in SHEET["flows"]:
        flow = overview.resolve(row["valve"])
        for end, side in (("to", "inflows"), ("from", "outflows")):
            if row[end] is None:
                continue
            stock, _, status = row[end].partition(".")
            if status:
                moves = [move for move in list_moves(stock) if move.flow == flow]
                assert any(status in (*move.gaining, *move.losing, *move.made_of) for move in moves) or (end == "to" and moves), row
                continue
            v = model[overview.resolve(row[end])]
            if v.kind == "in_transit":
                assert flow in ((model[v.of].of,) if side == "inflows" else (v.of,)), row
            else:
                assert flow in getattr(v, side), row


def test_signs_on_the_sheet_are_those_of_the_model(overview):
    expected = {
        ("unemployment_share", "town_appeal"): LESS,
        ("rural_income", "inclusive_value"): LESS,
        ("load", "adequacy"): LESS,
        ("capacity", "wished_starts"): LESS,
        ("rent", "town_appeal"): LESS,
        ("labour_force", "unemployment_share"): MORE,
        ("wished_starts", "starts"): MORE,
        ("recurrent_spending", "own_capital"): LESS,
        ("villagers", "rural_income"): LESS,
    }
    assert {link: overview.find_sign(*link) for link in expected} == expected
    assert {overview.find_sign(source, target) for source, target, _ in SHEET["links"]} == {MORE, LESS}, "no arrow works either way"


def test_everything_stands_on_the_sheet_and_apart(overview):
    width, height = SHEET["size"]
    for name, ((x, y), (wide, high)) in overview.places.items():
        assert wide / 2 <= x <= width - wide / 2 and high / 2 <= y <= height - high / 2, name
    boxes = {name: (row["at"], row.get("size", BOX)) for name, row in SHEET["stocks"].items()}
    for (one, (a, size)), (other, (b, beside)) in combinations(boxes.items(), 2):
        apart = abs(a[0] - b[0]) >= (size[0] + beside[0]) / 2 or abs(a[1] - b[1]) >= (size[1] + beside[1]) / 2
        assert apart, f"{one} lies on {other}"


def test_every_loop_of_the_specification_has_its_badge():
    assert sorted(row["loop"] for row in SHEET["badges"]) == sorted(read_loops())


@pytest.mark.parametrize(
    ("link", "message"),
    [
        (("town_apeal", "town_arrivals"), "'town_apeal' is on the sheet, but no sector declares it; did you mean 'town_appeal'"),
        (("income_ratio", "town_appeal"), "from 'income_ratio' to 'town_appeal', but in the model nothing does"),
    ],
)
def test_a_sheet_that_contradicts_the_model_is_refused(overview, link, message):
    with pytest.raises(ModelError, match=message):
        overview.find_sign(*link)


def test_each_sector_with_stocks_has_its_diagram(names, model, document):
    assert {v.sector for v in model.of_kind("stock") if v.inflows or v.outflows} <= set(document.diagrams)
    for v in model.of_kind("stock"):
        if v.inflows or v.outflows:
            assert f'href="#{names.title(v)}"' in document.diagrams[v.sector], v.name
    assert draw_stocks(names, "trends") == ""
