"""Who works or looks for work: shares by sex and age, in towns and in villages."""

import numpy as np

from simulator.language.dimensions import AGES, SEXES

# (completed age, share), read linearly between the points and level beyond them. Assumed; each share may be off by .05.
URBAN = {
    "female": ((15, 0.0), (18, 0.25), (24, 0.75), (30, 0.84), (49, 0.82), (55, 0.50), (60, 0.22), (66, 0.10), (75, 0.0)),
    "male": ((15, 0.0), (18, 0.30), (24, 0.82), (30, 0.95), (52, 0.93), (60, 0.60), (64, 0.30), (70, 0.15), (78, 0.0)),
}  # fmt: skip
RURAL = {
    "female": ((15, 0.0), (20, 0.60), (30, 0.80), (60, 0.75), (70, 0.45), (80, 0.0)),
    "male": ((15, 0.0), (20, 0.70), (30, 0.93), (62, 0.88), (74, 0.55), (82, 0.0)),
}  # fmt: skip

# The points of each schedule, by sex.
POINTS = {"urban_participation": URBAN, "rural_participation": RURAL}


def build_participation() -> dict[str, np.ndarray]:
    """Share of people who work or look for work [sex, age]: `urban_participation` and `rural_participation`."""
    return {"urban_participation": draw_profile(URBAN), "rural_participation": draw_profile(RURAL)}


def draw_profile(points: dict[str, tuple[tuple[float, float], ...]]) -> np.ndarray:
    """A share at every sex and age [sex, age]."""
    return np.stack([np.interp(np.array(AGES, float), *zip(*points[sex], strict=True)) for sex in SEXES])
