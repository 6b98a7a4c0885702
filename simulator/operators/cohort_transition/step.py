"""A step of all cohorts, slice by slice of eight ages."""

import numpy as np

from simulator.operators.cohort_transition.arrivals import process_arrivals
from simulator.operators.cohort_transition.columns import CARRIED, FLOWS, STATUSES
from simulator.operators.cohort_transition.departures import process_departures
from simulator.simd.age_layout import SLICES
from simulator.simd.copy import aligned_empty, copy_all
from simulator.simd.jit import inner
from simulator.simd.od_product import multiply_tile
from simulator.simd.vector_type import WIDTH

# Up to FEW counties the OD weights stay in the cache from slice to slice; with more, blocks of ORIGINS rows do.
FEW, ORIGINS = 192, 136


@inner
def apply_od(od_weights, od_weights_T, sent, arrived):
    """Fill arrived [slice, county, flow, 8] with the product of the OD weights and sent [slice, county, flow, 8]."""
    for begin in range(0, sent.shape[1], ORIGINS):
        for tile in range(len(od_weights)):
            for at in range(len(sent)):
                multiply_tile(od_weights, od_weights_T, sent[at], arrived[at], tile, begin, min(begin + ORIGINS, sent.shape[1]))


@inner
def step_cohorts(residents, transients, schedules, rates, od_factors, od_weights, od_weights_T, sums, single_precision):
    """Both passes over all slices, with the OD product between them; in float32 if `single_precision`.

    With few counties each slice is finished before the next; with many, all slices of a sex share one pass over the OD weights.
    """
    tiles, n, _ = od_weights.shape
    some = 1 if n <= FEW else SLICES
    sent = aligned_empty(some * n * FLOWS * WIDTH).reshape(some, n, FLOWS, WIDTH)
    arrived = aligned_empty(some * tiles * WIDTH * FLOWS * WIDTH).reshape(some, tiles * WIDTH, FLOWS, WIDTH)
    carried = aligned_empty(some * n * CARRIED * WIDTH).reshape(some, n, CARRIED, WIDTH)
    phi = aligned_empty(3 * STATUSES * WIDTH).reshape(3, STATUSES, WIDTH)
    short_there, short_back = (
        od_weights[: single_precision * tiles].astype(np.float32),
        od_weights_T[: single_precision * tiles].astype(np.float32),
    )
    short_sent, short_arrived = (
        sent[: single_precision * some].astype(np.float32),
        arrived[: single_precision * some].astype(np.float32),
    )
    for first in range(0, residents.shape[0], some):
        for at in range(some):
            process_departures(residents, transients, schedules, rates, od_factors, first + at, sent[at], carried[at], phi, sums)
        if single_precision:
            copy_all(sent, short_sent)
            apply_od(short_there, short_back, short_sent, short_arrived)
            copy_all(short_arrived, arrived)
        else:
            apply_od(od_weights, od_weights_T, sent, arrived)
        for at in range(some):
            process_arrivals(
                residents, transients, schedules, rates, od_factors, first + at, sent[at], arrived[at], carried[at], sums
            )
