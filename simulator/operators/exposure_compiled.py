"""How long people are present in a step, for eight ages at once: the fast form of `exposure.py`.

phi2 is one polynomial where z is at most NEAR, which few hazards pass in half a year, or a longer one up to FARTHER, which serves
those who wait for what comes within months; phi1 = 1 - z phi2 and exp(-z) = 1 - z phi1 follow from it, so that nobody is lost
whatever the polynomial leaves out (1e-14 of phi2, and 2e-15 of the longer).
"""

from simulator.simd.jit import inner
from simulator.simd.vector_math import exp, expm1, make_intrinsic, polynomial
from simulator.simd.vector_type import broadcast, select

NEAR, FARTHER = 1.5, 3.0
# The polynomials that meet phi2 at the Chebyshev points of 0 to NEAR and of 0 to FARTHER, highest power first.
PRESENCE = (
    1.119045357144392e-09,
    -2.1975125828730782e-08,
    2.6972449102727186e-07,
    -2.748662977172358e-06,
    2.4796032360065966e-05,
    -1.984098753976175e-04,
    1.3888879904936844e-03,
    -8.333333166023124e-03,
    4.166666665064898e-02,
    -1.666666666660674e-01,
    0.4999999999999963,
)
LONGER_PRESENCE = (
    -2.133336204233134e-13,
    7.415227317284181e-12,
    -1.4083987785788173e-10,
    2.0215011699478613e-09,
    -2.489585047684166e-08,
    2.753104182554007e-07,
    -2.7554177454257046e-06,
    2.4801323916555384e-05,
    -1.9841254788619266e-04,
    1.3888888329749273e-03,
    -8.333333320859736e-03,
    4.1666666665211426e-02,
    -1.6666666666659966e-01,
    0.4999999999999995,
)
near_presence = make_intrinsic(lambda b, z: polynomial(b, PRESENCE, z), 1)
longer_presence = make_intrinsic(lambda b, z: polynomial(b, LONGER_PRESENCE, z), 1)


@inner
def far_presence(z):
    """phi2 of any z."""
    far = z > NEAR
    some = select(far, z, broadcast(1.0))
    return select(far, (1.0 + expm1(-some) / some) / some, near_presence(select(far, broadcast(0.0), z)))


@inner
def be_near(z):
    """phi2, phi1 and exp(-z) of z up to NEAR."""
    later = near_presence(z)
    mean = 1.0 - z * later
    return later, mean, 1.0 - z * mean


@inner
def be_farther(z):
    """phi2, phi1 and exp(-z) of z up to FARTHER."""
    later = longer_presence(z)
    mean = 1.0 - z * later
    return later, mean, 1.0 - z * mean


@inner
def be_far(z):
    """phi2, phi1 and exp(-z) of any z; where z is large, what is left of 1 - z phi1 has lost its digits."""
    later, far = far_presence(z), z > NEAR
    mean = select(far, -expm1(-z) / select(far, z, broadcast(1.0)), 1.0 - z * later)
    return later, mean, select(far, exp(-z), 1.0 - z * mean)
