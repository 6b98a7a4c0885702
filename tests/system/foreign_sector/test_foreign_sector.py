"""A sector, a lever, a scenario and a region from outside the package, through every command that reads the model."""

import importlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

import simulator
from simulator.language.errors import ModelError
from simulator.region.synthetic.region import write_region
from simulator.scenario.schema import Scenario
from simulator.system import plugins

HERE = Path(__file__).parent / "foreign_package"
ROOT = Path(simulator.__file__).parents[1]
ENTRY_POINTS = """
[urbanization_simulator.sectors]
water = foreign_water.water
[urbanization_simulator.scenarios]
water = foreign_water.scenarios
[urbanization_simulator.regions]
water = foreign_regions
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """A folder of installed packages: the foreign one with its entry points, and a region."""
    site = tmp_path_factory.mktemp("site")
    (site / "foreign_water").symlink_to(HERE / "foreign_water")
    (site / "foreign_regions").mkdir()
    (site / "foreign_regions" / "__init__.py").write_text('"""Regions."""\n', encoding="utf-8")
    write_region(site / "foreign_regions" / "three", counties=3)
    info = site / "foreign_water-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: foreign-water\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(ENTRY_POINTS, encoding="utf-8")
    return site


@pytest.fixture(scope="module")
def run(site, tmp_path_factory):
    """Run a command with the foreign package installed; gives what it printed, and its folder."""
    home = tmp_path_factory.mktemp("home")

    def call(*words: str) -> tuple[str, Path]:
        paths = os.pathsep.join([str(site), str(ROOT)])
        environment = {**os.environ, "PYTHONPATH": paths, "COLUMNS": "200"}
        done = subprocess.run(
            [sys.executable, "-m", "simulator", *words], cwd=home, env=environment, capture_output=True, text=True, timeout=500
        )
        assert done.returncode == 0, done.stderr
        return done.stdout, home

    return call


def test_foreign_lever_and_stock_are_shown(run):
    assert "pace of building waterworks" in run("task=show", "name=water_programme")[0]
    assert "daily capacity of waterworks" in run("task=show", "name=water_supply")[0]
    assert "water_programme" in run("task=show", "levers=all")[0]


def test_foreign_sector_runs_with_its_scenario_and_region(run):
    words = ("scenario=water_first", "region=three", "drivers=known_2020", "last_year=2025", "figures=false", "out=water")
    _, home = run("task=simulate", *words)
    with xr.open_zarr(home / "water" / "results.zarr") as results:
        supply = results["water_supply"]
        assert supply.attrs["units"] == "m3" and "31 December" in supply.attrs["cell_methods"]
        assert "sum" in results["water_building"].attrs["cell_methods"]
        assert (supply.isel(year=-1) > supply.isel(year=0)).all()
        stocks = supply.isel(scenario=0, member=0).to_numpy()
        flows = (results["water_building"] - results["pipe_losses"]).isel(scenario=0, member=0).to_numpy()
        assert np.diff(stocks, axis=0) == pytest.approx(flows[1:], rel=1e-9, abs=1e-6)


def test_foreign_equations_stand_in_the_document_and_the_export(run):
    _, home = run("task=document", "out=equations")
    text = "".join(path.read_text(encoding="utf-8") for path in (home / "equations").glob("*.html"))
    assert "Daily capacity of waterworks" in text and "Towns use water; waterworks grow" in text
    run("task=export", "scenario=water_first", "region=three", "drivers=known_2020", "format=xmile", "county=900101", "out=xmile")
    [file] = (home / "xmile").glob("*.xmile")
    assert "water_building" in file.read_text(encoding="utf-8")


def test_foreign_lever_enters_the_attribution_and_the_brief(run):
    words = ("scenarios=[frozen,water_first]", "region=three", "drivers=known_2020", "last_year=2022", "ensemble=single")
    _, home = run("task=compare", *words, "out=brief")
    parts = pd.read_csv(home / "brief" / "attribution.csv").set_index(["indicator", "group"])
    assert "waterworks" in parts.index.get_level_values("group") and (parts["residual"] < 1e-9).all()
    spread = pd.read_csv(home / "brief" / "indicators.csv")
    last = spread[(spread["level"] == "province") & (spread["year"] == 2022) & (spread["scenario"] == "water_first")]
    reached = last.set_index("indicator").iloc[:, :].get("value", last.set_index("indicator").get("median"))
    assert parts.loc[("registered_share", "all"), "mean"] == pytest.approx(reached["registered_share"], rel=1e-9)
    assert "water supply" in (home / "brief" / "brief.html").read_text(encoding="utf-8")


def test_python_takes_a_model_of_ones_own(site, monkeypatch):
    monkeypatch.syspath_prepend(str(HERE))
    sector = importlib.import_module("foreign_water.water")
    model = simulator.gather([*simulator.import_sectors(), sector])
    strong = Scenario(name="strong", title={"zh": "强", "en": "Strong"}, levers={"water_programme": {"strength": 1}})
    frozen = Scenario(name="frozen", title={"zh": "维持", "en": "Frozen"})
    results = simulator.simulate(
        [frozen, strong],
        site / "foreign_regions" / "three",
        "known_2020",
        last_year=2024,
        model=model,
        record=["water_supply", "urban_population"],
    )
    supply = results["water_supply"].sel(year=2024).sum("county").squeeze()
    assert float(supply.sel(scenario="strong")) > float(supply.sel(scenario="frozen"))
    people = results["urban_population"]
    assert (people.sel(scenario="strong") == people.sel(scenario="frozen")).all()


def test_two_sectors_of_one_name_are_refused(monkeypatch):
    monkeypatch.syspath_prepend(str(HERE))
    sector = importlib.import_module("foreign_water.water")
    with pytest.raises(ModelError, match=r"water\.py: two sectors have this name"):
        simulator.gather([*simulator.import_sectors(), sector, sector])


class Point:
    """An entry point that loads what it is told, or raises it."""

    def __init__(self, name: str, loaded: object) -> None:
        self.name, self.value, self.loaded = name, f"package.{name}", loaded

    def load(self) -> object:
        if isinstance(self.loaded, Exception):
            raise self.loaded
        return self.loaded


@pytest.mark.parametrize(
    ("points", "complaint"),
    [
        ([Point("a", ImportError("no module b"))], r"plug-in 'a' of sectors \(package\.a\): cannot be loaded \(ImportError: no"),
        ([Point("a", SyntaxError("invalid"))], "cannot be loaded"),
        ([Point("a", 3)], "is no module; let the entry point name a module"),
        ([Point("a", os), Point("a", sys)], "another package declares one of this name; uninstall one of them"),
    ],
    ids=["import", "syntax", "kind", "twice"],
)
def test_a_plugin_that_cannot_be_used_is_named(monkeypatch, points, complaint):
    monkeypatch.setattr(plugins, "entry_points", lambda group: points)
    with pytest.raises(ModelError, match=complaint):
        plugins.load_plugins("sectors")
