"""One panel of pathways: a line a scenario with its band, the plan's targets, and words at the end of the lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulator.report.canvas.label_placement import spread
from simulator.report.canvas.sheet import QUIET, Sheet
from simulator.report.text.wording import SHORT, Scale, choose_scale

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

QUANTILES = (0.05, 0.5, 0.95)
DASHES = ("-", (0, (4, 1.6)))  # of the first and the second indicator of a panel
LABEL_SIZE = 8.5  # point
LABEL_HEIGHT = 1.35 * LABEL_SIZE / 72  # inch
LEADER = 0.28  # inch between a line and its label
CLOSE = 0.05  # of a panel's range: lines that end within it get one label
INK = "#222222"
Spot = tuple[float, float, float, float]  # left, bottom, width, height in inches


@dataclass(frozen=True)
class Label:
    """Words at the end of a line, the height at which they are wanted, and their colour."""

    height: float
    text: str
    colour: str


class Panel:
    """The lines of one or two indicators under every scenario, in the numbers that are shown."""

    def __init__(
        self,
        rows: pd.DataFrame,
        indicators: Sequence[str],
        targets: pd.DataFrame,
        scenarios: Sequence[str],
        language: str,
    ) -> None:
        own = rows[rows["indicator"].isin(list(indicators))]
        self.indicators, self.scenarios = indicators, scenarios
        self.scale: Scale = choose_scale(indicators[0], str(own["unit"].iloc[0]), "province", language)
        members = own.groupby(["indicator", "scenario", "year"])["value"]
        bands = members.quantile(list(QUANTILES)).unstack() * self.scale.factor
        self.bands = {(one, scenario): bands.loc[one, scenario] for one in indicators for scenario in scenarios}
        self.targets = targets[targets["indicator"].isin(list(indicators))]

    def draw(self, sheet: Sheet, spot: Spot, title: str, labels: list[Label], years: tuple[int, int], named: bool) -> None:
        """Draw the panel at its place; with `named`, its indicators are named where their lines start."""
        axes = sheet.place_axes(*spot)
        axes.set_title(title)
        axes.set_xlim(years[0], years[1])
        axes.set_xticks(range(-(-years[0] // 5) * 5, years[1] + 1, 5))
        self.draw_lines(axes)
        axes.margins(y=0.1)
        axes.autoscale_view(scalex=False)
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
        self.mark_targets(sheet, axes)
        if named:
            self.name_indicators(sheet, axes)
        write_labels(axes, labels, spot, years[1])

    def draw_lines(self, axes: Axes) -> None:
        """Draw the median of every scenario, and the band where members differ."""
        for (indicator, scenario), band in self.bands.items():
            look = find_look(self.scenarios.index(scenario))
            low, middle, high = (band[quantile].to_numpy() for quantile in QUANTILES)
            if (high > low).any():
                axes.fill_between(band.index, low, high, color=look["color"], alpha=0.16, linewidth=0)
            dashes = DASHES[self.indicators.index(indicator)]
            axes.plot(band.index, middle, color=look["color"], linestyle=dashes, marker="")
            axes.plot(band.index[-1:], middle[-1:], linestyle="none", clip_on=False, **look)

    def mark_targets(self, sheet: Sheet, axes: Axes) -> None:
        """Mark the plan's targets; 'about' where the plan allows a tolerance."""
        from matplotlib.patheffects import withStroke

        rim = [withStroke(linewidth=2.5, foreground="white")]
        for target in self.targets.to_dict("records"):
            year, value = int(target["year"]), float(target["value"]) * self.scale.factor
            axes.plot(year, value, "D", markersize=8, mfc="none", mec=INK, clip_on=False, zorder=5)
            number = f"{value:g}{self.scale.suffix}"
            about = (target.get("tolerance") or 0) > 0
            text = sheet.say(f"Plan: {'about ' * about}{number}", f"规划：{number}{'左右' * about}")
            own = [band[0.5] for (name, _), band in self.bands.items() if name == target["indicator"]]
            # A line that only just clears the target has left room above it, where it came from below.
            below = any(line.get(year, value) > value + CLOSE * self.span for line in own)
            right = below and year < axes.get_xlim()[1] - 5  # else the label would lie on the rising line
            axes.annotate(
                text, (year, value), (8 if right else -8, -8 if below else 8), textcoords="offset points", color=INK,
                ha="left" if right else "right", va="top" if below else "bottom", size=LABEL_SIZE, path_effects=rim,
            )  # fmt: skip

    def name_indicators(self, sheet: Sheet, axes: Axes) -> None:
        """Say at the start of the lines which is which, on the side from which they bend away."""
        for indicator in self.indicators:
            bands = [self.bands[indicator, scenario] for scenario in self.scenarios]
            falls = sum(band[0.5].iloc[-1] - band[0.5].iloc[0] for band in bands) < 0
            start = bands[0].index[0]
            edge = max(band[0.95].iloc[0] for band in bands) if falls else min(band[0.05].iloc[0] for band in bands)
            axes.annotate(
                sheet.say(*SHORT[indicator]), (start, edge), (3, 7 if falls else -8), textcoords="offset points",
                va="bottom" if falls else "top", size=LABEL_SIZE, color=QUIET,
            )  # fmt: skip

    def write_ends(self, sheet: Sheet, names: Sequence[str] | None) -> list[Label]:
        """Say where the lines end: with `names`, scenario by scenario; else once for lines that end close together."""
        labels = []
        for indicator in self.indicators:
            ends = [float(self.bands[indicator, scenario][0.5].iloc[-1]) for scenario in self.scenarios]
            kind = f"{sheet.say(*SHORT[indicator])} " if len(self.indicators) > 1 else ""
            if not names and len(ends) > 1 and max(ends) - min(ends) < CLOSE * self.span:
                few = dict.fromkeys(self.show(end) for end in (min(ends), max(ends)))
                labels.append(Label(sum(ends) / len(ends), kind + "–".join(few), INK))
                continue
            for place, end in enumerate(ends):
                text = self.write_end(sheet, indicator, place, end, names[place]) if names else kind + self.show(end)
                labels.append(Label(end, text, find_look(place)["color"]))
        return labels

    def write_end(self, sheet: Sheet, indicator: str, place: int, end: float, name: str) -> str:
        """Say where a line of the first panel ends; of the registered, how far they stay below."""
        if indicator == "urban_share" or len(self.indicators) < 2:
            return f"{name} {self.show(end)}"
        gap = float(self.bands[self.indicators[0], self.scenarios[place]][0.5].iloc[-1]) - end
        number = f"{gap:.{self.scale.digits}f}"
        end = self.show(end)
        return sheet.say(f"registered {end}, gap {number} points", f"本地户籍{end}，差距{number}个百分点")

    @property
    def span(self) -> float:
        """The range of all lines of the panel."""
        return float(np.ptp(np.concatenate([band[0.5] for band in self.bands.values()])))

    def show(self, value: float) -> str:
        """Write a number as it is shown at the end of a line."""
        return f"{value:,.{self.scale.digits}f}{self.scale.suffix}"


def find_look(place: int) -> dict[str, str]:
    """Give the colour and the marker of the first, second, ... scenario, from the style."""
    from matplotlib import rcParams

    looks = list(rcParams["axes.prop_cycle"])
    return looks[place % len(looks)]


def write_labels(axes: Axes, labels: list[Label], spot: Spot, last: int) -> None:
    """Write the labels to the right of the axes, none upon another, each with a thin line from its own."""
    low, high = axes.get_ylim()
    years_an_inch = np.ptp(axes.get_xlim()) / spot[2]
    heights = spread(np.array([label.height for label in labels]), LABEL_HEIGHT * (high - low) / spot[3])
    for label, height in zip(labels, heights, strict=True):
        elbow = last + np.array([0.08, LEADER - 0.03]) * years_an_inch
        axes.plot(elbow, [label.height, height], color=label.colour, linewidth=0.6, marker="", clip_on=False)
        axes.text(last + LEADER * years_an_inch, height, label.text, size=LABEL_SIZE, color=label.colour, va="center")
