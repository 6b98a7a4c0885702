"""SIMD vector types for Numba: `Float64x8`, eight float64, and `Mask8`, eight booleans, as LLVM vectors.

AVX-512 holds a vector in one register; LLVM splits it on narrower processors. Arithmetic and comparison operators work elementwise;
a scalar operand is broadcast.
"""

from __future__ import annotations

import operator
from collections.abc import Callable

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.base import BaseContext
from numba.core.imputils import impl_ret_borrowed
from numba.core.typing import Signature, signature
from numba.core.typing.context import Context
from numba.core.typing.templates import AbstractTemplate, infer_global
from numba.extending import intrinsic, lower_builtin, lower_cast, models, register_model
from numba.np.arrayobj import make_array, populate_array

WIDTH, FLOAT64_BYTES = 8, 8
FLOAT64, INT64 = ir.DoubleType(), ir.IntType(64)
# What an intrinsic returns to Numba: its signature and its code generator.
TypedCodegen = tuple[Signature, Callable]
FLOAT64_VECTOR, INT64_VECTOR, MASK_VECTOR = (
    ir.VectorType(FLOAT64, WIDTH),
    ir.VectorType(INT64, WIDTH),
    ir.VectorType(ir.IntType(1), WIDTH),
)


class Float64x8(types.Type):
    """Numba type of a SIMD vector of eight float64."""

    def __init__(self) -> None:
        super().__init__(name="Float64x8")


class Mask8(types.Type):
    """Numba type of a SIMD vector of eight booleans."""

    def __init__(self) -> None:
        super().__init__(name="Mask8")


float64x8, mask8 = Float64x8(), Mask8()


@register_model(Float64x8)
class Float64x8Model(models.PrimitiveModel):
    """Data model: <8 x double>."""

    def __init__(self, manager: object, kind: types.Type) -> None:
        super().__init__(manager, kind, FLOAT64_VECTOR)


@register_model(Mask8)
class Mask8Model(models.PrimitiveModel):
    """Data model: <8 x i1>."""

    def __init__(self, manager: object, kind: types.Type) -> None:
        super().__init__(manager, kind, MASK_VECTOR)


def constant(value: float) -> ir.Constant:
    """A float64 constant broadcast to a vector, in LLVM IR."""
    return ir.Constant(FLOAT64_VECTOR, [value] * WIDTH)


def int64_constant(value: int) -> ir.Constant:
    """An int64 constant broadcast to a vector, in LLVM IR."""
    return ir.Constant(INT64_VECTOR, [value] * WIDTH)


def splat(builder: ir.IRBuilder, value: ir.Value, wide: int = WIDTH) -> ir.Value:
    """Broadcast a run-time value of any LLVM type to a vector of `wide` elements."""
    undefined = ir.Constant(ir.VectorType(value.type, wide), ir.Undefined)
    first = builder.insert_element(undefined, value, ir.Constant(ir.IntType(32), 0))
    return builder.shuffle_vector(first, undefined, ir.Constant(ir.VectorType(ir.IntType(32), wide), [0] * wide))


def call_llvm(builder: ir.IRBuilder, name: str, *values: ir.Value) -> ir.Value:
    """Call an LLVM intrinsic on vectors, by its name without prefix and type suffix."""
    kind = ir.FunctionType(FLOAT64_VECTOR, [FLOAT64_VECTOR] * len(values))
    return builder.call(cgutils.get_or_insert_function(builder.module, kind, f"llvm.{name}.v{WIDTH}f64"), values)


def emit_fma(builder: ir.IRBuilder, x: ir.Value, y: ir.Value, z: ir.Value) -> ir.Value:
    """IR of the fused multiply-add x * y + z, rounded once."""
    return call_llvm(builder, "fma", x, y, z)


@intrinsic
def broadcast(typing: Context, value: types.Type) -> TypedCodegen:
    """A float64 broadcast to all eight elements."""
    return float64x8(types.float64), lambda context, builder, signature, values: splat(builder, values[0])


def vector_pointer(
    context: BaseContext, builder: ir.IRBuilder, kind: types.Array, array: ir.Value, *at: ir.Value, each: int = 1
) -> ir.Value:
    """Pointer to the eight consecutive float64 of an array that start at the index `at`.

    If the last axis holds whole vectors of eight, leave its index out and set `each` to the vector width.
    """
    fields = context.data_model_manager[kind]
    start = builder.bitcast(builder.extract_value(array, fields.get_field_position("data")), ir.IntType(8).as_pointer())
    strides = fields.get_field_position("strides")
    offset = builder.mul(at[-1], ir.Constant(INT64, each * FLOAT64_BYTES))
    for axis, place in enumerate(at[:-1]):
        offset = builder.add(offset, builder.mul(place, builder.extract_value(array, [strides, axis])))
    return builder.bitcast(builder.gep(start, [offset], inbounds=True), FLOAT64_VECTOR.as_pointer())


@intrinsic
def load(typing: Context, array: types.Type, cell: types.Type) -> TypedCodegen:
    """Load elements cell to cell + 7 of a 1-D array."""

    def load(context, builder, signature, values):
        return builder.load(vector_pointer(context, builder, signature.args[0], *values), align=8)

    return float64x8(array, types.intp), load


@intrinsic
def store(typing: Context, array: types.Type, cell: types.Type, value: types.Type) -> TypedCodegen:
    """Store a vector in elements cell to cell + 7 of a 1-D array."""

    def store(context, builder, signature, values):
        builder.store(values[2], vector_pointer(context, builder, signature.args[0], *values[:2]), align=8)
        return context.get_dummy_value()

    return types.void(array, types.intp, float64x8), store


@intrinsic
def load_row(typing: Context, table: types.Type, row: types.Type, cell: types.Type) -> TypedCodegen:
    """Load elements cell to cell + 7 of a row of a 2-D array."""

    def load(context, builder, signature, values):
        return builder.load(vector_pointer(context, builder, signature.args[0], *values), align=8)

    return float64x8(table, types.intp, types.intp), load


@intrinsic
def store_row(typing: Context, table: types.Type, row: types.Type, cell: types.Type, value: types.Type) -> TypedCodegen:
    """Store a vector in elements cell to cell + 7 of a row of a 2-D array."""

    def store(context, builder, signature, values):
        builder.store(values[3], vector_pointer(context, builder, signature.args[0], *values[:3]), align=8)
        return context.get_dummy_value()

    return types.void(table, types.intp, types.intp, float64x8), store


@intrinsic
def load_ages(typing: Context, people: types.Type, part: types.Type, county: types.Type, group: types.Type) -> TypedCodegen:
    """Load eight ages of one county and status from cohorts [slice, county, group, 8]."""

    def load(context, builder, signature, values):
        return builder.load(vector_pointer(context, builder, signature.args[0], *values, each=WIDTH), align=8)

    return float64x8(people, types.intp, types.intp, types.intp), load


@intrinsic
def store_ages(
    typing: Context, people: types.Type, part: types.Type, county: types.Type, group: types.Type, value: types.Type
) -> TypedCodegen:
    """Store eight ages of one county and status in cohorts [slice, county, group, 8]."""

    def store(context, builder, signature, values):
        builder.store(values[4], vector_pointer(context, builder, signature.args[0], *values[:4], each=WIDTH), align=8)
        return context.get_dummy_value()

    return types.void(people, types.intp, types.intp, types.intp, float64x8), store


@intrinsic
def load_vector(typing: Context, table: types.Type, county: types.Type, column: types.Type) -> TypedCodegen:
    """Load the vector [county, column] of a table [county, column, 8]."""

    def load(context, builder, signature, values):
        return builder.load(vector_pointer(context, builder, signature.args[0], *values, each=WIDTH), align=8)

    return float64x8(table, types.intp, types.intp), load


@intrinsic
def store_vector(typing: Context, table: types.Type, county: types.Type, column: types.Type, value: types.Type) -> TypedCodegen:
    """Store a vector at [county, column] of a table [county, column, 8]."""

    def store(context, builder, signature, values):
        place = vector_pointer(context, builder, signature.args[0], *values[:3], each=WIDTH)
        builder.store(values[3], place, align=8)
        return context.get_dummy_value()

    return types.void(table, types.intp, types.intp, float64x8), store


@intrinsic
def add_to_vector(typing: Context, table: types.Type, county: types.Type, column: types.Type, value: types.Type) -> TypedCodegen:
    """Add a vector to the one at [county, column] of a table [county, column, 8]."""

    def store(context, builder, signature, values):
        place = vector_pointer(context, builder, signature.args[0], *values[:3], each=WIDTH)
        builder.store(builder.fadd(builder.load(place, align=8), values[3]), place, align=8)
        return context.get_dummy_value()

    return types.void(table, types.intp, types.intp, float64x8), store


@intrinsic
def masked_add(
    typing: Context, sums: types.Type, place: types.Type, value: types.Type, first: types.Type, end: types.Type
) -> TypedCodegen:
    """Add a vector, counties first to first + 7, to a row of sums [row, 8]; counties from `end` on are masked out."""

    def store(context, builder, signature, values):
        sums, place, value, first, end = values
        counties = builder.add(splat(builder, first), ir.Constant(INT64_VECTOR, list(range(WIDTH))))
        inside = builder.icmp_signed("<", counties, splat(builder, end))
        cell = vector_pointer(context, builder, signature.args[0], sums, place, each=WIDTH)
        builder.store(builder.fadd(builder.load(cell, align=8), builder.select(inside, value, constant(0.0))), cell, align=8)
        return context.get_dummy_value()

    return types.void(sums, types.intp, float64x8, types.intp, types.intp), store


@intrinsic
def view_row(typing: Context, table: types.Type, row: types.Type, size: types.Type) -> TypedCodegen:
    """View of the first `size` elements of a row of a 2-D array; shares its memory."""
    kind = types.Array(table.dtype, 1, "C")

    def view(context, builder, signature, values):
        source, seen = make_array(table)(context, builder, values[0]), make_array(kind)(context, builder)
        place = cgutils.get_item_pointer(context, builder, table, source, (values[1], ir.Constant(INT64, 0)))
        populate_array(seen, place, [values[2]], [source.itemsize], source.itemsize, source.meminfo, source.parent)
        return impl_ret_borrowed(context, builder, kind, seen._getvalue())

    return kind(table, types.intp, types.intp), view


@intrinsic
def fma(typing: Context, x: types.Type, y: types.Type, z: types.Type) -> TypedCodegen:
    """Fused multiply-add x * y + z, rounded once."""
    return float64x8(float64x8, float64x8, float64x8), lambda context, builder, signature, values: emit_fma(builder, *values)


@intrinsic
def horizontal_sum(typing: Context, value: types.Type) -> TypedCodegen:
    """Sum of the eight elements, added pairwise in a fixed order."""

    def fold(context, builder, signature, values):
        parts = [builder.extract_element(values[0], ir.Constant(ir.IntType(32), lane)) for lane in range(WIDTH)]
        while len(parts) > 1:
            parts = [builder.fadd(*parts[at : at + 2]) for at in range(0, len(parts), 2)]
        return parts[0]

    return types.float64(float64x8), fold


@intrinsic
def horizontal_sums(
    typing: Context,
    a: types.Type,
    b: types.Type,
    c: types.Type,
    d: types.Type,
    e: types.Type,
    f: types.Type,
    g: types.Type,
    h: types.Type,
) -> TypedCodegen:
    """Vector of the horizontal sums of eight vectors, each in the order of `horizontal_sum`."""

    def fold(context, builder, signature, values):
        # Transposed reduction: at each level two vectors are merged into one.
        for wide in (1, 2, 4):
            values = [pairwise_add(builder, *values[at : at + 2], wide) for at in range(0, len(values), 2)]
        return values[0]

    return float64x8(*[float64x8] * WIDTH), fold


def pairwise_add(builder: ir.IRBuilder, x: ir.Value, y: ir.Value, wide: int) -> ir.Value:
    """Add blocks of `wide` elements of x and y to the block after each."""
    firsts = [start + side * WIDTH + lane for start in range(0, WIDTH, 2 * wide) for side in (0, 1) for lane in range(wide)]
    sides = [ir.Constant(ir.VectorType(ir.IntType(32), WIDTH), [place + later for place in firsts]) for later in (0, wide)]
    return builder.fadd(*(builder.shuffle_vector(x, y, side) for side in sides))


@intrinsic
def store_halves(
    typing: Context, table: types.Type, one: types.Type, other: types.Type, cell: types.Type, value: types.Type
) -> TypedCodegen:
    """Store elements 0-3 of a vector in one row of a 2-D array and elements 4-7 in another, from column `cell` on."""

    def store(context, builder, signature, values):
        table, one, other, cell, value = values
        for row, first in ((one, 0), (other, WIDTH // 2)):
            half = ir.VectorType(FLOAT64, WIDTH // 2)
            place = builder.bitcast(vector_pointer(context, builder, signature.args[0], table, row, cell), half.as_pointer())
            which = ir.Constant(ir.VectorType(ir.IntType(32), WIDTH // 2), list(range(first, first + WIDTH // 2)))
            builder.store(builder.shuffle_vector(value, value, which), place, align=8)
        return context.get_dummy_value()

    return types.void(table, types.intp, types.intp, types.intp, float64x8), store


@intrinsic
def prefetch_ages(typing: Context, people: types.Type, part: types.Type, county: types.Type, group: types.Type) -> TypedCodegen:
    """Software prefetch of one vector of ages of cohorts [slice, county, group, 8]."""

    def fetch(context, builder, signature, values):
        place = vector_pointer(context, builder, signature.args[0], *values, each=WIDTH)
        byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        prefetch = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0i8")
        builder.call(prefetch, [builder.bitcast(place, byte), *(ir.Constant(number, argument) for argument in (0, 2, 1))])
        return context.get_dummy_value()

    return types.void(people, types.intp, types.intp, types.intp), fetch


@intrinsic
def select(typing: Context, choice: types.Type, yes: types.Type, no: types.Type) -> TypedCodegen:
    """Elementwise selection: `yes` where the mask is set, `no` elsewhere."""
    return float64x8(mask8, float64x8, float64x8), lambda context, builder, signature, values: builder.select(*values)


def is_number(kind: types.Type) -> bool:
    """Whether a Numba type is a scalar number or boolean."""
    return isinstance(kind, types.Number | types.Boolean)


@lower_cast(types.Number, Float64x8)
@lower_cast(types.Boolean, Float64x8)
def cast_to_vector(
    context: BaseContext, builder: ir.IRBuilder, source: types.Type, target: types.Type, value: ir.Value
) -> ir.Value:
    """Implicit cast of a scalar to a vector: broadcast."""
    return splat(builder, context.cast(builder, value, source, types.float64))


def overload_operator(function: Callable, write: Callable, result: types.Type = float64x8) -> None:
    """Implement a Python operator for vectors, and for vectors mixed with scalars."""

    class Template(AbstractTemplate):
        key = function
        # Templates of the CPU target are tried first.
        metadata = {"target": "cpu"}

        def generic(self, parts, named):
            if any(isinstance(part, Float64x8) for part in parts) and all(
                isinstance(part, Float64x8) or is_number(part) for part in parts
            ):
                return signature(result, *[float64x8] * len(parts))

    infer_global(function)(Template)
    for sides in (1, 2):
        lower_builtin(function, *[Float64x8] * sides)(lambda context, builder, signature, values: write(builder, *values))


# LLVM may contract a product and a sum into one FMA; it does so the same way in every run.
CONTRACT = ("contract",)
overload_operator(operator.add, lambda builder, x, y: builder.fadd(x, y, flags=CONTRACT))
overload_operator(operator.sub, lambda builder, x, y: builder.fsub(x, y, flags=CONTRACT))
overload_operator(operator.mul, lambda builder, x, y: builder.fmul(x, y, flags=CONTRACT))
overload_operator(operator.truediv, lambda builder, x, y: builder.fdiv(x, y))
overload_operator(operator.neg, lambda builder, x: builder.fneg(x))
overload_operator(operator.pos, lambda builder, x: x)
for function, text in ((operator.lt, "<"), (operator.le, "<="), (operator.gt, ">"), (operator.ge, ">="), (operator.eq, "==")):
    overload_operator(function, lambda builder, x, y, text=text: builder.fcmp_ordered(text, x, y), mask8)
overload_operator(operator.ne, lambda builder, x, y: builder.fcmp_unordered("!=", x, y), mask8)
