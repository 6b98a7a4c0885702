"""Ways from county to county: weights of those who leave, and of those who arrive."""

import numpy as np

from simulator.operators.cohort_transition.columns import (
    HOME,
    ONWARD,
    OWN_WAY,
    OWN_WAY_BACK,
    SENDING,
    SENDING_BACK,
    WELCOME,
)
from simulator.operators.matvec import find_appeal, share
from simulator.simd.jit import inner
from simulator.simd.transpose import transpose_tile
from simulator.simd.vector_type import WIDTH, broadcast, load_row, load_vector, store, store_vector


@inner
def keep_there(distance_weight, there):
    """The weights of counties for eight others in tiles [eight, county, lane], with nothing on the way home and for what is beyond
    the last county."""
    n = len(distance_weight)
    for tile in range(len(there)):
        first = WIDTH * tile
        for k in range(n):
            if first + WIDTH <= n:
                store_vector(there, tile, k, load_row(distance_weight, k, first))
            else:
                for lane in range(WIDTH):
                    there[tile, k, lane] = distance_weight[k, first + lane] if first + lane < n else 0.0
        for lane in range(min(WIDTH, n - first)):
            there[tile, first + lane, lane] = 0.0


@inner
def keep_back(distance_weight, back):
    """The weights of eight counties for the others in tiles [eight, county, lane], likewise."""
    n = len(distance_weight)
    eights, turned = n - n % WIDTH, back.reshape(len(back) * n, WIDTH)
    for tile in range(len(back)):
        first = WIDTH * tile
        some = eights if first < eights else 0
        for k in range(0, some, WIDTH):
            transpose_tile(distance_weight, first, k, turned, tile * n + k, 0)
        for k in range(some, n):
            for lane in range(WIDTH):
                back[tile, k, lane] = distance_weight[first + lane, k] if first + lane < n else 0.0
        for lane in range(min(WIDTH, n - first)):
            back[tile, first + lane, lane] = 0.0


@inner
def weigh_tiles(tiles, weights, found):
    """Fill found [place], with room for whole eights, with the sums of tiles [eight, county, lane] times weights [county]."""
    n = tiles.shape[1]
    for tile in range(len(tiles)):
        even, odd = broadcast(0.0), broadcast(0.0)
        for k in range(0, n - 1, 2):
            even = even + load_vector(tiles, tile, k) * broadcast(weights[k])
            odd = odd + load_vector(tiles, tile, k + 1) * broadcast(weights[k + 1])
        if n % 2 == 1:
            even = even + load_vector(tiles, tile, n - 1) * broadcast(weights[n - 1])
        store(found, WIDTH * tile, even + odd)


@inner
def find_ways(distance_weight, there, back, town_appeal, rural_population, outside_share, ways):
    """Fill the ways of counties: the choice of towns, and by Bayes' rule who of the movers of a town came from where.

    The own county is counted apart from the weights there and back.
    """
    n, wide = len(distance_weight), WIDTH * len(there)
    appeal, senders, offered, senders_of = np.zeros(n), np.zeros(n), np.empty(wide), np.empty(wide)
    find_appeal(town_appeal, appeal)
    weigh_tiles(back, appeal, offered)
    for i in range(n):
        senders[i] = share(rural_population[i], offered[i] + distance_weight[i, i] * appeal[i])
    weigh_tiles(there, senders, senders_of)
    for i in range(n):
        home = distance_weight[i, i]
        ways[i, SENDING] = share(1.0 - outside_share[i], offered[i] + home * appeal[i])
        ways[i, ONWARD] = share(1.0, offered[i])
        ways[i, SENDING_BACK] = share(1.0, senders_of[i] + home * senders[i])
        ways[i, WELCOME], ways[i, OWN_WAY] = appeal[i], appeal[i] * home * ways[i, SENDING]
        ways[i, HOME], ways[i, OWN_WAY_BACK] = senders[i], home
