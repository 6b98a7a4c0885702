"""The ways between counties of B1, as operators: NumPy reference and compiled version of each."""

import numpy as np

from simulator.operators.implementations import compiled_version_of


def offering(way_weight, appeal):
    """What all towns together offer each county: sum_j weight_ij appeal_j."""
    return {"offer": way_weight @ appeal}


@compiled_version_of(offering)
def _offering(way_weight, appeal, offer):
    offer[:] = np.dot(way_weight, appeal)


def drawing(way_weight, pressure):
    """What each town draws from all counties, for one unit of its appeal: sum_i weight_ij pressure_i."""
    return {"draw": pressure @ way_weight}


@compiled_version_of(drawing)
def _drawing(way_weight, pressure, draw):
    draw[:] = np.dot(pressure, way_weight)
