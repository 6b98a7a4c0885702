"""Turn tiles of a matrix over: eight rows of eight numbers become eight columns, without leaving the processor."""

from __future__ import annotations

from llvmlite import ir
from numba import types
from numba.core.typing.context import Context
from numba.extending import intrinsic

from simulator.simd.vector_type import WIDTH, Written, find


def swap(builder: ir.IRBuilder, x: ir.Value, y: ir.Value, wide: int) -> tuple[ir.Value, ir.Value]:
    """Two rows with groups of so many lanes exchanged: every second one of x for the one before it of y."""
    kept, given = [], []
    for lane in range(WIDTH):
        late = lane // wide % 2
        kept.append(lane - wide + WIDTH if late else lane)
        given.append(lane + WIDTH if late else lane + wide)
    sides = [ir.Constant(ir.VectorType(ir.IntType(32), WIDTH), places) for places in (kept, given)]
    return builder.shuffle_vector(x, y, sides[0]), builder.shuffle_vector(x, y, sides[1])


@intrinsic
def turn_tile(
    typing: Context,
    source: types.Type,
    row: types.Type,
    column: types.Type,
    target: types.Type,
    to_row: types.Type,
    to_column: types.Type,
) -> Written:
    """Eight rows and columns of a matrix, from these on, into another one, rows there becoming columns here."""

    def turn(context, builder, signature, values):
        source, row, column, target, to_row, to_column = values
        steps = [ir.Constant(ir.IntType(64), step) for step in range(WIDTH)]
        rows = [
            builder.load(find(context, builder, signature.args[0], source, builder.add(row, step), column), align=8)
            for step in steps
        ]
        for wide in (1, 2, 4):
            for at in (at for at in range(WIDTH) if not at & wide):
                rows[at], rows[at + wide] = swap(builder, rows[at], rows[at + wide], wide)
        for step, value in zip(steps, rows, strict=True):
            builder.store(value, find(context, builder, signature.args[3], target, builder.add(to_row, step), to_column), align=8)
        return context.get_dummy_value()

    return types.void(source, types.intp, types.intp, target, types.intp, types.intp), turn
