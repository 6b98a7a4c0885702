"""The workbook and the tables for other tools agree with the tables of the folder, and open elsewhere without repair."""

import zipfile

import numpy as np
import openpyxl
import pandas as pd
import pyam
import pytest

from simulator.report.exchange import IDENTIFIERS, list_pathways, name_variable

SHEETS = {
    "en": [
        "Score card",
        "Province",
        "Cities",
        "Counties",
        "Changes",
        "Lever settings",
        "Lever groups",
        "Influences",
        "Sources",
        "About",
    ],
    "zh": ["目标评分", "全省路径", "地市", "县级", "情景之差", "杠杆设定", "杠杆贡献", "不确定性来源", "资料来源", "说明"],
}


@pytest.fixture(params=["en", "zh"])
def brief(made_up, request):
    """The brief in one of the languages."""
    return made_up[request.param]


@pytest.fixture
def book(brief):
    """The workbook as another library reads it."""
    return openpyxl.load_workbook(brief.folder / "workbook.xlsx")


def read_sheet(book, name: str) -> pd.DataFrame:
    """A sheet as a table."""
    rows = list(book[name].values)
    return pd.DataFrame(rows[1:], columns=rows[0])


def test_sheets_are_named_and_their_heads_stay_in_view(book, brief):
    assert book.sheetnames == SHEETS[brief.language]
    for page in book:
        assert page.freeze_panes and page["A1"].font.bold and page.max_row > 1, page.title


def test_province_of_the_workbook_is_that_of_the_table(book, brief):
    sheet = read_sheet(book, SHEETS[brief.language][1])
    table = brief.table("indicators")
    wanted = table[table["level"] == "province"].set_index(["indicator", "scenario", "year"])["median"]
    checked = 0
    for row in sheet.to_dict("records"):
        for year in range(2021, 2031):
            if row[str(year)] is not None and not np.isnan(row[str(year)]):
                assert row[str(year)] == pytest.approx(wanted[row["indicator"], row["scenario"], year], rel=1e-9)
                checked += 1
    assert checked > 1000


def test_units_are_in_the_heads_and_shares_are_shown_in_per_cent(book, brief):
    page = book[SHEETS[brief.language][3]]
    heads = [cell.value for cell in page[1]]
    assert heads[:4] == ["code", "name", "name_en", "scenario"] and all(head.endswith("]") for head in heads[4:])
    shares = [cell for cell in page[2] if page.cell(1, cell.column).value.startswith(("Urban residents", "常住人口城镇化率"))]
    assert shares and all(cell.number_format == "0.0%" and 0.0 < cell.value <= 1.0 for cell in shares)
    assert page.max_row == 1 + 12 * 3


def test_nothing_in_the_workbook_is_a_formula_or_a_link(brief):
    with zipfile.ZipFile(brief.folder / "workbook.xlsx") as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 10 and not any("<f>" in sheet or "<hyperlink" in sheet for sheet in sheets)


def test_a_name_that_looks_like_a_formula_is_text(tmp_path):
    import xlsxwriter

    from simulator.report.workbook import SAFE, Sheet, write_sheet

    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path), SAFE) as made:
        table = pd.DataFrame({"name": ["=1+1", "@SUM(A1)", "http://x.y"], "value": [1.0, np.nan, np.inf]})
        write_sheet(made, "names", Sheet(table, {}))
    page = openpyxl.load_workbook(path)["names"]
    assert [page.cell(row, 1).value for row in (2, 3, 4)] == ["=1+1", "@SUM(A1)", "http://x.y"]
    assert {page.cell(row, 1).data_type for row in (3, 4)} == {"s"} and page.cell(4, 1).hyperlink is None
    assert [page.cell(row, 2).value for row in (2, 3, 4)] == [1, None, None]


def test_pathways_keep_the_rules_of_the_iamc_format(brief):
    table = pd.read_csv(brief.folder / "pathways.csv")
    years = [name for name in table.columns if name not in (*IDENTIFIERS, "synthetic")]
    assert list(table.columns[:5]) == IDENTIFIERS and years == [str(year) for year in range(2020, 2031)]
    assert not table[IDENTIFIERS].isna().any().any() and not table.duplicated(IDENTIFIERS).any()
    assert (table.groupby("variable")["unit"].nunique() == 1).all()
    assert all(kind.kind in "if" for kind in table[years].dtypes) and not table[years].isna().all(axis=1).any()
    assert {"Urban Share", "Urban Share|5th Percentile", "Adequacy|School|95th Percentile"} <= set(table["variable"])
    spread = brief.table("indicators")
    row = spread[
        (spread["level"] == "province")
        & (spread["scenario"] == "plan")
        & (spread["indicator"] == "urban_share")
        & (spread["year"] == 2030)
    ].iloc[0]
    province = ~table["region"].str.contains("|", regex=False)
    told = table[(table["scenario"] == "plan") & (table["variable"] == "Urban Share") & province]
    assert told["2030"].tolist() == pytest.approx([row["median"]], rel=1e-9)


def test_pathways_open_in_pyam(real):
    data = pyam.IamDataFrame(str(real.folder / "pathways.csv"))
    assert set(data.scenario) == {"frozen", "plan"} and "Urban Share" in data.variable and "Shandong|Jinan" in data.region


def test_regions_that_have_no_name_are_left_out():
    rows = pd.DataFrame(
        {
            "scenario": "plan",
            "year": [2020, 2020],
            "level": ["province", "class"],
            "region": ["here", "core"],
            "indicator": "urban_share",
            "low": 0.5,
            "median": 0.6,
            "high": 0.7,
            "members": 3,
            "unit": "1",
        }
    )
    table = list_pathways(rows, {"here": "Here"}, "model")
    assert list(table["region"]) == ["Here"] * 3 and table[2020].tolist() == [0.6, 0.5, 0.7]
    assert name_variable("unmet_need_elderly") == "Unmet Need|Elderly" and name_variable("income_ratio") == "Income Ratio"


def test_counties_have_a_row_for_each_scenario(brief):
    table = brief.table("counties")
    assert len(table) == 12 * 3 and list(dict.fromkeys(table["scenario"])) == ["frozen", "plan", "hukou_first"]
    spread = brief.table("indicators")
    for row in table.sample(5, random_state=1).to_dict("records"):
        found = spread[(spread["region"] == row["code"]) & (spread["scenario"] == row["scenario"]) & (spread["year"] == 2030)]
        assert row["urban_share"] == pytest.approx(found[found["indicator"] == "urban_share"]["median"].iloc[0], rel=1e-9)
