"""Ways from county to county: weights of those who leave, and of those who arrive."""

import numpy as np

from simulator.lanes.compiled import inner
from simulator.lanes.values import WIDTH
from simulator.operators.passes.places import (
    HOME,
    ONWARD,
    OWN_WAY,
    OWN_WAY_BACK,
    SENDING,
    SENDING_BACK,
    WELCOME,
)
from simulator.operators.weighing import find_appeal, share, weigh_rows


@inner
def keep_apart(distance_weight, there, back):
    """The weights of other counties, with nothing on the way home: as they are and mirrored, filled up to eights of columns."""
    n, wide = there.shape
    for i in range(n):
        for j in range(n):
            there[i, j] = distance_weight[i, j]
        for j in range(n, wide):
            there[i, j] = back[i, j] = 0.0
    for first in range(0, n, WIDTH):
        for i in range(n):
            for j in range(first, min(first + WIDTH, n)):
                back[j, i] = distance_weight[i, j]
    for i in range(n):
        there[i, i] = back[i, i] = 0.0


@inner
def find_ways(distance_weight, there, back, town_appeal, rural_population, outside_share, ways):
    """Fill the ways of counties: the choice of towns, and by Bayes' rule who of the movers of a town came from where.

    The own county is counted apart from the weights there and back.
    """
    n, wide = there.shape
    appeal, senders = np.zeros(wide), np.zeros(wide)
    offered, senders_of = np.empty(n), np.empty(n)
    find_appeal(town_appeal, appeal)
    weigh_rows(there, appeal, offered)
    for i in range(n):
        senders[i] = share(rural_population[i], offered[i] + distance_weight[i, i] * appeal[i])
    weigh_rows(back, senders, senders_of)
    for i in range(n):
        home = distance_weight[i, i]
        ways[i, SENDING] = share(1.0 - outside_share[i], offered[i] + home * appeal[i])
        ways[i, ONWARD] = share(1.0, offered[i])
        ways[i, SENDING_BACK] = share(1.0, senders_of[i] + home * senders[i])
        ways[i, WELCOME], ways[i, OWN_WAY] = appeal[i], appeal[i] * home * ways[i, SENDING]
        ways[i, HOME], ways[i, OWN_WAY_BACK] = senders[i], home
