"""The document of the model that ships, made once, with the influences found for it."""

from __future__ import annotations

import pytest

from simulator.cli.document import PATHWAY, make_document
from simulator.documentation.document import Document, write_document
from simulator.documentation.influence import Influences
from simulator.documentation.naming import Names


@pytest.fixture(scope="session")
def document() -> Document:
    return make_document("shandong")


@pytest.fixture(scope="session")
def files(document) -> dict[str, str]:
    return write_document(document)


@pytest.fixture(scope="session")
def influences(document) -> Influences:
    return document.usual


@pytest.fixture(scope="session")
def names(model) -> Names:
    return Names(model)


@pytest.fixture(scope="session")
def state(trial):
    """All variables at the end of a few years of a plain run in a made-up region."""
    from simulator.documentation.states import take_states

    return take_states(trial("small", PATHWAY, 2023).inputs)[2023]
