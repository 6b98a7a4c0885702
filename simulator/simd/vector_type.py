"""Eight counties, or ages, side by side: a value of eight numbers that the processor works on at once.

A wide processor (AVX-512) holds the eight in one register; the compiler splits them on a narrower one. The signs + - * / and
comparisons act on each of the eight; a single number stands for eight alike.
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

WIDTH, NUMBER_BYTES = 8, 8
NUMBER, WHOLE = ir.DoubleType(), ir.IntType(64)
# What Numba wants of a word: the kinds it takes and gives, and how it is written for the machine.
Written = tuple[Signature, Callable]
NUMBERS, WHOLES, SIGNS = ir.VectorType(NUMBER, WIDTH), ir.VectorType(WHOLE, WIDTH), ir.VectorType(ir.IntType(1), WIDTH)


class Lanes(types.Type):
    """Eight numbers."""

    def __init__(self) -> None:
        super().__init__(name="Lanes")


class Choices(types.Type):
    """Eight answers, yes or no."""

    def __init__(self) -> None:
        super().__init__(name="Choices")


lanes, choices = Lanes(), Choices()


@register_model(Lanes)
class LanesModel(models.PrimitiveModel):
    """Eight numbers are one vector of the machine."""

    def __init__(self, manager: object, kind: types.Type) -> None:
        super().__init__(manager, kind, NUMBERS)


@register_model(Choices)
class ChoicesModel(models.PrimitiveModel):
    """Eight answers are one vector of bits."""

    def __init__(self, manager: object, kind: types.Type) -> None:
        super().__init__(manager, kind, SIGNS)


def constant(value: float) -> ir.Constant:
    """A number eight times over."""
    return ir.Constant(NUMBERS, [value] * WIDTH)


def whole(value: int) -> ir.Constant:
    """A whole number eight times over."""
    return ir.Constant(WHOLES, [value] * WIDTH)


def repeat(builder: ir.IRBuilder, value: ir.Value, wide: int = WIDTH) -> ir.Value:
    """A number of any kind that is only known at run time, eight times over, or as often as a vector is wide."""
    nothing = ir.Constant(ir.VectorType(value.type, wide), ir.Undefined)
    first = builder.insert_element(nothing, value, ir.Constant(ir.IntType(32), 0))
    return builder.shuffle_vector(first, nothing, ir.Constant(ir.VectorType(ir.IntType(32), wide), [0] * wide))


def call(builder: ir.IRBuilder, name: str, *values: ir.Value) -> ir.Value:
    """A function that the machine has for vectors."""
    kind = ir.FunctionType(NUMBERS, [NUMBERS] * len(values))
    return builder.call(cgutils.get_or_insert_function(builder.module, kind, f"llvm.{name}.v{WIDTH}f64"), values)


def fuse(builder: ir.IRBuilder, x: ir.Value, y: ir.Value, z: ir.Value) -> ir.Value:
    """x * y + z, rounded once."""
    return call(builder, "fma", x, y, z)


@intrinsic
def spread(typing: Context, value: types.Type) -> Written:
    """One number for all eight."""
    return lanes(types.float64), lambda context, builder, signature, values: repeat(builder, values[0])


def find(context: BaseContext, builder: ir.IRBuilder, kind: types.Array, array: ir.Value, *at: ir.Value, each: int = 1) -> ir.Value:
    """The place of a cell of an array and the seven after it. Where the last axis holds eight lanes it is left out, and `each` cell
    of the axis before it is eight numbers wide."""
    fields = context.data_model_manager[kind]
    start = builder.bitcast(builder.extract_value(array, fields.get_field_position("data")), ir.IntType(8).as_pointer())
    strides = fields.get_field_position("strides")
    way = builder.mul(at[-1], ir.Constant(WHOLE, each * NUMBER_BYTES))
    for axis, place in enumerate(at[:-1]):
        way = builder.add(way, builder.mul(place, builder.extract_value(array, [strides, axis])))
    return builder.bitcast(builder.gep(start, [way], inbounds=True), NUMBERS.as_pointer())


@intrinsic
def take(typing: Context, array: types.Type, cell: types.Type) -> Written:
    """Eight cells of a row, from this one on."""

    def load(context, builder, signature, values):
        return builder.load(find(context, builder, signature.args[0], *values), align=8)

    return lanes(array, types.intp), load


@intrinsic
def put(typing: Context, array: types.Type, cell: types.Type, value: types.Type) -> Written:
    """Eight values into the cells of a row, from this one on."""

    def store(context, builder, signature, values):
        builder.store(values[2], find(context, builder, signature.args[0], *values[:2]), align=8)
        return context.get_dummy_value()

    return types.void(array, types.intp, lanes), store


@intrinsic
def take_row(typing: Context, table: types.Type, row: types.Type, cell: types.Type) -> Written:
    """Eight cells of a row of a table, from this one on."""

    def load(context, builder, signature, values):
        return builder.load(find(context, builder, signature.args[0], *values), align=8)

    return lanes(table, types.intp, types.intp), load


@intrinsic
def put_row(typing: Context, table: types.Type, row: types.Type, cell: types.Type, value: types.Type) -> Written:
    """Eight values into a row of a table, from this cell on."""

    def store(context, builder, signature, values):
        builder.store(values[3], find(context, builder, signature.args[0], *values[:3]), align=8)
        return context.get_dummy_value()

    return types.void(table, types.intp, types.intp, lanes), store


@intrinsic
def take_cells(typing: Context, people: types.Type, part: types.Type, county: types.Type, group: types.Type) -> Written:
    """The eight ages of a slice of people [slice, county, group, lane]."""

    def load(context, builder, signature, values):
        return builder.load(find(context, builder, signature.args[0], *values, each=WIDTH), align=8)

    return lanes(people, types.intp, types.intp, types.intp), load


@intrinsic
def put_cells(
    typing: Context, people: types.Type, part: types.Type, county: types.Type, group: types.Type, value: types.Type
) -> Written:
    """Eight values into the ages of a slice of people [slice, county, group, lane]."""

    def store(context, builder, signature, values):
        builder.store(values[4], find(context, builder, signature.args[0], *values[:4], each=WIDTH), align=8)
        return context.get_dummy_value()

    return types.void(people, types.intp, types.intp, types.intp, lanes), store


@intrinsic
def take_of(typing: Context, table: types.Type, county: types.Type, column: types.Type) -> Written:
    """The eight lanes of a table [county, column, lane]."""

    def load(context, builder, signature, values):
        return builder.load(find(context, builder, signature.args[0], *values, each=WIDTH), align=8)

    return lanes(table, types.intp, types.intp), load


@intrinsic
def put_of(typing: Context, table: types.Type, county: types.Type, column: types.Type, value: types.Type) -> Written:
    """Eight values into the lanes of a table [county, column, lane]."""

    def store(context, builder, signature, values):
        place = find(context, builder, signature.args[0], *values[:3], each=WIDTH)
        builder.store(values[3], place, align=8)
        return context.get_dummy_value()

    return types.void(table, types.intp, types.intp, lanes), store


@intrinsic
def add_to(typing: Context, table: types.Type, county: types.Type, column: types.Type, value: types.Type) -> Written:
    """Eight values added to the lanes of a table [county, column, lane]."""

    def store(context, builder, signature, values):
        place = find(context, builder, signature.args[0], *values[:3], each=WIDTH)
        builder.store(builder.fadd(builder.load(place, align=8), values[3]), place, align=8)
        return context.get_dummy_value()

    return types.void(table, types.intp, types.intp, lanes), store


@intrinsic
def add_inside(
    typing: Context, sums: types.Type, place: types.Type, value: types.Type, first: types.Type, end: types.Type
) -> Written:
    """Eight values, of the counties from the first on, added to the lanes of a row of sums; those from the end on are left out."""

    def store(context, builder, signature, values):
        sums, place, value, first, end = values
        counties = builder.add(repeat(builder, first), ir.Constant(WHOLES, list(range(WIDTH))))
        inside = builder.icmp_signed("<", counties, repeat(builder, end))
        cell = find(context, builder, signature.args[0], sums, place, each=WIDTH)
        builder.store(builder.fadd(builder.load(cell, align=8), builder.select(inside, value, constant(0.0))), cell, align=8)
        return context.get_dummy_value()

    return types.void(sums, types.intp, lanes, types.intp, types.intp), store


@intrinsic
def view_row(typing: Context, table: types.Type, row: types.Type, size: types.Type) -> Written:
    """So many first cells of a row of a table, as an array that shares its memory."""
    kind = types.Array(table.dtype, 1, "C")

    def view(context, builder, signature, values):
        source, seen = make_array(table)(context, builder, values[0]), make_array(kind)(context, builder)
        place = cgutils.get_item_pointer(context, builder, table, source, (values[1], ir.Constant(WHOLE, 0)))
        populate_array(seen, place, [values[2]], [source.itemsize], source.itemsize, source.meminfo, source.parent)
        return impl_ret_borrowed(context, builder, kind, seen._getvalue())

    return kind(table, types.intp, types.intp), view


@intrinsic
def fused(typing: Context, x: types.Type, y: types.Type, z: types.Type) -> Written:
    """x * y + z, rounded once."""
    return lanes(lanes, lanes, lanes), lambda context, builder, signature, values: fuse(builder, *values)


@intrinsic
def add_lanes(typing: Context, value: types.Type) -> Written:
    """The sum of the eight, in a fixed order."""

    def fold(context, builder, signature, values):
        parts = [builder.extract_element(values[0], ir.Constant(ir.IntType(32), lane)) for lane in range(WIDTH)]
        while len(parts) > 1:
            parts = [builder.fadd(*parts[at : at + 2]) for at in range(0, len(parts), 2)]
        return parts[0]

    return types.float64(lanes), fold


@intrinsic
def add_eights(
    typing: Context,
    a: types.Type,
    b: types.Type,
    c: types.Type,
    d: types.Type,
    e: types.Type,
    f: types.Type,
    g: types.Type,
    h: types.Type,
) -> Written:
    """The sums of eight times eight numbers, each in the order of `add_lanes`."""

    def fold(context, builder, signature, values):
        # Neighbours are added, then pairs of them, then fours, two vectors sharing one at every turn.
        for wide in (1, 2, 4):
            values = [fold_two(builder, *values[at : at + 2], wide) for at in range(0, len(values), 2)]
        return values[0]

    return lanes(*[lanes] * WIDTH), fold


def fold_two(builder: ir.IRBuilder, x: ir.Value, y: ir.Value, wide: int) -> ir.Value:
    """Groups of so many numbers of x and y in turn, every one added to the group after it."""
    firsts = [start + side * WIDTH + lane for start in range(0, WIDTH, 2 * wide) for side in (0, 1) for lane in range(wide)]
    sides = [ir.Constant(ir.VectorType(ir.IntType(32), WIDTH), [place + later for place in firsts]) for later in (0, wide)]
    return builder.fadd(*(builder.shuffle_vector(x, y, side) for side in sides))


@intrinsic
def put_halves(
    typing: Context, table: types.Type, one: types.Type, other: types.Type, cell: types.Type, value: types.Type
) -> Written:
    """Four values into a row of a table, from this cell on, and the other four into another row."""

    def store(context, builder, signature, values):
        table, one, other, cell, value = values
        for row, first in ((one, 0), (other, WIDTH // 2)):
            half = ir.VectorType(NUMBER, WIDTH // 2)
            place = builder.bitcast(find(context, builder, signature.args[0], table, row, cell), half.as_pointer())
            which = ir.Constant(ir.VectorType(ir.IntType(32), WIDTH // 2), list(range(first, first + WIDTH // 2)))
            builder.store(builder.shuffle_vector(value, value, which), place, align=8)
        return context.get_dummy_value()

    return types.void(table, types.intp, types.intp, types.intp, lanes), store


@intrinsic
def fetch_cells(typing: Context, people: types.Type, part: types.Type, county: types.Type, group: types.Type) -> Written:
    """Bring the eight ages of a slice of people [slice, county, group, lane] near, as they will be wanted."""

    def fetch(context, builder, signature, values):
        place = find(context, builder, signature.args[0], *values, each=WIDTH)
        byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        near = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0i8")
        builder.call(near, [builder.bitcast(place, byte), *(ir.Constant(number, told) for told in (0, 2, 1))])
        return context.get_dummy_value()

    return types.void(people, types.intp, types.intp, types.intp), fetch


@intrinsic
def choose(typing: Context, choice: types.Type, yes: types.Type, no: types.Type) -> Written:
    """The one where the answer is yes, the other elsewhere."""
    return lanes(choices, lanes, lanes), lambda context, builder, signature, values: builder.select(*values)


def is_number(kind: types.Type) -> bool:
    """Whether a value is a single number."""
    return isinstance(kind, types.Number | types.Boolean)


@lower_cast(types.Number, Lanes)
@lower_cast(types.Boolean, Lanes)
def widen(context: BaseContext, builder: ir.IRBuilder, given: types.Type, wanted: types.Type, value: ir.Value) -> ir.Value:
    """A single number where lanes are wanted."""
    return repeat(builder, context.cast(builder, value, given, types.float64))


def give(sign: Callable, write: Callable, result: types.Type = lanes) -> None:
    """Let a sign act on lanes, and on lanes and a number."""

    class Template(AbstractTemplate):
        key = sign
        # Of the kinds that a sign may act on, those of the processor itself are looked for first.
        metadata = {"target": "cpu"}

        def generic(self, parts, named):
            if any(isinstance(part, Lanes) for part in parts) and all(isinstance(part, Lanes) or is_number(part) for part in parts):
                return signature(result, *[lanes] * len(parts))

    infer_global(sign)(Template)
    for sides in (1, 2):
        lower_builtin(sign, *[Lanes] * sides)(lambda context, builder, told, values: write(builder, *values))


# A product and a sum may be rounded once, as processors do it in one go; the same way in every run.
ONCE = ("contract",)
give(operator.add, lambda builder, x, y: builder.fadd(x, y, flags=ONCE))
give(operator.sub, lambda builder, x, y: builder.fsub(x, y, flags=ONCE))
give(operator.mul, lambda builder, x, y: builder.fmul(x, y, flags=ONCE))
give(operator.truediv, lambda builder, x, y: builder.fdiv(x, y))
give(operator.neg, lambda builder, x: builder.fneg(x))
give(operator.pos, lambda builder, x: x)
for sign, text in ((operator.lt, "<"), (operator.le, "<="), (operator.gt, ">"), (operator.ge, ">="), (operator.eq, "==")):
    give(sign, lambda builder, x, y, text=text: builder.fcmp_ordered(text, x, y), choices)
give(operator.ne, lambda builder, x, y: builder.fcmp_unordered("!=", x, y), choices)
