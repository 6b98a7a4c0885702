"""What can be wrong with a region as a whole."""

import shutil

import pytest

from simulator.language.errors import DataError
from simulator.region.region import load_region
from simulator.region.schema import OPTIONAL_TABLES, load_format


def test_unknown_name():
    with pytest.raises(DataError, match="there is no region or folder 'shandng'; did you mean 'shandong'"):
        load_region("shandng")


def test_unknown_folder(tmp_path):
    with pytest.raises(DataError, match="there is no region or folder"):
        load_region(tmp_path / "nowhere")


def test_folder_without_description(folder):
    (folder.path / "region.yaml").unlink()
    assert "has no region.yaml; copy the one in simulator/region/template" in folder.hear_complaint()


@pytest.mark.parametrize("table", sorted(set(load_format()) - OPTIONAL_TABLES))
def test_missing_table(folder, table):
    (folder.path / f"{table}.csv").unlink()
    complaint = folder.hear_complaint()
    assert complaint == (f"{table}.csv is missing in region; add it, with the columns of simulator/region/template/{table}.csv")


def test_misspelt_table(folder):
    (folder.path / "mortality.csv").rename(folder.path / "mortalty.csv")
    complaint = folder.hear_complaint()
    assert "mortality.csv is missing in region" in complaint
    assert "mortalty.csv is not a table of a region; did you mean 'mortality'?" in complaint


def test_region_without_counties(folder):
    header = (folder.path / "counties.csv").read_text(encoding="utf-8").splitlines()[0]
    (folder.path / "counties.csv").write_text(header, encoding="utf-8")
    assert folder.hear_complaint() == "counties.csv has no rows; write one for every county"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("title_en: Made-up region\n", "", "region.yaml: title_en is missing; write a text"),
        ("title_en", "titel_en", "region.yaml: 'titel_en' is not known; did you mean 'title_en'?"),
        ("synthetic: true", "synthetic: perhaps", "region.yaml: synthetic is 'perhaps'; write true or false"),
        ("2020", "2015", "region.yaml: reference_year is 2015; write 2020"),
        ("title_en: Made-up", "title_en: [Made-up", "region.yaml: while parsing"),
    ],
)
def test_bad_description(folder, old, new, complaint):
    folder.replace_text("region.yaml", old, new)
    assert complaint in folder.hear_complaint()


def test_empty_description(folder):
    (folder.path / "region.yaml").write_text("", encoding="utf-8")
    assert "region.yaml: nothing can be read; write one 'name: value' a line" in folder.hear_complaint()


def test_note_is_optional(folder):
    note = load_region(folder.path).notes[0]
    folder.replace_text("region.yaml", f"note: {note}\n", "")
    assert load_region(folder.path).notes == ()


def test_digest_is_of_the_content_not_of_the_place(folder, tmp_path):
    shutil.copytree(folder.path, tmp_path / "elsewhere")
    assert load_region(tmp_path / "elsewhere").digest == load_region(folder.path).digest


@pytest.mark.parametrize(
    ("table", "row", "column", "value"),
    [("rail", 0, "fastest_minutes", "99"), ("counties", 5, "area", "999.9"), ("sources", 0, "note", "another")],
)
def test_digest_changes_with_one_cell(folder, table, row, column, value):
    before = load_region(folder.path).digest
    folder.set_cell(table, row, column, value)
    assert load_region(folder.path).digest != before


def test_digest_does_not_change_with_line_ends(folder):
    before = load_region(folder.path).digest
    path = folder.path / "cities.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_region(folder.path).digest == before


def test_made_up_region_says_so_in_its_name(folder):
    path = folder.path / "region.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("name: synthetic_", "name: honest_"), encoding="utf-8")
    assert "the region is made up; write synthetic_" in folder.hear_complaint()
