"""People of an earlier census on the boundaries of the reference year, where towns went from one county to another since."""

import numpy as np

from simulator.language.dimensions import RURAL
from simulator.region.region import Region

TABLE = "county_past"


def move_boundaries(region: Region, year: int, residents: np.ndarray, movers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Scale each county's people to its population of that year on later boundaries, if the region tells it.

    `residents` [county, sex, age, status] and `movers` [county]. A county keeps its mix of ages and registrations, as nobody
    counted who lived in the places that moved; the counties that changed keep their villagers, townspeople and movers in all.
    """
    later = f"population_{year}_later_boundaries"
    if not region.has(TABLE) or later not in region.table(TABLE):
        return residents, movers
    counties = region.table("counties")
    before = counties[f"population_{year}"].to_numpy(float)
    after = region.table(TABLE).set_index("county")[later].reindex(counties.index).to_numpy(float)
    changed, factor = after != before, after / before
    if not changed.any():
        return residents, movers

    def scale(people: np.ndarray) -> np.ndarray:
        moved = people * factor.reshape(-1, *(1,) * (people.ndim - 1))
        kept = people[changed].sum()
        moved[changed] *= kept / moved[changed].sum() if kept > 0.0 else 1.0
        return moved

    villagers, townspeople = scale(residents[..., : RURAL + 1]), scale(residents[..., RURAL + 1 :])
    return np.concatenate([villagers, townspeople], axis=-1), scale(movers)
