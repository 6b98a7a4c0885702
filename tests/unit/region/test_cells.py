"""Single bad cells and rows are named by file, line and column, with what would be right."""

import pytest

from simulator.language.errors import DataError
from simulator.region.tables import read_table


@pytest.mark.parametrize(
    ("column", "value", "complaint"),
    [
        ("population_2020", "72O111", "'72O111' is not right; write a whole number in plain digits"),
        ("population_2020", "1,200", "'1,200' is not right; write a whole number in plain digits"),
        ("population_2020", "12.5", "'12.5' is not right; write a whole number in plain digits"),
        ("population_2020", "", "the cell is empty; write a whole number in plain digits"),
        ("urban_population_2020", "-5", "-5 is too small; write 0 persons or more"),
        ("nonagricultural_hukou_share_2010", "63.05", "63.05 is too large; write 1 or less (a share, not a percent"),
        ("nonagricultural_hukou_share_2010", "nan", "'nan' is not right; write a number in plain digits"),
        ("area", "inf", "'inf' is not right; write a number in plain digits"),
        ("latitude", "136.5", "136.5 is too large; write 90 degree or less"),
        ("city", "9001", "'9001' is not right; write a six-digit code"),
        ("county_class", "distrct", "'distrct' is not known; did you mean 'district'?"),
        ("county_class", "", "the cell is empty; choose from core, county, county_level_city, district"),
        ("name", "", "the cell is empty; write a text"),
    ],
)
def test_bad_cell(folder, column, value, complaint):
    folder.set_cell("counties", 4, column, value)
    assert f"counties.csv, line 6, column {column}: {complaint}" in folder.hear_complaint()


def test_doubled_county(folder):
    folder.add_row("counties")
    assert "counties.csv, line 14: code 900101 occurs more than once; keep one row" in folder.hear_complaint()


def test_doubled_age_group(folder):
    folder.add_row("county_age_sex")
    complaint = folder.hear_complaint()
    assert "county 900101, year 2010, sex female, age_from 0 occurs more than once" in complaint


def test_missing_column(folder):
    folder.replace_text("cities.csv", "name_en", "english")
    complaint = folder.hear_complaint()
    assert "cities.csv: column name_en is missing; add it to the first line" in complaint
    assert "cities.csv: column 'english' is not known" in complaint


def test_unknown_extra_column(folder):
    path = folder.path / "cities.csv"
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([header + ",cirle", *(line + ",east" for line in lines)]), encoding="utf-8")
    assert folder.hear_complaint() == "cities.csv: column 'cirle' is not known; did you mean 'circle'?"


def test_column_given_twice(folder):
    path = folder.path / "cities.csv"
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([header + ",name", *(line + ",x" for line in lines)]), encoding="utf-8")
    assert folder.hear_complaint() == "cities.csv: column name occurs more than once; keep one"


def test_row_with_too_many_cells(folder):
    with (folder.path / "cities.csv").open("a", encoding="utf-8") as file:
        file.write("900300,丙市,Third, City,east\n")
    assert folder.hear_complaint() == "cities.csv, line 4: 5 cells instead of 4; quote a cell that holds a comma"


def test_open_quotation_mark(folder):
    with (folder.path / "cities.csv").open("a", encoding="utf-8") as file:
        file.write('900300,"丙市,Third,east\n')
    assert "cities.csv, line 4: unexpected end of data; close every quotation mark" in folder.hear_complaint()


def test_semicolons_instead_of_commas(folder):
    folder.replace_text("cities.csv", ",", ";")
    assert "cities.csv: the cells are not separated by commas" in folder.hear_complaint()


def test_empty_file(folder):
    (folder.path / "rail.csv").write_text("", encoding="utf-8")
    assert folder.hear_complaint() == "rail.csv is empty; its first line must name the columns"


def test_blank_lines_and_spaces_do_no_harm(folder):
    path = folder.path / "cities.csv"
    before = read_table(path, "cities")
    path.write_text(path.read_text(encoding="utf-8").replace(",", " , ").replace("\n", "\r\n,,,\r\n"), encoding="utf-8")
    assert read_table(path, "cities").equals(before)


def test_all_problems_are_told_together_but_not_more_than_ten(folder):
    folder.change_table("counties", lambda rows: [row.update({"area": "x"}) for row in rows] and rows)
    folder.set_cell("rail", 0, "fastest_minutes", "fast")
    lines = folder.hear_complaint().splitlines()
    assert len(lines) == 11
    assert lines[0].startswith("counties.csv, line 2, column area: 'x'")
    assert lines[-1] == "and 3 more"


def test_table_can_be_read_alone(folder):
    ages = read_table(folder.path / "county_age_sex.csv", "county_age_sex")
    assert ages["persons"].dtype == "int64"
    assert ages["age_to"].isna().sum() == 12 * 2 * 2
    with pytest.raises(DataError, match="'citys' is not a table of a region; did you mean 'cities'"):
        read_table(folder.path / "cities.csv", "citys")


def test_repeated_year_is_told_as_a_year(folder):
    path = folder.path / "province.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    [row] = [line for line in lines if line.startswith("births,")]
    path.write_text("\n".join([*lines, row]) + "\n", encoding="utf-8")
    assert "name births, year 2020 occurs more than once; keep one row" in folder.hear_complaint()
