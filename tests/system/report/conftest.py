"""Briefs as the command line writes them: of a made-up region in both languages, and of the real one by a single member."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

from simulator.__main__ import main
from simulator.region.synthetic.region import write_region

SHORT = ("drivers=known_2020", "steps=1")
# Nothing that the browser itself would look for may look like a request of the page.
BROWSER = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--disable-dev-shm-usage",
)


class Reader(HTMLParser):
    """Collects the elements of a page: name, attributes and the text inside."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[dict] = []
        self.elements: list[dict] = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.elements.append({"tag": tag, **dict(attributes), "text": ""})
        if tag in ("data", "title", "td", "th", "style", "code"):
            self.open.append(self.elements[-1])

    def handle_endtag(self, tag):
        if self.open and self.open[-1]["tag"] == tag:
            self.open.pop()

    def handle_data(self, data):
        for element in self.open:
            element["text"] += data

    def of(self, tag: str) -> list[dict]:
        """The elements of one kind."""
        return [each for each in self.elements if each["tag"] == tag]


@dataclass(frozen=True)
class Brief:
    """A folder of outputs with its page and its tables."""

    folder: Path
    language: str

    @property
    def path(self) -> Path:
        """The page."""
        return self.folder / "brief.html"

    @property
    def page(self) -> str:
        """The text of the page."""
        return self.path.read_text(encoding="utf-8")

    def read(self) -> Reader:
        """The elements of the page."""
        return Reader(self.page)

    def table(self, name: str) -> pd.DataFrame:
        """A table of the folder."""
        return pd.read_csv(self.folder / f"{name}.csv", dtype={"region": str, "code": str, "unit": str}, keep_default_na=True)


def make_brief(folder: Path, *words: str) -> Brief:
    """Run the command line and give its folder."""
    assert main([f"out={folder}", *words]) == 0
    return Brief(folder, next((word[-2:] for word in words if word.startswith("language=")), "en"))


@pytest.fixture(scope="session")
def made_up(tmp_path_factory) -> dict[str, Brief]:
    """The brief of a made-up region in both languages, by an ensemble."""
    home = tmp_path_factory.mktemp("briefs")
    region = write_region(home / "region", counties=12, seed=4)
    words = (f"region={region}", "scenarios=[frozen,plan,hukou_first]", "ensemble.members=6", "last_year=2030", *SHORT)
    figures = {"en": "figures=false", "zh": "figures=true"}
    return {language: make_brief(home / language, *words, f"language={language}", drawn) for language, drawn in figures.items()}


@pytest.fixture(scope="session")
def real(tmp_path_factory) -> Brief:
    """The brief of Shandong by one member."""
    folder = tmp_path_factory.mktemp("real") / "brief"
    return make_brief(folder, "scenarios=[frozen,plan]", "ensemble=single", "figures=false", "last_year=2022", *SHORT)


@pytest.fixture(scope="session")
def browse(tmp_path_factory):
    """A function that opens a page in Chromium without a screen, with more words, and gives what it printed."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.fail("no Chromium was found to look at the page with; install Debian's package chromium")

    def run(path: Path, *words: str) -> str:
        home = tmp_path_factory.mktemp("browser")
        done = subprocess.run(
            [chromium, *BROWSER, f"--user-data-dir={home}", *words, path.as_uri()],
            capture_output=True,
            timeout=120,
            text=True,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stderr[-500:]
        return done.stdout

    return run
