"""The words of the language for eight counties at once, and what decays and pipelines are made of.

Exponentials and logarithms are polynomials, as exact as those of one number.
"""

from __future__ import annotations

import operator
from collections.abc import Callable

from llvmlite import ir
from numba import types
from numba.core.typing.context import Context
from numba.extending import intrinsic

from simulator.simd.jit import compiled
from simulator.simd.vector_type import NUMBERS, WHOLES, Lanes, Written, call, choices, constant, fuse, give, lanes, whole

LOWEST, HIGHEST, SMALLEST = -708.0, 709.78, 2.2250738585072014e-308
# ln 2 in two parts, the first short enough to be multiplied by any power of two without rounding.
LN2_HIGH, LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
# 1.5 x 2 to the 52: added to a number, it leaves the nearest whole one in the last bits.
ROUNDING = 6755399441055744.0
# 1 / n!, the highest first.
EXPONENTIAL = (
    1.6059043836821613e-10,
    2.08767569878681e-9,
    2.505210838544172e-8,
    2.755731922398589e-7,
    2.7557319223985893e-6,
    2.48015873015873e-5,
    1.984126984126984e-4,
    1.388888888888889e-3,
    8.333333333333333e-3,
    4.1666666666666664e-2,
    1.6666666666666666e-1,
    0.5,
    1.0,
)
# ln(1 + f) = f - f**2 / 2 + s (f**2 / 2 + R(s**2)), s = f / (2 + f): the coefficients of fdlibm (Sun Microsystems 1993).
LOGARITHM = (
    1.479819860511658591e-01,
    1.531383769920937332e-01,
    1.818357216161805012e-01,
    2.222219843214978396e-01,
    2.857142874366239149e-01,
    3.999999999940941908e-01,
    6.666666666666735130e-01,
)
ROOT_HALF, FRACTION_BITS = 0x3FE6A09E667F3BCD, 52
ZERO, ONE, ENDLESS, NOTHING = (constant(value) for value in (0.0, 1.0, float("inf"), float("nan")))
Write = ir.IRBuilder


def pick(b: Write, x: ir.Value, sign: str, y: ir.Value, yes: ir.Value, no: ir.Value) -> ir.Value:
    """The one where two compare so, the other elsewhere; also where either is not a number."""
    return b.select(b.fcmp_ordered(sign, x, y), yes, no)


def keep_nothing(b: Write, x: ir.Value, result: ir.Value) -> ir.Value:
    """What is not a number stays so."""
    return b.select(b.fcmp_unordered("uno", x, x), x, result)


def polynomial(b: Write, coefficients: tuple[float, ...], x: ir.Value) -> ir.Value:
    """A polynomial, the highest coefficient first."""
    result = constant(coefficients[0])
    for each in coefficients[1:]:
        result = fuse(b, result, x, constant(each))
    return result


def write_exp(b: Write, x: ir.Value) -> ir.Value:
    """e to the power of x: a power of two, and a polynomial of what is left; 0 and endless beyond the range of numbers."""
    near = pick(b, x, ">", constant(LOWEST), pick(b, x, "<", constant(HIGHEST), x, constant(HIGHEST)), constant(LOWEST))
    shifted = fuse(b, near, constant(1.4426950408889634), constant(ROUNDING))
    power = b.fsub(shifted, constant(ROUNDING))
    rest = fuse(b, power, constant(-LN2_LOW), fuse(b, power, constant(-LN2_HIGH), near))
    part = fuse(b, polynomial(b, EXPONENTIAL, rest), rest, ONE)
    result = b.bitcast(b.add(b.bitcast(part, WHOLES), b.shl(b.bitcast(shifted, WHOLES), whole(FRACTION_BITS))), NUMBERS)
    within = pick(b, x, "<", constant(LOWEST), ZERO, pick(b, x, ">", constant(HIGHEST), ENDLESS, result))
    return keep_nothing(b, x, within)


def write_log(b: Write, x: ir.Value) -> ir.Value:
    """The natural logarithm of x: the power of two in it, and a series of what is left; minus endless of 0, nothing below."""
    tiny = b.fcmp_ordered("<", x, constant(SMALLEST))
    bits = b.bitcast(b.select(tiny, b.fmul(x, constant(2.0**54)), x), WHOLES)
    power = b.ashr(b.sub(bits, whole(ROOT_HALF)), whole(FRACTION_BITS))
    part = b.bitcast(b.sub(bits, b.shl(power, whole(FRACTION_BITS))), NUMBERS)
    twos = b.fsub(b.sitofp(power, NUMBERS), b.select(tiny, constant(54.0), ZERO))
    f = b.fsub(part, ONE)
    s = b.fdiv(f, b.fadd(f, constant(2.0)))
    square, half = b.fmul(s, s), b.fmul(b.fmul(f, f), constant(0.5))
    series = b.fmul(polynomial(b, LOGARITHM, square), square)
    small = fuse(b, s, b.fadd(half, series), b.fmul(twos, constant(LN2_LOW)))
    result = b.fsub(b.fmul(twos, constant(LN2_HIGH)), b.fsub(b.fsub(half, small), f))
    result = pick(b, x, "==", ZERO, constant(-float("inf")), pick(b, x, "<", ZERO, NOTHING, result))
    return pick(b, x, "<", ENDLESS, result, x)


def write_expm1(b: Write, x: ir.Value) -> ir.Value:
    """e to the power of x, less 1: the series itself where x is small."""
    series = b.fmul(x, polynomial(b, EXPONENTIAL, x))
    return pick(b, b.fmul(x, x), "<", constant(0.09), series, b.fsub(write_exp(b, x), ONE))


def write_log1p(b: Write, x: ir.Value) -> ir.Value:
    """The natural logarithm of 1 + x, with what was lost when 1 was added."""
    u = b.fadd(x, ONE)
    log, lost = write_log(b, u), b.fdiv(b.fsub(x, b.fsub(u, ONE)), u)
    return pick(b, u, "<", ENDLESS, pick(b, u, ">", ZERO, b.fadd(log, lost), log), log)


def write_power(b: Write, x: ir.Value, y: ir.Value) -> ir.Value:
    """x to the power of y; 1 where y is 0, nothing where x is below 0."""
    return pick(b, y, "==", ZERO, ONE, write_exp(b, b.fmul(y, write_log(b, x))))


def write_minimum(b: Write, x: ir.Value, y: ir.Value) -> ir.Value:
    """The lesser of two; where the first is not a number, nothing."""
    return keep_nothing(b, x, pick(b, x, "<", y, x, y))


def write_maximum(b: Write, x: ir.Value, y: ir.Value) -> ir.Value:
    """The greater of two; where the first is not a number, nothing."""
    return keep_nothing(b, x, pick(b, x, ">", y, x, y))


def write_divide_or_zero(b: Write, part: ir.Value, of: ir.Value) -> ir.Value:
    """Part over whole, and 0 where there is no whole."""
    return pick(b, of, ">", ZERO, b.fdiv(part, of), ZERO)


def write_smooth_minimum(b: Write, x: ir.Value, sharpness: ir.Value) -> ir.Value:
    """A smooth form of min(x, 1)."""
    return b.fmul(x, write_power(b, b.fadd(ONE, write_power(b, x, sharpness)), b.fdiv(constant(-1.0), sharpness)))


def speak(write: Callable, sides: int) -> Callable:
    """A word of so many sides, of which single numbers stand for eight alike."""

    def say():
        return lanes(*[lanes] * sides), lambda context, builder, told, values: write(builder, *values)

    # Numba wants as many names as a word has sides.
    return intrinsic({1: lambda typing, x: say(), 2: lambda typing, x, y: say(), 3: lambda typing, x, y, z: say()}[sides])


exp, log, expm1, log1p = speak(write_exp, 1), speak(write_log, 1), speak(write_expm1, 1), speak(write_log1p, 1)
sqrt = speak(lambda b, x: call(b, "sqrt", x), 1)
minimum, maximum = speak(write_minimum, 2), speak(write_maximum, 2)
clip_below_zero = speak(lambda b, x: pick(b, x, "<", ZERO, ZERO, x), 1)
clip = speak(lambda b, x, low, high: write_minimum(b, write_maximum(b, x, low), high), 3)
divide_or_zero, smooth_minimum = speak(write_divide_or_zero, 2), speak(write_smooth_minimum, 2)
logistic = speak(lambda b, x: b.fdiv(ONE, b.fadd(ONE, write_exp(b, b.fneg(x)))), 1)
as_lanes = speak(lambda b, x: x, 1)
give(operator.pow, write_power)


@intrinsic
def where(typing: Context, condition: types.Type, yes: types.Type, no: types.Type) -> Written:
    """One value where the condition holds, another elsewhere; the condition may be one for all eight."""

    def write(context, builder, told, values):
        return builder.select(*values)

    return lanes(choices if condition == choices else types.boolean, lanes, lanes), write


@compiled
def within(leaves: Lanes, start: Lanes, length: float, middle: bool) -> Lanes:
    """What leaves, but no more than there was at the start, where a span is seen from its middle."""
    return minimum(leaves, start / length) if middle else leaves


@compiled
def leave(rate: float | Lanes, stands: Lanes, before: Lanes, length: float, middle: bool, whole: bool) -> Lanes:
    """What leaves in a span of time at a rate, a year, of what stands and of what was before: see kernel/spans.py."""
    if length == 0.0:
        return as_lanes(rate) * stands
    z = as_lanes(rate) * length
    gone = -expm1(-z)
    if not middle:
        return gone / length * stands
    if not whole:
        return gone / length * stands + 0.5 * gone * before
    few = z < 0.01
    lost = where(few, z * (1 / 2 - z * (1 / 6 - z * (1 / 24 - z * (1 / 120 - z / 720)))), 1.0 + expm1(-z) / where(few, 1.0, z))
    come = minimum(2.0 * lost, 1.0)
    return within((gone - come * exp(-0.5 * z)) / length * before + come / length * stands, before, length, middle)


@compiled
def presence(passing: Lanes) -> Lanes:
    """How long those who come to a stage of a pipeline evenly in a span of time are there, over all of it."""
    some = passing > 0.0
    return where(some, -expm1(-passing) / where(some, passing, 1.0), 1.0)


@compiled
def drain(held: Lanes, enters: Lanes, time: Lanes, length: float) -> Lanes:
    """What leaves a stage of a pipeline, a year, of what it held and what enters it; `time` is spent in the stage."""
    if length == 0.0:
        return held / time
    passing = length / time
    return held * -expm1(-passing) / length + enters * (1.0 - presence(passing))


@compiled
def refill(held: Lanes, enters: Lanes, time: Lanes, length: float) -> Lanes:
    """What a stage of a pipeline holds at the end of a span of time; `time` is spent in the stage."""
    passing = length / time
    return held * exp(-passing) + enters * length * presence(passing)
