"""The population pyramid of a place: men and women by age in towns and villages, the start year as an outline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.report.canvas.sheet import MARGIN, WIDTH, open_sheet
from simulator.report.charts.pathways import INK
from simulator.report.findings import Findings

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure

BAND, OLDEST = 5, 100  # years of age in a bar; the first age of the open one
HEIGHT, FOOT, MIDDLE, NAME = 4.2, 0.75, 0.45, 0.35  # inches of the bars, the notes, the ages, the titles
TOWNS, VILLAGES = "#0072b2", "#e0b050"
TITLE = ("Residents by age, {first} and {last}", "{first}年与{last}年常住人口年龄结构")
NOTE = (
    "Bars: {last} under '{scenario}', one member; outline: {first}.",
    "条形为“{scenario}”情景{last}年（一个样本），轮廓线为{first}年。",
)


def draw_pyramid(findings: Findings, residents: xr.DataArray, language: str) -> Figure:
    """Show residents [year, sex, age, status] of the first and the last year, men at the left."""
    words = {"first": findings.years[0], "last": findings.last, "scenario": findings.scenarios[findings.focus][language]}
    english, chinese = (text.format(**words) for text in TITLE)
    subtitle = findings.titles["en"], findings.titles["zh"]
    with open_sheet((WIDTH, HEIGHT + FOOT + NAME), {"en": english, "zh": chinese}, subtitle, language, findings.synthetic) as sheet:
        width = (WIDTH - 2 * MARGIN - MIDDLE) / 2
        most = 0.0
        both = []
        for sex, left, name in (("male", MARGIN, ("Men", "男")), ("female", MARGIN + width + MIDDLE, ("Women", "女"))):
            axes = sheet.place_axes(left, FOOT, width, HEIGHT)
            before, after = (count_ages(residents.sel(sex=sex).isel(year=year)) * SHOWN[language][0] for year in (0, 1))
            ages = np.arange(len(before["whole"]))
            axes.barh(ages, after["towns"], color=TOWNS, height=0.85, label=sheet.say("in towns", "城镇"))
            axes.barh(
                ages, after["villages"], left=after["towns"], color=VILLAGES, height=0.85, label=sheet.say("in villages", "乡村")
            )
            axes.stairs(
                before["whole"],
                np.arange(len(ages) + 1) - 0.5,
                orientation="horizontal",
                color=INK,
                linewidth=1.2,
                label=str(findings.years[0]),
            )
            axes.set_title(sheet.say(*name), loc="right" if sex == "male" else "left")
            most = max(most, before["whole"].max(), (after["towns"] + after["villages"]).max())
            axes.grid(visible=False, axis="y")
            axes.grid(axis="x")
            both.append(axes)
        names = [f"{age * BAND}" if age % 2 == 0 else "" for age in ages]
        both[0].set_yticks(ages, [""] * len(ages))
        both[1].set_yticks(ages, names)
        both[0].set_xlim(1.05 * most, 0.0)
        both[1].set_xlim(0.0, 1.05 * most)
        both[1].set_xlabel(sheet.say(*SHOWN[language][1]), loc="right")
        both[1].legend(loc="upper right", frameon=False, fontsize=8)
        sheet.notes.append(sheet.say(*(text.format(**words) for text in NOTE)))
    return sheet.figure


class Ages(dict):
    """Numbers of people by age band, which can be shown in another unit."""

    def __mul__(self, factor: float) -> Ages:
        return Ages({name: value * factor for name, value in self.items()})


SHOWN = {"en": (1e-3, ("thousand persons", "千人")), "zh": (1e-4, ("ten thousand persons", "万人"))}


def count_ages(residents: xr.DataArray) -> Ages:
    """People [age, status] in bands of age, in towns and in villages."""
    people = residents.transpose("age", "status").to_numpy()
    starts = np.arange(0, OLDEST + 1, BAND)
    banded = np.add.reduceat(people, starts, axis=0)
    rural = list(residents["status"].to_numpy()).index("rural")
    return Ages({"villages": banded[:, rural], "towns": banded.sum(axis=1) - banded[:, rural], "whole": banded.sum(axis=1)})
