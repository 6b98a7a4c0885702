"""What a region says of itself in region.yaml."""

from pathlib import Path
from typing import Any

import yaml

from simulator.language.errors import DataError, suggest
from simulator.region.census_years import REFERENCE_YEAR
from simulator.region.encoding import read_text
from simulator.region.problem_list import raise_problems
from simulator.system.safe_text import describe_bad_name, describe_broken, find_broken_character
from simulator.system.yaml_guard import MOST_VALUES, holds_too_many

KEYS = {"name": str, "title_zh": str, "title_en": str, "synthetic": bool, "reference_year": int, "note": str}
WORDS = {str: "a text", bool: "true or false", int: "a whole number"}


def read_description(path: Path) -> tuple[dict[str, Any], list[str]]:
    """Read the name, the titles and the kind of a region, and the notes a reader should see.

    Raises DataError that lists what is missing, unknown or of the wrong kind.
    """
    text, note = read_text(path)
    try:
        if holds_too_many(text):
            raise DataError(
                f"region.yaml: holds more than {MOST_VALUES:,} values, its aliases written out; write one 'name: value' a line"
            )
        stated = yaml.safe_load(text)
    except RecursionError:
        raise DataError("region.yaml: is nested too deeply; write one 'name: value' a line") from None
    except yaml.YAMLError as error:
        raise DataError(f"region.yaml: {' '.join(str(error).split())}; write one 'name: value' a line") from None
    if not isinstance(stated, dict):
        raise DataError(f"region.yaml: nothing can be read; write one 'name: value' a line for {', '.join(KEYS)}")
    broken = find_broken_character(stated)
    if broken is not None:
        raise DataError(f"region.yaml: {describe_broken(broken)}")
    description = {**stated, "note": stated.get("note") or ""}
    raise_problems(_find_mistakes(description))
    return description, [remark for remark in (description["note"], note) if remark]


def _find_mistakes(description: dict[str, Any]) -> list[str]:
    missing = [key for key in KEYS if key not in description]
    unknown = [key for key in description if key not in KEYS]
    wrong = [key for key, kind in KEYS.items() if key not in missing and type(description[key]) is not kind]
    mistakes = [f"region.yaml: {key} is missing; write {WORDS[KEYS[key]]}" for key in missing]
    mistakes += [f"region.yaml: '{key}' is not known; {suggest(key, missing or KEYS)}" for key in unknown]
    mistakes += [f"region.yaml: {key} is '{description[key]}'; write {WORDS[KEYS[key]]}" for key in wrong]
    if description.get("reference_year", REFERENCE_YEAR) != REFERENCE_YEAR:
        mistakes.append(f"region.yaml: reference_year is {description['reference_year']}; write {REFERENCE_YEAR}")
    names = [(key, str(description.get(key, ""))) for key in ("name", "title_zh", "title_en")]
    mistakes += [f"region.yaml: {key} {problem}" for key, name in names if (problem := describe_bad_name(name))]
    made_up, name = description.get("synthetic"), str(description.get("name"))
    if made_up is True and not name.startswith("synthetic"):
        # The name stands in every table that a run writes, so that made-up numbers are known wherever they go.
        mistakes.append(f"region.yaml: name is '{name}', but the region is made up; write synthetic_{name}")
    return mistakes
