"""Product of an OD matrix with vectors of eight ages, in register tiles of eight counties times three flows.

The 24 accumulators of a tile stay in registers while origins are iterated. Each sum is taken in the order of the origins, whatever
their number and blocking. In float32 two flows with the same matrix share one 512-bit vector.
"""

from __future__ import annotations

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.typing.context import Context
from numba.extending import intrinsic
from numba.np.arrayobj import make_array

from simulator.simd.vector_type import FLOAT64, WIDTH, TypedCodegen, splat

ROWS = WIDTH
FLOAT32 = ir.FloatType()


def write_tile(context: object, builder: ir.IRBuilder, kinds: tuple, values: tuple, number: ir.Type, parts: list) -> None:
    """IR of one tile; `parts` lists for each accumulator (matrix 0 or 1, first flow, number of elements)."""
    tile, begin, end = values[4:]
    first = builder.mul(tile, ir.Constant(ir.IntType(64), ROWS))
    zero = ir.Constant(ir.IntType(64), 0)

    def find_cell(which: int, *at: ir.Value) -> ir.Value:
        kind = kinds[which]
        return cgutils.get_item_pointer(context, builder, kind, make_array(kind)(context, builder, values[which]), at)

    def find_vector(which: int, county: ir.Value, flow: int, wide: int) -> ir.Value:
        place = find_cell(which, county, ir.Constant(ir.IntType(64), flow), zero)
        return builder.bitcast(place, ir.VectorType(number, wide).as_pointer())

    vectors = [ir.VectorType(number, wide) for *_, wide in parts]
    sums = [[cgutils.alloca_once(builder, kind) for kind in vectors] for _ in range(ROWS)]
    cells = [
        (find_vector(3, builder.add(first, ir.Constant(ir.IntType(64), at)), flow, wide), place)
        for at, line in enumerate(sums)
        for (_, flow, wide), place in zip(parts, line, strict=True)
    ]
    with builder.if_else(builder.icmp_signed("==", begin, zero)) as (at_first, later):
        with at_first:
            for _, place in cells:
                builder.store(cgutils.get_null_value(place.type.pointee), place)
        with later:
            for cell, place in cells:
                builder.store(builder.load(cell, align=4), place)
    letter = "f32" if number == FLOAT32 else "f64"
    with cgutils.for_range_slice(builder, begin, end, ir.Constant(ir.IntType(64), 1)) as (origin, _):
        inflow = [builder.load(find_vector(2, origin, flow, wide), align=4) for _, flow, wide in parts]
        for at, line in enumerate(sums):
            factors = [builder.load(find_cell(which, tile, origin, ir.Constant(ir.IntType(64), at))) for which in (0, 1)]
            for (which, _, wide), kind, vector, place in zip(parts, vectors, inflow, line, strict=True):
                fma = cgutils.get_or_insert_function(builder.module, ir.FunctionType(kind, [kind] * 3), f"llvm.fma.v{wide}{letter}")
                builder.store(builder.call(fma, [splat(builder, factors[which], wide), vector, builder.load(place)]), place)
    for cell, place in cells:
        builder.store(builder.load(place), cell, align=4)


@intrinsic
def multiply_tile(
    typing: Context,
    weights: types.Type,
    weights_T: types.Type,
    sent: types.Type,
    arrived: types.Type,
    tile: types.Type,
    begin: types.Type,
    end: types.Type,
) -> TypedCodegen:
    """Fill the eight rows of a tile of arrived [county, flow, 8], or add to them unless `begin` is 0.

    Flows 0 and 1: sum over k in [begin, end) of weights [tile, k, 8] * sent [k, flow, 8]; flow 2: the same with weights_T.
    All arrays are float64, or all float32.
    """

    def write(context, builder, signature, values):
        if signature.args[0].dtype == types.float32:
            write_tile(context, builder, signature.args, values, FLOAT32, [(0, 0, 2 * WIDTH), (1, 2, WIDTH)])
        else:
            write_tile(context, builder, signature.args, values, FLOAT64, [(0, 0, WIDTH), (0, 1, WIDTH), (1, 2, WIDTH)])
        return context.get_dummy_value()

    return types.void(weights, weights_T, sent, arrived, types.intp, types.intp, types.intp), write
