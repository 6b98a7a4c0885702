"""Maps of the counties under every scenario: nothing is cut, and nothing stands on something else."""

from itertools import combinations
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from simulator.region.region import load_region
from simulator.report.maps.small_multiples import draw_maps

NAMES = {"plan": "Plan as adopted", "hukou": "Registration first", "services": "Services first", "income": "Incomes first"}
TITLE = {
    "en": "Residents with local urban registration (hukou), share: change against 'Frozen at 2020 practice', 2035",
    "zh": "户籍人口城镇化率：2035年与“维持2020年做法”之差",
}


@pytest.fixture(scope="module", params=["en", "zh"])
def figure(request):
    """Changes with all that notes may have to tell: below zero, beyond the scale, and missing."""
    region, luck = load_region("shandong"), np.random.default_rng(1)
    places = region.table("counties")
    values = {name: pd.Series(luck.normal(0.02, 0.02, len(places)), places.index) for name in NAMES}
    values["plan"].iloc[:3] = [0.4, -0.4, np.nan]
    found = SimpleNamespace(
        places=places,
        cities=region.table("cities"),
        unit_of=lambda indicator: "1",
        members=100,
        synthetic=False,
        scenarios={name: {"en": title, "zh": title} for name, title in NAMES.items()},
        titles={"en": "County pathways, Shandong", "zh": "山东县域路径"},
    )
    figure = draw_maps(found, values, "registered_share", TITLE, request.param, change=True)
    figure.canvas.draw()
    return figure


def test_title_and_notes_are_inside(figure):
    renderer = figure.canvas.get_renderer()
    for text in figure.texts:
        box = text.get_window_extent(renderer)
        assert box.x0 >= 0 and box.x1 <= figure.bbox.width and box.y0 >= 0 and box.y1 <= figure.bbox.height, text.get_text()


def test_notes_and_the_numbers_of_the_scale_stand_apart(figure):
    renderer = figure.canvas.get_renderer()
    shown = [*figure.texts, *(label for axes in figure.axes if axes.axison for label in axes.get_xticklabels())]
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in shown if text.get_text()]
    numbers = [text for text, _ in boxes if text.strip("\N{MINUS SIGN}0123456789.") == ""]
    assert len(numbers) >= 5
    assert [(one, other) for (one, here), (other, there) in combinations(boxes, 2) if here.overlaps(there)] == []
