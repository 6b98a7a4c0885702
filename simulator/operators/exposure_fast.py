"""How long people are present in a step, for eight ages at once: the fast form of `exposure.py`.

phi2 is one polynomial where z is at most NEAR, which no plausible hazard passes in half a year; phi1 = 1 - z phi2 and
exp(-z) = 1 - z phi1 follow from it, so that nobody is lost whatever the polynomial leaves out (1e-14 of phi2).
"""

from numba import njit

from simulator.lanes.values import choose, fused, spread
from simulator.lanes.words import exp, expm1

NEAR = 1.5
# The polynomial that meets phi2 at the Chebyshev points of 0 to NEAR, highest power first.
C10, C9, C8, C7, C6, C5 = (1.119045357144392e-09, -2.1975125828730782e-08, 2.6972449102727186e-07, -2.748662977172358e-06,
                           2.4796032360065966e-05, -1.984098753976175e-04)
C4, C3, C2, C1, C0 = 1.3888879904936844e-03, -8.333333166023124e-03, 4.166666665064898e-02, -1.666666666660674e-01, 0.4999999999999963


@njit(error_model="numpy", nogil=True)
def near_presence(z):
    """phi2 of z up to NEAR."""
    p = fused(spread(C10), z, spread(C9))
    p = fused(p, z, spread(C8))
    p = fused(p, z, spread(C7))
    p = fused(p, z, spread(C6))
    p = fused(p, z, spread(C5))
    p = fused(p, z, spread(C4))
    p = fused(p, z, spread(C3))
    p = fused(p, z, spread(C2))
    p = fused(p, z, spread(C1))
    return fused(p, z, spread(C0))


@njit(error_model="numpy", nogil=True)
def far_presence(z):
    """phi2 of any z."""
    far = z > NEAR
    some = choose(far, z, spread(1.0))
    return choose(far, (1.0 + expm1(-some) / some) / some, near_presence(choose(far, spread(0.0), z)))


@njit(error_model="numpy", nogil=True)
def be_near(z):
    """phi2, phi1 and exp(-z) of z up to NEAR."""
    later = near_presence(z)
    mean = 1.0 - z * later
    return later, mean, 1.0 - z * mean


@njit(error_model="numpy", nogil=True)
def be_far(z):
    """phi2, phi1 and exp(-z) of any z; where z is large, what is left of 1 - z phi1 has lost its digits."""
    later, far = far_presence(z), z > NEAR
    mean = choose(far, -expm1(-z) / choose(far, z, spread(1.0)), 1.0 - z * later)
    return later, mean, choose(far, exp(-z), 1.0 - z * mean)
