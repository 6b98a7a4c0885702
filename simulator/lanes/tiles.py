"""Products of a matrix of counties with vectors of eight ages, eight counties by three vectors at a time.

The 24 sums of a tile stay in the registers of a wide processor while all counties are gone through, so that it does little but
multiply and add. Every sum is taken in the order of the counties, whatever their number.
"""

from __future__ import annotations

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.typing.context import Context
from numba.extending import intrinsic
from numba.np.arrayobj import make_array

from simulator.lanes.values import WIDTH, Written, constant, find, fuse, repeat

ROWS = WIDTH


@intrinsic
def multiply_tile(typing: Context, there: types.Type, back: types.Type, sent: types.Type, arrived: types.Type, row: types.Type,
                  counties: types.Type) -> Written:
    """Eight counties of arrived [county, flow, lane], from `row` on: flows 0 and 1 are the sums over k of there [k, county] times
    sent [k, flow, lane], flow 2 those of back [k, county] times sent; matrices have a whole number of eights of columns."""
    def write(context, builder, signature, values):
        first, number = values[4:]
        kinds = signature.args
        pick = lambda which, *at: cgutils.get_item_pointer(  # noqa: E731
            context, builder, kinds[which], make_array(kinds[which])(context, builder, values[which]), at)
        places = [[cgutils.alloca_once_value(builder, constant(0.0)) for _ in range(3)] for _ in range(ROWS)]
        for each in (place for line in places for place in line):
            builder.store(constant(0.0), each)
        zero = ir.Constant(ir.IntType(64), 0)
        with cgutils.for_range(builder, number) as loop:
            come = [builder.load(find(context, builder, kinds[2], values[2], loop.index, ir.Constant(ir.IntType(64), flow), zero),
                                 align=8) for flow in range(3)]
            for at, line in enumerate(places):
                column = builder.add(first, ir.Constant(ir.IntType(64), at))
                onwards = repeat(builder, builder.load(pick(0, loop.index, column)))
                homewards = repeat(builder, builder.load(pick(1, loop.index, column)))
                for weight, vector, place in zip((onwards, onwards, homewards), come, line, strict=True):
                    builder.store(fuse(builder, weight, vector, builder.load(place)), place)
        for at, line in enumerate(places):
            county = builder.add(first, ir.Constant(ir.IntType(64), at))
            for flow, place in enumerate(line):
                builder.store(builder.load(place),
                              find(context, builder, kinds[3], values[3], county, ir.Constant(ir.IntType(64), flow), zero), align=8)
        return context.get_dummy_value()

    return types.void(there, back, sent, arrived, types.intp, types.intp), write


