"""Places by their names in both languages and their code, and those that a misspelt name may mean."""

import difflib

import pandas as pd

SHOWN = 3
# From here on a name is alike enough to be what was meant.
ALIKE = 0.75


def suggest_places(asked: str, places: pd.DataFrame) -> str:
    """The places [code: name, name_en] that may be meant, the likest first, as the end of a sentence."""
    labels = [f"{place['name']} {place['name_en']} ({code})" for code, place in places.iterrows()]
    alike = [
        max(compare_names(asked, form) for form in (code, place["name"], place["name_en"])) for code, place in places.iterrows()
    ]
    near = [words for like, words in sorted(zip(alike, labels), key=lambda each: -each[0]) if like >= ALIKE]
    if near:
        return f"did you mean {' or '.join(near[:SHOWN])}?"
    more = f" and {len(labels) - SHOWN} more" if len(labels) > SHOWN else ""
    return f"choose from {', '.join(labels[:SHOWN])}{more}"


def compare_names(asked: str, name: str) -> float:
    """How alike two names are, from 0 to 1; the last word of a name, such as District, or its last character may be left out."""
    asked, name = asked.casefold(), name.casefold()
    forms = (name, name.rpartition(" ")[0] or name[:-1])
    return max(difflib.SequenceMatcher(None, asked, form).ratio() for form in forms)
