"""The way between places: how near they are, what they offer together, and who goes where.

Choice is a nested logit (McFadden 1978), what places offer together a market access (Harris 1954).
"""

import numpy as np

from simulator.operators.twins import compiled, twin_of


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


@twin_of(nearness)
def _nearness(travel_time_2020, travel_time_saving, transport_programme, time_friction, home_bias, market_reach, distance_weight,
              market_weight):
    n = len(home_bias)
    for i in range(n):
        for j in range(n):
            programme = 0.5 * (transport_programme[i] + transport_programme[j])
            hours = travel_time_2020[i, j] * (1.0 - programme * travel_time_saving[i, j])
            distance_weight[i, j] = np.exp(-time_friction[i] * np.log(hours))
            market_weight[i, j] = np.exp(-hours / market_reach[i])
        distance_weight[i, i] *= np.exp(home_bias[i])


def pull(distance_weight, town_appeal):
    """Log of what all towns together offer each county: ln sum_j weight_ij exp(appeal_j)."""
    best = town_appeal.max()
    return {"regional_appeal": best + np.log(distance_weight @ np.exp(town_appeal - best))}


@twin_of(pull)
def _pull(distance_weight, town_appeal, regional_appeal):
    n = len(town_appeal)
    best = town_appeal.max()
    appeal = np.exp(town_appeal - best)
    for i in range(n):
        offered = 0.0
        for j in range(n):
            offered += distance_weight[i, j] * appeal[j]
        regional_appeal[i] = best + np.log(offered)


def trade(market_weight, urban_population):
    """Townspeople within reach of each county, the nearer the more they count."""
    return {"market_access": market_weight @ urban_population}


@twin_of(trade)
def _trade(market_weight, urban_population, market_access):
    n = len(urban_population)
    for i in range(n):
        reached = 0.0
        for j in range(n):
            reached += market_weight[i, j] * urban_population[j]
        market_access[i] = reached


def share_back(distance_weight, town_appeal, rural_population, remittances):
    """Remittances of the towns [county], shared among village counties as today's movers of each town come from them.

    By Bayes' rule on today's choice, as for those who return; the appeal of a town cancels.
    """
    offered = distance_weight @ np.exp(town_appeal - town_appeal.max())
    senders = np.divide(rural_population, offered, out=np.zeros_like(offered), where=offered > 0.0)
    whole = senders @ distance_weight
    a_weight = np.divide(remittances, whole, out=np.zeros_like(whole), where=whole > 0.0)
    return {"remittances_received": senders * (distance_weight @ a_weight)}


@twin_of(share_back)
def _share_back(distance_weight, town_appeal, rural_population, remittances, remittances_received):
    n = len(town_appeal)
    appeal = np.exp(town_appeal - town_appeal.max())
    whole = np.zeros(n)
    for i in range(n):
        offered = 0.0
        for j in range(n):
            offered += distance_weight[i, j] * appeal[j]
        remittances_received[i] = rural_population[i] / offered if offered > 0.0 else 0.0
        for j in range(n):
            whole[j] += remittances_received[i] * distance_weight[i, j]
    for i in range(n):
        got = 0.0
        for j in range(n):
            if whole[j] > 0.0:
                got += distance_weight[i, j] * remittances[j] / whole[j]
        remittances_received[i] *= got


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


@compiled
def fill_choice(distance_weight, town_appeal, own, towards):
    """Fast twin of choose_towns, written as [destination, county] so that arrivals are one matrix product."""
    n = len(town_appeal)
    appeal = np.exp(town_appeal - town_appeal.max())
    for i in range(n):
        whole = 0.0
        for j in range(n):
            weight = distance_weight[i, j] * appeal[j] if own or j != i else 0.0
            towards[j, i] = weight
            whole += weight
        for j in range(n):
            towards[j, i] = towards[j, i] / whole if whole > 0.0 else 0.0


@compiled
def fill_origins(towards, rural_population, back):
    """Fast twin of find_origins: from the choice [destination, county] to the origins [county, destination]."""
    n = len(rural_population)
    for j in range(n):
        whole = 0.0
        for i in range(n):
            whole += towards[j, i] * rural_population[i]
        for i in range(n):
            back[i, j] = towards[j, i] * rural_population[i] / whole if whole > 0.0 else 0.0
