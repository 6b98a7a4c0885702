"""Transpose 8 x 8 tiles of a matrix in registers."""

from __future__ import annotations

from llvmlite import ir
from numba import types
from numba.core.typing.context import Context
from numba.extending import intrinsic

from simulator.simd.vector_type import WIDTH, TypedCodegen, vector_pointer


def swap(builder: ir.IRBuilder, x: ir.Value, y: ir.Value, wide: int) -> tuple[ir.Value, ir.Value]:
    """Exchange blocks of `wide` elements between two rows: one stage of the transpose."""
    upper, lower = [], []
    for lane in range(WIDTH):
        odd = lane // wide % 2
        upper.append(lane - wide + WIDTH if odd else lane)
        lower.append(lane + WIDTH if odd else lane + wide)
    sides = [ir.Constant(ir.VectorType(ir.IntType(32), WIDTH), places) for places in (upper, lower)]
    return builder.shuffle_vector(x, y, sides[0]), builder.shuffle_vector(x, y, sides[1])


@intrinsic
def transpose_tile(
    typing: Context,
    source: types.Type,
    row: types.Type,
    column: types.Type,
    target: types.Type,
    to_row: types.Type,
    to_column: types.Type,
) -> TypedCodegen:
    """Transpose the 8 x 8 tile of source at [row, column] into target at [to_row, to_column]."""

    def turn(context, builder, signature, values):
        source, row, column, target, to_row, to_column = values
        steps = [ir.Constant(ir.IntType(64), step) for step in range(WIDTH)]
        rows = [
            builder.load(vector_pointer(context, builder, signature.args[0], source, builder.add(row, step), column), align=8)
            for step in steps
        ]
        for wide in (1, 2, 4):
            for at in (at for at in range(WIDTH) if not at & wide):
                rows[at], rows[at + wide] = swap(builder, rows[at], rows[at + wide], wide)
        for step, value in zip(steps, rows, strict=True):
            builder.store(
                value, vector_pointer(context, builder, signature.args[3], target, builder.add(to_row, step), to_column), align=8
            )
        return context.get_dummy_value()

    return types.void(source, types.intp, types.intp, target, types.intp, types.intp), turn
