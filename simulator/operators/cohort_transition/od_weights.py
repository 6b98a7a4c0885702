"""OD weights in tiles of eight destinations, and the factors that scale them by origin and destination."""

import numpy as np

from simulator.operators.cohort_transition.columns import ODFactor
from simulator.operators.matvec import divide_or_zero, shifted_exp
from simulator.simd.jit import inner
from simulator.simd.transpose import transpose_tile
from simulator.simd.vector_type import WIDTH, broadcast, load_row, load_vector, store, store_vector


@inner
def tile_od_weights(distance_weight, od_weights):
    """Fill od_weights [tile, origin, 8] with weights by destination; 0 on the diagonal and beyond the last county."""
    n = len(distance_weight)
    for tile in range(len(od_weights)):
        first = WIDTH * tile
        for k in range(n):
            if first + WIDTH <= n:
                store_vector(od_weights, tile, k, load_row(distance_weight, k, first))
            else:
                for lane in range(WIDTH):
                    od_weights[tile, k, lane] = distance_weight[k, first + lane] if first + lane < n else 0.0
        for lane in range(min(WIDTH, n - first)):
            od_weights[tile, first + lane, lane] = 0.0


@inner
def tile_od_weights_T(distance_weight, od_weights_T):
    """Fill od_weights_T [tile, destination, 8] with the transposed weights; 0 on the diagonal and beyond the last county."""
    n = len(distance_weight)
    eights, transposed = n - n % WIDTH, od_weights_T.reshape(len(od_weights_T) * n, WIDTH)
    for tile in range(len(od_weights_T)):
        first = WIDTH * tile
        some = eights if first < eights else 0
        for k in range(0, some, WIDTH):
            transpose_tile(distance_weight, first, k, transposed, tile * n + k, 0)
        for k in range(some, n):
            for lane in range(WIDTH):
                od_weights_T[tile, k, lane] = distance_weight[first + lane, k] if first + lane < n else 0.0
        for lane in range(min(WIDTH, n - first)):
            od_weights_T[tile, first + lane, lane] = 0.0


@inner
def tiled_matvec(tiles, weights, result):
    """Fill result [8 * tile] with the sums over counties of tiles [tile, county, 8] times weights [county]."""
    n = tiles.shape[1]
    for tile in range(len(tiles)):
        even, odd = broadcast(0.0), broadcast(0.0)
        for k in range(0, n - 1, 2):
            even = even + load_vector(tiles, tile, k) * broadcast(weights[k])
            odd = odd + load_vector(tiles, tile, k + 1) * broadcast(weights[k + 1])
        if n % 2 == 1:
            even = even + load_vector(tiles, tile, n - 1) * broadcast(weights[n - 1])
        store(result, WIDTH * tile, even + odd)


@inner
def fill_od_factors(distance_weight, od_weights, od_weights_T, town_appeal, rural_population, outside_share, od_factors):
    """Fill od_factors [county, column]: the logit choice of towns, and by Bayes' rule the origins of the movers of a town.

    The own county has factors of its own, as the diagonal of the weights is 0.
    """
    n, padded = len(distance_weight), WIDTH * len(od_weights)
    appeal, senders, offered, senders_of = np.zeros(n), np.zeros(n), np.empty(padded), np.empty(padded)
    shifted_exp(town_appeal, appeal)
    tiled_matvec(od_weights_T, appeal, offered)
    for i in range(n):
        senders[i] = divide_or_zero(rural_population[i], offered[i] + distance_weight[i, i] * appeal[i])
    tiled_matvec(od_weights, senders, senders_of)
    for i in range(n):
        home = distance_weight[i, i]
        od_factors[i, ODFactor.LEAVERS] = divide_or_zero(1.0 - outside_share[i], offered[i] + home * appeal[i])
        od_factors[i, ODFactor.MOVERS] = divide_or_zero(1.0, offered[i])
        od_factors[i, ODFactor.RETURNERS] = divide_or_zero(1.0, senders_of[i] + home * senders[i])
        od_factors[i, ODFactor.TOWN_ARRIVALS], od_factors[i, ODFactor.OWN_TOWNS] = (
            appeal[i],
            appeal[i] * home * od_factors[i, ODFactor.LEAVERS],
        )
        od_factors[i, ODFactor.VILLAGE_ARRIVALS], od_factors[i, ODFactor.OWN_VILLAGES] = senders[i], home
