"""Who goes where: villagers who move to towns, by the county they leave and the county whose towns they choose."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from simulator.inputs.drivers.travel import build_travel
from simulator.operators.destination_choice import choose_towns, nearness
from simulator.region.region import Region

NEEDED = ("rural_departures", "rural_outflow", "town_arrivals", "town_appeal", "transport_programme")


def find_moves(results: xr.Dataset, region: Region, time_friction: float, home_bias: float) -> pd.DataFrame:
    """Villagers who move to towns of the region in the last year, persons a year [county left, county chosen].

    `results` are those of one scenario and one member, with the variables of NEEDED; the choice is that of the end of the
    year, scaled so that every county is left by as many as the model counted.
    """
    last = {name: results[name].isel(scenario=0, member=0, year=-1).to_numpy() for name in NEEDED}
    travel, counties = build_travel(region), results.sizes["county"]
    weight = nearness(
        travel.time,
        travel.saving,
        last["transport_programme"],
        np.full(counties, time_friction),
        np.full(counties, home_bias),
        np.ones(counties),
    )["distance_weight"]
    leaving = last["rural_departures"] - last["rural_outflow"]
    codes = results["county"].to_numpy().astype(str)
    return pd.DataFrame(leaving[:, None] * choose_towns(weight, last["town_appeal"], own=True), codes, codes)
