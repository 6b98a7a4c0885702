"""Details of one county beside its indicators: cohorts, flows and moves of one scenario and member."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import xarray as xr


@dataclass(frozen=True)
class CountyDetail:
    """One scenario by one member: residents of the county by age at both ends, flows of the last year, and all moves."""

    residents: xr.DataArray
    flows: dict[str, float]
    moves: pd.DataFrame
