"""Distance between counties, what their towns offer together, and who goes where.

Choice is a nested logit (McFadden 1978), what places offer together a market access (Harris 1954).
"""

import numpy as np

from simulator.operators.implementations import compiled_version_of
from simulator.operators.matvec import matvec, shifted_exp, vecmat
from simulator.operators.symmetric import all_equal, is_symmetric, symmetrize
from simulator.simd import vector_math
from simulator.simd.vector_type import WIDTH, load, load_row, store_row


def nearness(travel_time_2020, travel_time_saving, transport_programme, time_friction, home_bias, market_reach):
    """Weight of each destination by the way to it: hours to the power of minus friction, home times exp(bias); and the
    weight of each market, which falls by e within the reach of markets.

    Times and savings are [county, destination] in hours and shares; the programme is a share by county, of which a pair
    takes the mean.
    """
    programme = 0.5 * (transport_programme[:, None] + transport_programme[None, :])
    hours = travel_time_2020 * (1.0 - programme * travel_time_saving)
    weight = np.exp(-time_friction[:, None] * np.log(hours))
    home = np.arange(len(hours))
    weight[home, home] *= np.exp(home_bias)
    return {"distance_weight": weight, "market_weight": np.exp(-hours / market_reach[:, None])}


@compiled_version_of(nearness)
def _nearness(
    travel_time_2020,
    travel_time_saving,
    transport_programme,
    time_friction,
    home_bias,
    market_reach,
    distance_weight,
    market_weight,
):
    n = len(home_bias)
    whole = n - n % WIDTH
    for i in range(n):
        # Both directions of a pair are computed by the same expression, bit for bit.
        in_vectors = whole if i < whole else 0
        for j in range(0, in_vectors, WIDTH):
            programme = 0.5 * (transport_programme[i] + load(transport_programme, j))
            store_row(
                market_weight, i, j, load_row(travel_time_2020, i, j) * (1.0 - programme * load_row(travel_time_saving, i, j))
            )
        for j in range(in_vectors, n):
            programme = 0.5 * (transport_programme[i] + transport_programme[j])
            market_weight[i, j] = travel_time_2020[i, j] * (1.0 - programme * travel_time_saving[i, j])
    # With symmetric travel times and the same parameters in all counties, half of the matrix is enough.
    symmetric = all_equal(time_friction) and all_equal(market_reach) and is_symmetric(market_weight)
    for i in range(n):
        for j in range(i - i % WIDTH if symmetric else 0, whole, WIDTH):
            hours = load_row(market_weight, i, j)
            store_row(distance_weight, i, j, vector_math.exp(-time_friction[i] * vector_math.log(hours)))
            store_row(market_weight, i, j, vector_math.exp(-hours / market_reach[i]))
        for j in range(whole, n):
            hours = market_weight[i, j]
            distance_weight[i, j] = np.exp(-time_friction[i] * np.log(hours))
            market_weight[i, j] = np.exp(-hours / market_reach[i])
        distance_weight[i, i] *= np.exp(home_bias[i])
    if symmetric:
        symmetrize(distance_weight)
        symmetrize(market_weight)


def pull(distance_weight, town_appeal):
    """Log of what all towns together offer each county: ln sum_j weight_ij exp(appeal_j)."""
    best = town_appeal.max()
    return {"regional_appeal": best + np.log(distance_weight @ np.exp(town_appeal - best))}


@compiled_version_of(pull)
def _pull(distance_weight, town_appeal, regional_appeal):
    appeal = np.empty(len(town_appeal))
    best = shifted_exp(town_appeal, appeal)
    matvec(distance_weight, appeal, regional_appeal)
    for i in range(len(town_appeal)):
        regional_appeal[i] = best + np.log(regional_appeal[i])


def trade(market_weight, urban_population):
    """Townspeople within reach of each county, the nearer the more they count."""
    return {"market_access": market_weight @ urban_population}


@compiled_version_of(trade)
def _trade(market_weight, urban_population, market_access):
    matvec(market_weight, urban_population, market_access)


def share_back(distance_weight, town_appeal, rural_population, remittances):
    """Remittances of the towns [county], shared among village counties as today's movers of each town come from them.

    By Bayes' rule on today's choice, as for those who return; the appeal of a town cancels.
    """
    offered = distance_weight @ np.exp(town_appeal - town_appeal.max())
    senders = np.divide(rural_population, offered, out=np.zeros_like(offered), where=offered > 0.0)
    whole = senders @ distance_weight
    a_weight = np.divide(remittances, whole, out=np.zeros_like(whole), where=whole > 0.0)
    return {"remittances_received": senders * (distance_weight @ a_weight)}


@compiled_version_of(share_back)
def _share_back(distance_weight, town_appeal, rural_population, remittances, remittances_received):
    n = len(town_appeal)
    offered, senders, whole = np.empty(n), np.empty(n), np.empty(n)
    shifted_exp(town_appeal, whole)
    matvec(distance_weight, whole, offered)
    for i in range(n):
        senders[i] = rural_population[i] / offered[i] if offered[i] > 0.0 else 0.0
    vecmat(distance_weight, senders, whole)
    for j in range(n):
        whole[j] = remittances[j] / whole[j] if whole[j] > 0.0 else 0.0
    matvec(distance_weight, whole, remittances_received)
    for i in range(n):
        remittances_received[i] *= senders[i]


def choose_towns(distance_weight, town_appeal, own):
    """Share of each destination [county, destination] among the leavers of a county; rows sum to 1, or to 0 if empty.

    `own` says whether the towns of the own county are among the destinations.
    """
    weight = distance_weight * np.exp(town_appeal - town_appeal.max())
    if not own:
        np.fill_diagonal(weight, 0.0)
    whole = weight.sum(axis=1, keepdims=True)
    return np.divide(weight, whole, out=np.zeros_like(weight), where=whole > 0.0)


def find_origins(choice, rural_population):
    """Share of each village county [county, destination] among the movers of a town, by Bayes' rule on today's choice.

    Columns sum to 1, or to 0 where nobody lives in villages.
    """
    weight = choice * rural_population[:, None]
    whole = weight.sum(axis=0, keepdims=True)
    return np.divide(weight, whole, out=np.zeros_like(weight), where=whole > 0.0)
