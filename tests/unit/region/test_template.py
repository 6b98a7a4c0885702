"""The empty tables handed to other provinces are those the simulator reads."""

import yaml

from simulator.region.region import HOME
from simulator.region.region_yaml import KEYS
from simulator.region.schema import find_choices, load_format

TEMPLATE = HOME / "template"
STATED_IN_THE_ROW = ("value", "low", "high", "tolerance")
TYPES = {"text", "code", "integer", "number", "choice"}


def test_template_has_the_tables_of_the_format():
    written = {path.stem: path.read_text(encoding="utf-8") for path in TEMPLATE.glob("*.csv")}
    assert written == {table: ",".join(column.name for column in columns) + "\n" for table, columns in load_format().items()}


def test_template_has_a_whole_description():
    assert set(yaml.safe_load((TEMPLATE / "region.yaml").read_text(encoding="utf-8"))) == set(KEYS)


def test_guide_names_every_number_of_the_province():
    guide = (TEMPLATE / "README.md").read_text(encoding="utf-8")
    missing = [name for name in find_choices("province", "name") if f"| {name} |" not in guide]
    assert missing == []


def test_format_describes_every_column_in_both_languages():
    for columns in load_format().values():
        assert any(column.key for column in columns)
        for column in columns:
            assert column.type in TYPES
            assert column.description_en
            assert column.description_zh
            assert (column.type == "choice") == bool(column.choices)
            assert column.minimum <= column.maximum
            assert column.unit or column.type not in ("integer", "number") or column.name in STATED_IN_THE_ROW


def test_origin_can_be_stated_for_every_table():
    assert set(find_choices("provenance", "table")) == set(load_format()) - {"provenance", "sources"}
