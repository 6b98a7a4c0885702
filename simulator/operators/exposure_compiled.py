"""phi functions of exponential integrators for eight ages at once: the compiled form of `exposure.py`.

phi2 is a polynomial for z up to SHORT_RANGE, which few hazards pass in half a year, or a longer one up to LONG_RANGE.
phi1 = 1 - z phi2 and exp(-z) = 1 - z phi1 follow from it, so that people are conserved whatever the approximation error (1e-14 of
phi2, 2e-15 of the longer polynomial).
"""

from simulator.simd.jit import inner
from simulator.simd.vector_math import exp, expm1, make_intrinsic, polynomial
from simulator.simd.vector_type import broadcast, select

SHORT_RANGE, LONG_RANGE = 1.5, 3.0
# The polynomials that meet phi2 at the Chebyshev points of 0 to NEAR and of 0 to FARTHER, highest power first.
PHI2_SHORT = (
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
PHI2_LONG = (
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
phi2_short = make_intrinsic(lambda b, z: polynomial(b, PHI2_SHORT, z), 1)
phi2_long = make_intrinsic(lambda b, z: polynomial(b, PHI2_LONG, z), 1)


@inner
def phi2_exact(z):
    """phi2 of any z >= 0."""
    far = z > SHORT_RANGE
    some = select(far, z, broadcast(1.0))
    return select(far, (1.0 + expm1(-some) / some) / some, phi2_short(select(far, broadcast(0.0), z)))


@inner
def phi_series_short(z):
    """phi2, phi1 and exp(-z) of z up to SHORT_RANGE."""
    later = phi2_short(z)
    mean = 1.0 - z * later
    return later, mean, 1.0 - z * mean


@inner
def phi_series_long(z):
    """phi2, phi1 and exp(-z) of z up to LONG_RANGE."""
    later = phi2_long(z)
    mean = 1.0 - z * later
    return later, mean, 1.0 - z * mean


@inner
def phi_exact(z):
    """phi2, phi1 and exp(-z) of any z >= 0; for large z, 1 - z phi1 would lose its digits."""
    later, far = phi2_exact(z), z > SHORT_RANGE
    mean = select(far, -expm1(-z) / select(far, z, broadcast(1.0)), 1.0 - z * later)
    return later, mean, select(far, exp(-z), 1.0 - z * mean)
