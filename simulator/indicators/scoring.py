"""How far each scenario reaches what the plan says: margin, met or not, how surely, and in which year first."""

from __future__ import annotations

import numpy as np
import pandas as pd

from simulator.indicators.targets import number_code

SENSES = {"at_least": 1.0, "at_most": -1.0}
TOLD = [
    "code",
    "kind",
    "variable",
    "indicator",
    "sense",
    "first_year",
    "year",
    "target",
    "tolerance",
    "unit",
    "section",
    "text_en",
    "text_zh",
]
SCORED = ["scenario", "status", "probability", "first_met", "value", "margin", "margin_low", "margin_high", "regret"]
# Rounding of sums must not decide whether a target is met.
ROUNDING = 1e-9


def score_targets(indicators: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """One row for each statement of the plan and each scenario; for what is not scored, one row that says so.

    `indicators` is the tidy table, `targets` the table of the region. Columns beside what the statement says: scenario;
    status (met, not_met, beyond_run, not_simulated); probability (share of members that meet it); first_met (first year
    in which at least half of the members do); value and margin (medians; margin is how far it is on the good side of the
    value, in its unit, negative where it falls short; "about" is met within the tolerance); margin_low and margin_high (5
    and 95 % of the members); regret (margin lost against the best scenario). A statement about a span of years is scored by
    its worst year.
    """
    province = indicators[indicators["level"] == "province"]
    scenarios = list(dict.fromkeys(province["scenario"]))
    ordered = sorted(targets.rename(columns={"value": "target"}).to_dict("records"), key=number_code)
    paths = dict(list(province.groupby("indicator")))
    nothing = province.iloc[:0]
    rows = [row for target in ordered for row in score_target(target, paths.get(target["indicator"], nothing), scenarios)]
    scores = pd.DataFrame(rows, columns=[*TOLD, *SCORED])
    scores["regret"] = scores.groupby("code")["margin"].transform("max") - scores["margin"]
    return scores


def score_target(target: dict, rows: pd.DataFrame, scenarios: list[str]) -> list[dict]:
    """The scores of one statement under every scenario."""
    told = {name: target[name] for name in TOLD}
    if not target["indicator"]:
        return [told | {"scenario": "all", "status": "not_simulated"}]
    return [told | {"scenario": name} | score_scenario(target, rows[rows["scenario"] == name]) for name in scenarios]


def score_scenario(target: dict, rows: pd.DataFrame) -> dict:
    """The score of one statement under one scenario, from the indicator's values by member and year."""
    last = int(target["year"])
    first = last if pd.isna(target["first_year"]) else int(target["first_year"])
    paths = rows.pivot(index="year", columns="member", values="value")
    span = paths.loc[(paths.index >= first) & (paths.index <= last)]
    if last not in paths.index or span.empty:
        return {"status": "beyond_run"}
    sense = SENSES[target["sense"]]
    margins = sense * (paths - target["target"])
    worst = margins.loc[span.index].min()
    least = -target["tolerance"] - ROUNDING
    met = float((worst >= least).mean())
    halfway = margins.index[(margins >= least).mean(axis=1) >= 0.5]
    of_worst = target["target"] + sense * worst
    low, high = np.quantile(worst, (0.05, 0.95))
    return {
        "status": "met" if met >= 0.5 else "not_met",
        "probability": met,
        "value": of_worst.median(),
        "first_met": int(halfway[0]) if len(halfway) else np.nan,
        "margin": worst.median(),
        "margin_low": low,
        "margin_high": high,
    }
