"""Files as Chinese and Western spreadsheets write them."""

import pytest

from simulator.region.region import load_region

ADVICE = "cities.csv: the text is neither in UTF-8 nor in GB 18030; save it as 'CSV UTF-8'"


def write_cities(folder, encoding, **replace):
    path = folder.path / "cities.csv"
    text = path.read_text(encoding="utf-8")
    for old, new in replace.items():
        text = text.replace(old, new)
    path.write_bytes(text.encode(encoding))


@pytest.mark.parametrize("encoding", ["gbk", "gb18030"])
def test_gbk_is_read_with_a_note(folder, encoding):
    plain = load_region(folder.path)
    write_cities(folder, encoding)
    region = load_region(folder.path)
    assert region.table("cities").equals(plain.table("cities"))
    assert region.notes[-1] == "cities.csv is not in UTF-8 and was read as GB 18030; check its Chinese names"
    assert len(region.notes) == len(plain.notes) + 1


def test_byte_order_mark_is_passed_over(folder):
    plain = load_region(folder.path)
    write_cities(folder, "utf-8-sig")
    region = load_region(folder.path)
    assert region.table("cities").equals(plain.table("cities"))
    assert region.notes == plain.notes


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_wide_encodings_are_refused(folder, encoding):
    write_cities(folder, encoding)
    assert folder.hear_complaint() == ADVICE


@pytest.mark.parametrize("name", ["Orléans", "Málaga", "Besançon", "Zürich", "Città"])
def test_western_encoding_is_refused(folder, name):
    write_cities(folder, "latin-1", 虚构1市=name, 虚构2市="plain")
    assert folder.hear_complaint() == ADVICE


def test_description_may_be_in_gbk(folder):
    path = folder.path / "region.yaml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gbk"))
    assert load_region(folder.path).title["zh"] == "虚构地区"
