"""Expressions set as mathematics: one way through the syntax, and two hands that write it, HTML and LaTeX."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Callable

SUM, PRODUCT, POWER, ATOM = range(4)
STRENGTH = {ast.Add: SUM, ast.Sub: SUM, ast.Mult: PRODUCT, ast.Div: PRODUCT, ast.Pow: POWER}
COMPARED = {ast.Lt: "<", ast.LtE: "≤", ast.Gt: ">", ast.GtE: "≥", ast.Eq: "=", ast.NotEq: "≠"}
# What is longer than this many letters stands on one line with a stroke, as a fraction or an exponent cannot be broken.
LONGEST_FRACTION, LONGEST_EXPONENT = 64, 34
# What operators call by letters: one of the alphabet is a letter by itself.
SYMBOLS = {"tau": "τ", "step": "Δ", "female": "female"}


class Hand(ABC):
    """How the parts of an expression are written."""

    times: str
    minus: str
    plus: str
    stroke: str
    guarded_stroke: str
    negative: str

    def __init__(self, name: Callable[[str], str]):
        self.name = name

    @abstractmethod
    def number(self, value: float) -> str:
        """A number; very small and very large ones as powers of ten."""

    @abstractmethod
    def fence(self, inner: str) -> str:
        """An expression in brackets."""

    @abstractmethod
    def fraction(self, top: str, bottom: str, guarded: bool = False) -> str:
        """One over another; guarded, it is 0 where there is nothing below."""

    @abstractmethod
    def power(self, base: str, exponent: str) -> str:
        """One to the power of another."""

    @abstractmethod
    def root(self, inner: str) -> str:
        """A square root."""

    @abstractmethod
    def call(self, word: str, *parts: str) -> str:
        """A function of its parts."""

    @abstractmethod
    def clip(self, inner: str, low: str, high: str) -> str:
        """An expression held between two bounds."""

    @abstractmethod
    def cases(self, condition: str, yes: str, no: str) -> str:
        """One value where a condition holds, another elsewhere."""

    @abstractmethod
    def smooth(self, inner: str, sharpness: str) -> str:
        """The smooth lesser of an expression and 1."""

    @abstractmethod
    def compare(self, left: str, sign: str, right: str) -> str:
        """A condition."""

    @abstractmethod
    def euler(self) -> str:
        """The base of the natural logarithm."""

    @abstractmethod
    def letter(self, letter: str, below: str = "") -> str:
        """A letter that is no variable: time, the step, a stage of a pipeline."""

    @abstractmethod
    def add_up(self, below: str, inner: str) -> str:
        """The sum over an index."""

    @abstractmethod
    def say(self, text: str) -> str:
        """Words within a formula."""

    @abstractmethod
    def index(self, inner: str, *indices: str) -> str:
        """A cell of an array."""

    def change(self, name: str) -> str:
        """The change of a stock in time."""
        return self.fraction(self.letter("d") + name, self.letter("d") + self.letter("t"))


def typeset(node: ast.expr, hand: Hand, within: int = SUM) -> str:
    """An expression in this hand, in brackets where it binds less than what stands around it."""
    if isinstance(node, ast.Name):
        return hand.letter(SYMBOLS.get(node.id, node.id)) if is_letter(node) else hand.name(node.id)
    if isinstance(node, ast.Attribute):
        return hand.letter(node.value.id, node.attr) if is_letter(node.value) else hand.name(f"{node.value.id}.{node.attr}")
    if isinstance(node, ast.Subscript):
        return hand.index(typeset(node.value, hand), *(typeset(each, hand) for each in list_indices(node)))
    if isinstance(node, ast.Constant):
        return hand.number(node.value)
    if isinstance(node, ast.Compare):
        return hand.compare(typeset(node.left, hand), COMPARED[type(node.ops[0])], typeset(node.comparators[0], hand))
    if isinstance(node, ast.Call):
        return typeset_word(node.func.id, node.args, hand, within)
    if isinstance(node, ast.UnaryOp):
        sign = hand.negative if isinstance(node.op, ast.USub) else ""
        return bind(hand, sign + typeset(node.operand, hand, PRODUCT), PRODUCT, within)
    return typeset_sign(node, hand, within)


def is_letter(node: ast.expr) -> bool:
    """Whether a name is a letter, not a variable of the model."""
    return isinstance(node, ast.Name) and (len(node.id) == 1 or node.id in SYMBOLS)


def list_indices(node: ast.Subscript) -> list[ast.expr]:
    """The indices of a cell."""
    return node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]


def typeset_sign(node: ast.BinOp, hand: Hand, within: int) -> str:
    """A sum, product, fraction or power."""
    kind, strength = type(node.op), STRENGTH[type(node.op)]
    if kind is ast.Pow:
        base = typeset(node.left, hand, ATOM)
        power = hand.power(hand.fence(base) if is_fraction(node.left) else base, typeset(node.right, hand))
        return bind(hand, power, POWER, within)
    if kind is ast.Div:
        if max(measure(node.left), measure(node.right)) <= LONGEST_FRACTION:
            return hand.fraction(typeset(node.left, hand), typeset(node.right, hand))
        return bind(hand, typeset(node.left, hand, PRODUCT) + hand.stroke + typeset(node.right, hand, POWER), PRODUCT, within)
    sign = {ast.Add: hand.plus, ast.Sub: hand.minus, ast.Mult: hand.times}[kind]
    after = PRODUCT if kind in (ast.Sub, ast.Mult) else SUM
    return bind(hand, typeset(node.left, hand, strength) + sign + typeset(node.right, hand, after), strength, within)


def is_fraction(node: ast.expr) -> bool:
    """Whether an expression is one thing over another, which an exponent needs in brackets."""
    if isinstance(node, ast.Call):
        return node.func.id == "divide_or_zero"
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)


def typeset_word(word: str, parts: list[ast.expr], hand: Hand, within: int) -> str:
    """A word of the language as mathematicians write it."""
    if word in ("exp", "expm1"):
        divided = any(isinstance(each, ast.Div) for each in ast.walk(parts[0]))
        short = measure(parts[0]) <= LONGEST_EXPONENT and not divided
        power = hand.power(hand.euler(), typeset(parts[0], hand)) if short else hand.call("exp", typeset(parts[0], hand))
        return power if word == "exp" else bind(hand, power + hand.minus + hand.number(1), SUM, within)
    if word == "divide_or_zero":
        if max(map(measure, parts)) <= LONGEST_FRACTION:
            return hand.fraction(*(typeset(part, hand) for part in parts), guarded=True)
        return bind(hand, typeset(parts[0], hand, PRODUCT) + hand.guarded_stroke + typeset(parts[1], hand, POWER), PRODUCT, within)
    if word == "after":
        return hand.power(typeset(parts[0], hand), "+")
    if word == "total":
        indices = ", ".join(typeset(part, hand) for part in parts[:-1])
        return bind(hand, hand.add_up(indices, typeset(parts[-1], hand, PRODUCT)), PRODUCT, within)
    if word in WORDS:
        return WORDS[word](hand, *(typeset(part, hand) for part in parts))
    return hand.call(word, *(typeset(part, hand) for part in parts))


WORDS: dict[str, Callable[..., str]] = {
    "log": lambda hand, x: hand.call("ln", x),
    "log1p": lambda hand, x: hand.call("ln", hand.number(1) + hand.plus + x),
    "sqrt": lambda hand, x: hand.root(x),
    "minimum": lambda hand, x, y: hand.call("min", x, y),
    "maximum": lambda hand, x, y: hand.call("max", x, y),
    "clip_below_zero": lambda hand, x: hand.call("max", hand.number(0), x),
    "clip": lambda hand, x, low, high: hand.clip(x, low, high),
    "smooth_minimum": lambda hand, x, sharpness: hand.smooth(x, sharpness),
    "logistic": lambda hand, x: hand.call("Λ", x),
    "where": lambda hand, condition, yes, no: hand.cases(condition, yes, no),
}


def bind(hand: Hand, text: str, own: int, within: int) -> str:
    """Brackets around what binds less than its surroundings."""
    return hand.fence(text) if own < within else text


def measure(node: ast.expr) -> int:
    """About how many letters wide an expression is."""
    return len(ast.unparse(node))


def split_sum(node: ast.expr) -> list[tuple[str, ast.expr]]:
    """The terms of a sum with their signs, so that a long one can be broken between them."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        return [*split_sum(node.left), ("-" if isinstance(node.op, ast.Sub) else "+", node.right)]
    return [("+", node)]
