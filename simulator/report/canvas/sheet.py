"""The sheet on which a figure is drawn: the project's style, its title, its mark when synthetic, and its notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.language.errors import ScenarioError, suggest
from simulator.report.fonts.chinese_font import Lettering

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

STYLE = Path(__file__).with_name("style.mplstyle")
LANGUAGES = ("en", "zh")
MARGIN, HEAD, MARK = 0.4, 0.85, 0.35  # inches at the sides, for title and subtitle, for the mark of a made-up region
WIDTH = 8.0  # inches of a figure of the page
TITLE_SIZE, SUBTITLE_SIZE, NOTE_SIZE = 15, 10, 7.5  # point
QUIET = "#666666"
CONDITIONAL = (
    "Conditional scenarios, not forecasts: each shows what follows if its assumptions hold.",
    "情景模拟结果，并非预测：每个情景只表示在其假设成立时的结果。",
)
SYNTHETIC = ("SYNTHETIC REGION: made-up data, not a real place", "SYNTHETIC 合成地区：虚构数据，并非真实地区")


@dataclass
class Sheet:
    """A figure in inches from its lower left corner, with the lettering of its language and the notes at its foot."""

    figure: Figure
    lettering: Lettering
    notes: list[str] = field(default_factory=list)

    def say(self, english: str, chinese: str) -> str:
        """Give the text in the language of the sheet."""
        return self.lettering.write(english, chinese)

    def place_axes(self, left: float, bottom: float, width: float, height: float) -> Axes:
        """Open axes at a place given in inches."""
        across, up = self.figure.get_size_inches()
        return self.figure.add_axes((left / across, bottom / up, width / across, height / up))

    def place_text(self, left: float, bottom: float, text: str, **look) -> None:
        """Write text at a place given in inches."""
        across, up = self.figure.get_size_inches()
        self.figure.text(left / across, bottom / up, text, **look)

    def measure(self, text: str, size: float) -> float:
        """Give the width of one line of text in inches."""
        from matplotlib.font_manager import FontProperties

        renderer = self.figure.canvas.get_renderer()
        return renderer.get_text_width_height_descent(text, FontProperties(size=size), False)[0] / self.figure.dpi

    def fit_lines(self, text: str, size: float, width: float) -> list[str]:
        """Break text into lines no wider than `width` inches, between words or between Chinese characters."""
        if self.measure(text, size) <= width:
            return [text]
        lines = [""]
        for word in re.findall(r"[\u2e80-\uffef]|[^\u2e80-\uffef\s]+\s*|\s+", text):
            if lines[-1] and self.measure((lines[-1] + word).rstrip(), size) > width and word not in "，。：；、）":
                lines.append("")
            lines[-1] += word
        return [line.strip() for line in lines]


@contextmanager
def keep_style() -> Iterator[None]:
    """Draw in the project's style whatever the machine's own settings; leave those settings as they were."""
    import matplotlib

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rc_file(STYLE, use_default_template=False)
        matplotlib.rcParams["font.family"] = Lettering("en").families
        yield


@contextmanager
def open_sheet(
    size: tuple[float, float], title: str | Mapping[str, str], subtitle: tuple[str, str], language: str, synthetic: bool
) -> Iterator[Sheet]:
    """Give a sheet for a drawing of `size` inches, its title above, and write its notes when the drawing is done."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    if language not in LANGUAGES:
        raise ScenarioError(f"language: '{language}' is not spoken here; {suggest(language, LANGUAGES)}")
    with keep_style():
        head = HEAD + MARK * synthetic
        sheet = Sheet(Figure(figsize=(size[0], size[1] + head)), Lettering(language))
        FigureCanvasAgg(sheet.figure)
        write_head(sheet, title, subtitle, synthetic)
        sheet.notes.append(sheet.say(*CONDITIONAL))
        yield sheet
        write_notes(sheet)
        for axes in sheet.figure.axes:  # ticks are made now, while the style holds
            axes.get_xticklabels(), axes.get_yticklabels()


def write_head(sheet: Sheet, title: str | Mapping[str, str], subtitle: tuple[str, str], synthetic: bool) -> None:
    """Write title, subtitle and, for a made-up region, the mark that says so."""
    width, top = sheet.figure.get_size_inches()
    english, chinese = (title["en"], title.get("zh", "")) if isinstance(title, Mapping) else (title, title)
    text = sheet.say(english, chinese)
    sheet.figure.set_label(text)
    if synthetic:
        top -= MARK
        box = {"facecolor": "#fff3c4", "edgecolor": "#b8860b", "boxstyle": "square,pad=0.35", "linewidth": 0.8}
        sheet.place_text(MARGIN + 0.05, top + 0.1, sheet.say(*SYNTHETIC), size=9, va="center", bbox=box)
    # A long title is written smaller rather than cut.
    fitting = TITLE_SIZE * min(1.0, (width - 2 * MARGIN) / sheet.measure(text, TITLE_SIZE))
    sheet.place_text(MARGIN, top - 0.15, text, size=fitting, va="top")
    lines = sheet.fit_lines(sheet.say(*subtitle), SUBTITLE_SIZE, width - 2 * MARGIN)
    sheet.place_text(MARGIN, top - 0.5, "\n".join(lines), size=SUBTITLE_SIZE, va="top", color=QUIET)


def write_notes(sheet: Sheet) -> None:
    """Write the notes at the foot of the sheet, and what had to be said in English for want of characters."""
    told = [note if note.endswith("。") else f"{note} " for note in (*sheet.notes, sheet.lettering.explain()) if note]
    width = sheet.figure.get_size_inches()[0] - 2 * MARGIN
    lines = sheet.fit_lines("".join(told).strip(), NOTE_SIZE, width)
    sheet.place_text(MARGIN, 0.15, "\n".join(lines), size=NOTE_SIZE, va="bottom", color=QUIET, linespacing=1.35)
