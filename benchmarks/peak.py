"""The most arithmetic that one core can do: multiplications and additions that wait for nothing."""

from __future__ import annotations

import time

from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

# Enough registers at once that no unit waits for a result.
CHAINS = 12
FLOPS = 2


def build_spin(number: ir.Type, lanes: int) -> object:
    """A function that makes a number of rounds of all chains, each lane a multiplication and an addition."""
    vector = ir.VectorType(number, lanes)

    def write(context, builder, signature, values):
        kind = ir.FunctionType(vector, [vector] * 3)
        name = f"llvm.fma.v{lanes}{'f64' if isinstance(number, ir.DoubleType) else 'f32'}"
        fma = cgutils.get_or_insert_function(builder.module, kind, name)
        homes = [cgutils.alloca_once(builder, vector) for _ in range(CHAINS)]
        for place, home in enumerate(homes):
            builder.store(ir.Constant(vector, [1.0 + place] * lanes), home)
        nearly, little = ir.Constant(vector, [0.999] * lanes), ir.Constant(vector, [1e-3] * lanes)
        with cgutils.for_range(builder, values[0]):
            for home in homes:
                builder.store(builder.call(fma, [builder.load(home), nearly, little]), home)
        whole = ir.Constant(vector, [0.0] * lanes)
        for home in homes:
            whole = builder.fadd(whole, builder.load(home))
        one = builder.extract_element(whole, ir.Constant(ir.IntType(32), 0))
        return one if isinstance(number, ir.DoubleType) else builder.fpext(one, ir.DoubleType())

    @intrinsic
    def rounds(typing, count):
        return types.float64(types.int64), write

    return njit(lambda count: rounds(count), nogil=True)


def find_peak(single: bool = False, turns: int = 9, count: int = 4_000_000) -> float:
    """GFLOP/s of one core, the best of several turns, in double or single precision; vectors as wide as AVX-512 has them."""
    number, lanes = (ir.FloatType(), 16) if single else (ir.DoubleType(), 8)
    spin = build_spin(number, lanes)
    spin(1)
    best = 0.0
    for _ in range(turns):
        began = time.thread_time()
        spin(count)
        best = max(best, FLOPS * CHAINS * lanes * count / (time.thread_time() - began))
    return best / 1e9
