"""A step of all people, one slice of ages after the other."""

import numpy as np

from simulator.lanes.compiled import inner
from simulator.lanes.copies import copy_all, make_room
from simulator.lanes.tiles import ROWS, multiply_tile
from simulator.lanes.values import WIDTH
from simulator.operators.passes.arriving import welcome
from simulator.operators.passes.leaving import see_off
from simulator.operators.passes.places import CARRIED, FLOWS, STATUSES


@inner
def bring(there, back, sent, arrived):
    """Fill arrived [county, flow, lane] with those sent, by the ways there and back."""
    for row in range(0, len(arrived), ROWS):
        multiply_tile(there, back, sent, arrived, row, len(sent))


@inner
def cross(residents, transients, schedules, rates, ways, there, back, sums, narrow):
    """Both passes through all slices of people, with the product of matrices between them; where it is `narrow`, that is one of
    numbers of half the size (float32)."""
    n, wide = there.shape
    sent, arrived = make_room(n * FLOWS * WIDTH).reshape(n, FLOWS, WIDTH), make_room(wide * FLOWS * WIDTH).reshape(wide, FLOWS, WIDTH)
    carried, met = make_room(n * CARRIED * WIDTH).reshape(n, CARRIED, WIDTH), make_room(3 * STATUSES * WIDTH).reshape(3, STATUSES, WIDTH)
    short_there, short_back = there[:narrow * n].astype(np.float32), back[:narrow * n].astype(np.float32)
    short_sent, short_arrived = sent[:narrow * n].astype(np.float32), arrived[:narrow * wide].astype(np.float32)
    for v in range(residents.shape[0]):
        see_off(residents, transients, schedules, rates, ways, v, sent, carried, met, sums)
        if narrow:
            copy_all(sent, short_sent)
            bring(short_there, short_back, short_sent, short_arrived)
            copy_all(short_arrived, arrived)
        else:
            bring(there, back, sent, arrived)
        welcome(residents, transients, schedules, rates, ways, v, sent, arrived, carried, sums)
