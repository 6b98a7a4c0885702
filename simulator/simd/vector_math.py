"""Mathematical functions of the model language for SIMD vectors.

exp and log are polynomials, accurate to the last bits like the scalar functions (tests/unit/language/test_functions.py).
"""

from __future__ import annotations

import operator
from collections.abc import Callable

from llvmlite import ir
from numba import types
from numba.core.typing.context import Context
from numba.extending import intrinsic

from simulator.simd.vector_type import (
    FLOAT64_VECTOR,
    INT64_VECTOR,
    TypedCodegen,
    call_llvm,
    constant,
    emit_fma,
    float64x8,
    int64_constant,
    mask8,
    overload_operator,
)

LOWEST, HIGHEST, SMALLEST = -708.0, 709.78, 2.2250738585072014e-308
# ln 2 in two parts (Cody and Waite): the first is exact when multiplied by any exponent.
LN2_HIGH, LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
# 1.5 * 2**52: adding it rounds a float64 to the nearest integer, left in the low bits.
ROUND_SHIFT = 6755399441055744.0
# Taylor coefficients 1 / n!, highest power first.
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
ZERO, ONE, INFINITY, NAN = (constant(value) for value in (0.0, 1.0, float("inf"), float("nan")))
Write = ir.IRBuilder


def select_where(b: Write, x: ir.Value, function: str, y: ir.Value, yes: ir.Value, no: ir.Value) -> ir.Value:
    """IR: `yes` where the ordered comparison of x and y holds, `no` elsewhere, also where either is NaN."""
    return b.select(b.fcmp_ordered(function, x, y), yes, no)


def propagate_nan(b: Write, x: ir.Value, result: ir.Value) -> ir.Value:
    """IR: NaN where x is NaN, else the result."""
    return b.select(b.fcmp_unordered("uno", x, x), x, result)


def polynomial(b: Write, coefficients: tuple[float, ...], x: ir.Value) -> ir.Value:
    """IR: a polynomial by Horner's scheme, highest coefficient first."""
    result = constant(coefficients[0])
    for each in coefficients[1:]:
        result = emit_fma(b, result, x, constant(each))
    return result


def write_exp(b: Write, x: ir.Value) -> ir.Value:
    """exp(x): power of two times a polynomial of the remainder; 0 below LOWEST and infinity above HIGHEST."""
    near = select_where(
        b, x, ">", constant(LOWEST), select_where(b, x, "<", constant(HIGHEST), x, constant(HIGHEST)), constant(LOWEST)
    )
    shifted = emit_fma(b, near, constant(1.4426950408889634), constant(ROUND_SHIFT))
    power = b.fsub(shifted, constant(ROUND_SHIFT))
    rest = emit_fma(b, power, constant(-LN2_LOW), emit_fma(b, power, constant(-LN2_HIGH), near))
    part = emit_fma(b, polynomial(b, EXPONENTIAL, rest), rest, ONE)
    result = b.bitcast(
        b.add(b.bitcast(part, INT64_VECTOR), b.shl(b.bitcast(shifted, INT64_VECTOR), int64_constant(FRACTION_BITS))), FLOAT64_VECTOR
    )
    within = select_where(b, x, "<", constant(LOWEST), ZERO, select_where(b, x, ">", constant(HIGHEST), INFINITY, result))
    return propagate_nan(b, x, within)


def write_log(b: Write, x: ir.Value) -> ir.Value:
    """ln(x): exponent times ln 2 plus a series of the mantissa (fdlibm); -infinity at 0, NaN below 0."""
    tiny = b.fcmp_ordered("<", x, constant(SMALLEST))
    bits = b.bitcast(b.select(tiny, b.fmul(x, constant(2.0**54)), x), INT64_VECTOR)
    power = b.ashr(b.sub(bits, int64_constant(ROOT_HALF)), int64_constant(FRACTION_BITS))
    part = b.bitcast(b.sub(bits, b.shl(power, int64_constant(FRACTION_BITS))), FLOAT64_VECTOR)
    twos = b.fsub(b.sitofp(power, FLOAT64_VECTOR), b.select(tiny, constant(54.0), ZERO))
    f = b.fsub(part, ONE)
    s = b.fdiv(f, b.fadd(f, constant(2.0)))
    square, half = b.fmul(s, s), b.fmul(b.fmul(f, f), constant(0.5))
    series = b.fmul(polynomial(b, LOGARITHM, square), square)
    small = emit_fma(b, s, b.fadd(half, series), b.fmul(twos, constant(LN2_LOW)))
    result = b.fsub(b.fmul(twos, constant(LN2_HIGH)), b.fsub(b.fsub(half, small), f))
    result = select_where(b, x, "==", ZERO, constant(-float("inf")), select_where(b, x, "<", ZERO, NAN, result))
    return select_where(b, x, "<", INFINITY, result, x)


def write_expm1(b: Write, x: ir.Value) -> ir.Value:
    """exp(x) - 1; a series for small x."""
    series = b.fmul(x, polynomial(b, EXPONENTIAL, x))
    return select_where(b, b.fmul(x, x), "<", constant(0.09), series, b.fsub(write_exp(b, x), ONE))


def write_log1p(b: Write, x: ir.Value) -> ir.Value:
    """ln(1 + x), with a correction for the rounding of 1 + x."""
    u = b.fadd(x, ONE)
    log, lost = write_log(b, u), b.fdiv(b.fsub(x, b.fsub(u, ONE)), u)
    return select_where(b, u, "<", INFINITY, select_where(b, u, ">", ZERO, b.fadd(log, lost), log), log)


def write_power(b: Write, x: ir.Value, y: ir.Value) -> ir.Value:
    """x to the power of y; 1 where y is 0, NaN where x is negative."""
    return select_where(b, y, "==", ZERO, ONE, write_exp(b, b.fmul(y, write_log(b, x))))


def write_minimum(b: Write, x: ir.Value, y: ir.Value) -> ir.Value:
    """min(x, y); NaN where x is NaN."""
    return propagate_nan(b, x, select_where(b, x, "<", y, x, y))


def write_maximum(b: Write, x: ir.Value, y: ir.Value) -> ir.Value:
    """max(x, y); NaN where x is NaN."""
    return propagate_nan(b, x, select_where(b, x, ">", y, x, y))


def write_divide_or_zero(b: Write, part: ir.Value, of: ir.Value) -> ir.Value:
    """part / of where `of` is positive, else 0."""
    return select_where(b, of, ">", ZERO, b.fdiv(part, of), ZERO)


def write_smooth_minimum(b: Write, x: ir.Value, sharpness: ir.Value) -> ir.Value:
    """A smooth form of min(x, 1)."""
    return b.fmul(x, write_power(b, b.fadd(ONE, write_power(b, x, sharpness)), b.fdiv(constant(-1.0), sharpness)))


def make_intrinsic(write: Callable, arguments: int) -> Callable:
    """A Numba intrinsic of so many arguments (vectors, or scalars that are broadcast) from its IR generator."""

    def typed():
        return float64x8(*[float64x8] * arguments), lambda context, builder, signature, values: write(builder, *values)

    # Numba takes the number of arguments from the Python signature.
    return intrinsic({1: lambda typing, x: typed(), 2: lambda typing, x, y: typed(), 3: lambda typing, x, y, z: typed()}[arguments])


exp, log, expm1, log1p = (
    make_intrinsic(write_exp, 1),
    make_intrinsic(write_log, 1),
    make_intrinsic(write_expm1, 1),
    make_intrinsic(write_log1p, 1),
)
sqrt = make_intrinsic(lambda b, x: call_llvm(b, "sqrt", x), 1)
minimum, maximum = make_intrinsic(write_minimum, 2), make_intrinsic(write_maximum, 2)
clip_below_zero = make_intrinsic(lambda b, x: select_where(b, x, "<", ZERO, ZERO, x), 1)
clip = make_intrinsic(lambda b, x, low, high: write_minimum(b, write_maximum(b, x, low), high), 3)
divide_or_zero, smooth_minimum = make_intrinsic(write_divide_or_zero, 2), make_intrinsic(write_smooth_minimum, 2)
logistic = make_intrinsic(lambda b, x: b.fdiv(ONE, b.fadd(ONE, write_exp(b, b.fneg(x)))), 1)
as_vector = make_intrinsic(lambda b, x: x, 1)
overload_operator(operator.pow, write_power)


@intrinsic
def where(typing: Context, condition: types.Type, yes: types.Type, no: types.Type) -> TypedCodegen:
    """Elementwise selection by a mask, or by one boolean for all elements."""

    def write(context, builder, signature, values):
        return builder.select(*values)

    return float64x8(mask8 if condition == mask8 else types.boolean, float64x8, float64x8), write
