"""A step of all people, one slice of ages after the other."""

import numpy as np

from simulator.operators.cohort_transition.arrivals import welcome
from simulator.operators.cohort_transition.columns import CARRIED, FLOWS, STATUSES
from simulator.operators.cohort_transition.departures import see_off
from simulator.simd.age_layout import SLICES
from simulator.simd.copy import aligned_empty, copy_all
from simulator.simd.jit import inner
from simulator.simd.od_product import multiply_tile
from simulator.simd.vector_type import WIDTH

# Up to so many counties, the ways between them stay close to the processor from one slice to the next; of more, so many origins do.
FEW, ORIGINS = 192, 136


@inner
def bring(there, back, sent, arrived):
    """Fill arrived [slice, county, flow, lane] with those sent, by the ways there and back."""
    for begin in range(0, sent.shape[1], ORIGINS):
        for tile in range(len(there)):
            for at in range(len(sent)):
                multiply_tile(there, back, sent[at], arrived[at], tile, begin, min(begin + ORIGINS, sent.shape[1]))


@inner
def cross(residents, transients, schedules, rates, ways, there, back, sums, narrow):
    """Both passes through all slices of people, with the product of matrices between them; where it is `narrow`, that is one of
    numbers of half the size (float32).

    Few counties are gone through slice by slice; of many, all slices of a sex wait for the ways, which are then read only once.
    """
    tiles, n, _ = there.shape
    some = 1 if n <= FEW else SLICES
    sent = aligned_empty(some * n * FLOWS * WIDTH).reshape(some, n, FLOWS, WIDTH)
    arrived = aligned_empty(some * tiles * WIDTH * FLOWS * WIDTH).reshape(some, tiles * WIDTH, FLOWS, WIDTH)
    carried = aligned_empty(some * n * CARRIED * WIDTH).reshape(some, n, CARRIED, WIDTH)
    met = aligned_empty(3 * STATUSES * WIDTH).reshape(3, STATUSES, WIDTH)
    short_there, short_back = there[: narrow * tiles].astype(np.float32), back[: narrow * tiles].astype(np.float32)
    short_sent, short_arrived = sent[: narrow * some].astype(np.float32), arrived[: narrow * some].astype(np.float32)
    for first in range(0, residents.shape[0], some):
        for at in range(some):
            see_off(residents, transients, schedules, rates, ways, first + at, sent[at], carried[at], met, sums)
        if narrow:
            copy_all(sent, short_sent)
            bring(short_there, short_back, short_sent, short_arrived)
            copy_all(short_arrived, arrived)
        else:
            bring(there, back, sent, arrived)
        for at in range(some):
            welcome(residents, transients, schedules, rates, ways, first + at, sent[at], arrived[at], carried[at], sums)
