"""Why the income ratio changes: people of each group earn more, or groups of other incomes become larger."""

from __future__ import annotations

import numpy as np
import xarray as xr

from simulator.language.errors import ScenarioError

# Income and size of the groups on either side of the ratio; a group is all such people of one county.
TOWNSPEOPLE = {
    "registered_income": "registered_population",
    "migrant_income": "rural_hukou_townspeople",
    "outsider_income": "outsider_population",
}
VILLAGERS = {"rural_income": "rural_population"}
DIMS = ("scenario", "member", "year")
PARTS = {
    "total": ("change of the income ratio since the start year, in logs", "城乡居民收入比变动（对数）"),
    "growth": ("part that is growth of incomes within groups", "组内收入增长的贡献"),
    "composition": ("part that is change of the sizes of groups", "人口构成变动的贡献"),
    "urban_growth": ("part that is growth of incomes within groups of townspeople", "城镇组内收入增长的贡献"),
    "urban_composition": ("part that is change of the sizes of groups of townspeople", "城镇人口构成变动的贡献"),
    "rural_growth": ("part that is growth of incomes of villagers of each county", "乡村组内收入增长的贡献"),
    "rural_composition": ("part that is change of the sizes of counties' villages", "乡村人口构成变动的贡献"),
}


def decompose_income_ratio(results: xr.Dataset, start: int | None = None) -> xr.Dataset:
    """The change of ln(income ratio) since a year as growth within groups and composition, for the towns and the villages.

    Groups are the registered, the rural-hukou townspeople and the outsiders of each county, and its villagers. Each part is
    the Shapley value of its factor: the mean of its effect before and after the other has changed, so that parts add up to
    the change exactly. `start` is a year of the results, by default the first. Dimensions scenario, member, year. Raises
    ScenarioError for a year or variable that the results do not hold.
    """
    years = results["year"].to_numpy()
    start = int(years[0]) if start is None else start
    if start not in years:
        raise ScenarioError(f"start: the results hold no year {start}; give one from {years[0]} to {years[-1]}")
    first = int(np.flatnonzero(years == start)[0])
    urban_growth, urban_composition = split_change(*gather_groups(results, TOWNSPEOPLE), first)
    villages_growth, villages_composition = split_change(*gather_groups(results, VILLAGERS), first)
    rural_growth, rural_composition = -villages_growth, -villages_composition
    growth, composition = urban_growth + rural_growth, urban_composition + rural_composition
    values = (growth + composition, growth, composition, urban_growth, urban_composition, rural_growth, rural_composition)
    parts = xr.Dataset(
        {name: (DIMS, value) for name, value in zip(PARTS, values, strict=True)}, {dim: results[dim] for dim in DIMS}
    )
    for name, (english, chinese) in PARTS.items():
        parts[name].attrs = {"units": "1", "long_name": english, "long_name_zh": chinese, "start_year": start}
    return parts


def gather_groups(results: xr.Dataset, groups: dict[str, str]) -> tuple[np.ndarray, np.ndarray]:
    """Income and size of every group [scenario, member, year, group]; nobody has no income."""
    for name in (*groups, *groups.values()):
        if name not in results:
            raise ScenarioError(f"the results hold no '{name}', of which the decomposition is made; record all variables")

    def stack(names: list[str]) -> np.ndarray:
        return np.concatenate([results[name].transpose(*DIMS, "county").to_numpy() for name in names], axis=-1)

    income, size = stack(list(groups)), stack(list(groups.values()))
    return np.where(size > 0.0, income, np.nan), size


def split_change(income: np.ndarray, size: np.ndarray, first: int) -> tuple[np.ndarray, np.ndarray]:
    """What growth of incomes and change of sizes do to the log of mean income since a year [scenario, member, year].

    A group that is empty in one of two years had, or would have, the income of the other: to come or go is composition.
    """
    then, now = income[:, :, first : first + 1], income
    then, now = np.where(np.isnan(then), now, then), np.where(np.isnan(now), then, now)
    small = np.broadcast_to(size[:, :, first : first + 1], size.shape)

    def mean(income: np.ndarray, size: np.ndarray) -> np.ndarray:
        with np.errstate(divide="ignore", invalid="ignore"):  # a side of nobody has no mean income
            return np.log(np.nansum(income * size, axis=-1) / size.sum(axis=-1))

    before, after = mean(then, small), mean(now, size)
    richer, larger = mean(now, small), mean(then, size)
    return 0.5 * (richer - before + after - larger), 0.5 * (larger - before + after - richer)
