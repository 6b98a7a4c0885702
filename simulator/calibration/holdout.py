"""What the constrained ensemble says of the years after 2020 from what was known by then, and how it is scored."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import xarray as xr

from simulator.calibration.baselines import forecast_series, forecast_urban_share
from simulator.calibration.members import make_posterior
from simulator.calibration.observed import PUBLISHED_ERROR, URBAN_ERROR
from simulator.calibration.province import read_census
from simulator.calibration.scores import find_skill, is_covered, score_sample
from simulator.inputs.data_vintage import use_2020_vintage
from simulator.language.errors import DataError, suggest
from simulator.model.graph import Model
from simulator.region.region import Region
from simulator.run.simulate import Progress, simulate
from simulator.sampling.random_streams import make_generator

LAST_YEAR = 2025
PRACTICE, PLAN = "frozen", "plan"
RECORD = (
    "population",
    "urban_population",
    "registered_population",
    "outsider_population",
    "mean_urban_income",
    "mean_rural_income",
    "consumer_price_index",
)
# How far off the model itself may be, by indicator: of shares and of the ratio as they stand, of incomes in logs. Assumed.
DISCREPANCY = {
    "urban_share": URBAN_ERROR,
    "registered_share": 0.010,
    "urban_hukou_share": 0.010,
    "income_ratio": 0.015,
    "urban_income": PUBLISHED_ERROR,
    "rural_income": PUBLISHED_ERROR,
    "urban_income_nominal": PUBLISHED_ERROR,
    "rural_income_nominal": PUBLISHED_ERROR,
}
UNITS = {
    "urban_share": "1",
    "registered_share": "1",
    "urban_hukou_share": "1",
    "income_ratio": "1",
    "urban_income": "yuan of 2020 / person / year",
    "rural_income": "yuan of 2020 / person / year",
    "urban_income_nominal": "yuan / person / year",
    "rural_income_nominal": "yuan / person / year",
}
BY_CITY = ("urban_share", "registered_share")
# What stands still without migration: the cohort model without drift, N4.
STILL = dict.fromkeys(
    (
        "departure_rate",
        "return_base_rate",
        "migrant_move_rate",
        "outsider_move_rate",
        "registered_move_rate",
        "interprovincial_inflow",
        "outflow_base_rate",
        "reclassification_base",
    ),
    0.0,
)


def forecast(model: Model, region: Region, members: int, seed: int, steps: int, progress: Progress | None = None) -> pd.DataFrame:
    """The predictive distribution of 2021 to 2025 under drivers known in 2020: rows of indicator, region, year, scenario, member,
    value and unit. Each value carries the model's own discrepancy, drawn once a member and indicator."""
    design = make_posterior(model, region, members)
    results = simulate(
        [PRACTICE, PLAN],
        use_2020_vintage(region),
        "known_2020",
        design,
        seed,
        steps=steps,
        last_year=LAST_YEAR,
        record=list(RECORD),
        progress=progress,
    )
    years = results["year"] > region.reference_year
    rows = [
        tabulate(name, region.name, blur(name, value, seed).isel(year=years))
        for name, value in tell_indicators(results, "all").items()
    ]
    for city, within in results.groupby("city"):
        told = tell_indicators(within, "city")
        rows += [tabulate(name, str(city), blur(name, told[name], seed).isel(year=years)) for name in BY_CITY]
    return pd.concat(rows, ignore_index=True)


def tell_indicators(results: xr.Dataset, level: str) -> dict[str, xr.DataArray]:
    """Indicators [scenario, member, year] of the counties in the results; incomes of the whole region only."""
    people = {name: results[name].sum("county") for name in RECORD if name.endswith("population")}
    share = {
        "urban_share": people["urban_population"] / people["population"],
        "registered_share": people["registered_population"] / people["population"],
        "urban_hukou_share": (people["registered_population"] + people["outsider_population"]) / people["population"],
    }
    if level == "city":
        return share
    urban, rural, prices = (results[name] for name in ("mean_urban_income", "mean_rural_income", "consumer_price_index"))
    return share | {
        "income_ratio": urban / rural,
        "urban_income": urban,
        "rural_income": rural,
        "urban_income_nominal": urban * prices,
        "rural_income_nominal": rural * prices,
    }


def blur(name: str, value: xr.DataArray, seed: int) -> xr.DataArray:
    """A forecast with the discrepancy of the model, the same for all scenarios and years of a member."""
    rng = make_generator(seed, f"discrepancy of {name.removesuffix('_nominal')}").standard_normal(value.sizes["member"])
    noise = xr.DataArray(DISCREPANCY[name] * rng, dims="member")
    return value * np.exp(noise) if "income_nominal" in name or name in ("urban_income", "rural_income") else value + noise


def tabulate(name: str, place: str, value: xr.DataArray) -> pd.DataFrame:
    """A forecast in long form."""
    table = (
        value.transpose("scenario", "member", "year")
        .drop_vars([each for each in value.coords if each not in ("scenario", "member", "year")])
        .to_dataframe("value")
        .reset_index()
    )
    return table.assign(indicator=name, region=place, unit=UNITS[name])[
        ["indicator", "region", "year", "scenario", "member", "value", "unit"]
    ]


def baseline_forecasts(region: Region, model: Model, steps: int, years: Sequence[int]) -> dict[tuple[str, str], np.ndarray]:
    """What baselines say of the region's indicators, by indicator and name [year]."""
    moments = np.asarray(years)
    found = {
        ("urban_share", name): path
        for name, path in forecast_urban_share(read_census(region, region.reference_year), moments).items()
    }
    still = simulate(
        PRACTICE,
        use_2020_vintage(region),
        "known_2020",
        steps=steps,
        last_year=int(moments.max()),
        parameters=STILL,
        calibrated=False,
        extrapolate=True,
        record=list(RECORD),
    )
    alone = tell_indicators(still, "all")["urban_share"].sel(scenario=PRACTICE).isel(member=0)
    found["urban_share", "N4"] = alone.sel(year=moments).to_numpy()
    known = region.table("province_past").pivot(index="year", columns="name", values="value")
    incomes = {kind: known[f"{kind}_income_per_head"].dropna() for kind in ("urban", "rural")}
    for kind, series in incomes.items():
        for name, path in forecast_series(series, moments, growing=True).items():
            found[f"{kind}_income_nominal", name] = path
    ratio = (incomes["urban"] / incomes["rural"]).dropna()
    return found | {("income_ratio", name): path for name, path in forecast_series(ratio, moments, growing=False).items()}


def score(
    forecasts: pd.DataFrame, observed: pd.DataFrame, baselines: dict[tuple[str, str], np.ndarray], years: Sequence[int], home: str
) -> pd.DataFrame:
    """One row for each scenario, region and indicator: mean absolute error and bias of the median, CRPS, share of years in the
    central 50 and 90 %, and skill by CRPS against each baseline of the region.

    Raises DataError for an indicator, region or year that was not forecast.
    """
    check_observed(forecasts, observed)
    rows = []
    for (scenario, place, name), cells in forecasts.groupby(["scenario", "region", "indicator"], sort=False):
        seen = observed[(observed["region"] == place) & (observed["indicator"] == name)].set_index("year")["value"]
        if seen.empty:
            continue
        values = {year: cells.loc[cells["year"] == year, "value"].to_numpy() for year in seen.index}
        missed = np.array([np.median(values[year]) - seen[year] for year in seen.index])
        crps = float(np.mean([score_sample(values[year], seen[year]) for year in seen.index]))
        row = {
            "scenario": scenario,
            "region": place,
            "indicator": name,
            "years": len(seen),
            "mae": np.abs(missed).mean(),
            "bias": missed.mean(),
            "crps": crps,
            **{
                f"coverage_{100 * share:.0f}": np.mean([is_covered(values[year], seen[year], share) for year in seen.index])
                for share in (0.5, 0.9)
            },
        }
        for (indicator, baseline), path in baselines.items():
            if indicator == name and place == home:
                off = np.abs(pd.Series(path, index=list(years)).reindex(seen.index) - seen).mean()
                row |= {f"mae_{baseline}": off, f"skill_{baseline}": find_skill(crps, off)}
        rows.append(row)
    return pd.DataFrame(rows)


def check_observed(forecasts: pd.DataFrame, observed: pd.DataFrame) -> None:
    """Refuse a table of observations that is none, or that tells of what was not forecast."""
    columns = ("region", "year", "indicator", "value")
    for column in columns:
        if column not in observed:
            raise DataError(f"observed: column {column} is missing; give {', '.join(columns)}")
    for column in ("indicator", "region", "year"):
        known = set(forecasts[column].astype(str))
        unknown = sorted(set(observed[column].astype(str)) - known)
        if unknown:
            raise DataError(f"observed, column {column}: '{unknown[0]}' was not forecast; {suggest(unknown[0], known)}")
