"""The kernel with a clock around each of its parts: the same text, every call of a step timed."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from simulator.kernel.cache import build_kernel, digest_kernel, find_cache
from simulator.kernel.compile import compile_parts, load_kernel
from simulator.kernel.generate import list_parts, write_kernel
from simulator.model.graph import Model

TIMED, SPENT, BEGAN = "run", "spent_", "began_"
MONOTONIC = 1 if sys.platform == "linux" else 6
HEAD = "from benchmarks.clocked import now as now_\n"


@intrinsic
def now(typing):
    """Nanoseconds of the machine's clock."""

    def write(context, builder, signature, values):
        whole = ir.IntType(64)
        kind = ir.FunctionType(ir.IntType(32), [ir.IntType(32), whole.as_pointer()])
        read = cgutils.get_or_insert_function(builder.module, kind, "clock_gettime")
        place = cgutils.alloca_once(builder, whole, size=2)
        builder.call(read, [ir.Constant(ir.IntType(32), MONOTONIC), place])
        second = builder.gep(place, [ir.Constant(whole, 1)])
        return builder.add(builder.mul(builder.load(place), ir.Constant(whole, 10**9)), builder.load(second))

    return types.int64(), write


@dataclass(frozen=True)
class Clocked:
    """A kernel with clocks: its `run`, which takes an array of nanoseconds at its end, the part that each place of the array
    times, and the functions of its text by name."""

    run: Callable
    parts: tuple[str, ...]
    functions: dict[str, ast.FunctionDef]


class Clockmaker(ast.NodeTransformer):
    """Puts a clock around every call that stands by itself."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def put_clock(self, node: ast.Expr | ast.Assign) -> ast.AST | list[ast.AST]:
        """The line between two looks at the clock, if it is a call of one of the kernel's parts."""
        call = node.value
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
            return node
        self.parts.append(call.func.id)
        before = ast.parse(f"{BEGAN} = now_()").body
        return [*before, node, *ast.parse(f"{SPENT}[{len(self.parts) - 1}] += now_() - {BEGAN}").body]

    visit_Expr = visit_Assign = put_clock


def build_clocked(model: Model) -> Clocked:
    """The kernel of a model with clocks: its parts as they are, and anew only what calls them."""
    build_kernel(model)
    whole = write_kernel(model)
    kernel = sys.modules[f"kernel_{digest_kernel(model, whole)}"]
    tree = ast.parse(whole)
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    told = {name: node for name, node in functions.items() if name in list_parts(model)}
    tree.body = [node for node in tree.body if node not in told.values()]
    maker = Clockmaker()
    functions[TIMED].args.args.append(ast.arg(SPENT))
    maker.visit(functions[TIMED])
    [compiled] = functions[TIMED].decorator_list
    compiled.args[0].args.append(ast.Name("int_array"))
    text = HEAD + ast.unparse(ast.fix_missing_locations(tree))
    module = load(text, f"clocked_{digest_kernel(model, text)}")
    parts = [getattr(kernel, name) for name in list_parts(model)]

    def run(first: int, last: int, *packed: object) -> None:
        *packed, spent = packed
        module.run(first, last, *packed, *parts, spent)

    return Clocked(run, tuple(maker.parts), told)


def load(text: str, name: str) -> ModuleType:
    """The module of a text, kept in the folder of kernels."""
    path = find_cache() / f"{name}.py"
    if not path.exists():
        path.write_text(text, encoding="utf-8")
    module = load_kernel(path)
    compile_parts(module, [TIMED])
    return module
