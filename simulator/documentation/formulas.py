"""The formula of each kind of variable, in either hand, and what one sentence says of the kind."""

from __future__ import annotations

import ast
from collections.abc import Callable

from simulator.documentation.formula_block import Line
from simulator.documentation.math_writers import Html, Latex
from simulator.documentation.naming import TOLD, Names
from simulator.documentation.operator_formulas import Formula
from simulator.documentation.typeset import Hand, measure, split_sum, typeset
from simulator.language.dimensions import AGES, SEXES, STATUSES
from simulator.language.variables import Variable
from simulator.model.expressions import syntax

# A sum wider than this many letters is broken in LaTeX.
WIDEST = 84


def set_equation(v: Variable, names: Names, hand: Hand, whole: bool) -> list[Line]:
    """The expression of an equation."""
    return [(hand.name(v.name), set_expression(syntax(v).body[-1].value, hand))]


def set_formula(formula: Formula, hand: Hand) -> Line:
    """A line of an operator."""
    return typeset(formula.left, hand), set_expression(formula.right, hand)


def set_expression(expression: ast.expr, hand: Hand) -> str:
    """An expression, a long sum in LaTeX on several lines."""
    if isinstance(hand, Latex) and measure(expression) > WIDEST:
        return break_sum(expression, hand)
    return typeset(expression, hand)


def break_sum(expression: ast.expr, hand: Hand) -> str:
    """A long sum on several lines in LaTeX, as no Markdown reader breaks one."""
    lines, width = [""], 0
    for place, (sign, term) in enumerate(split_sum(expression)):
        text = ("" if place == 0 else (hand.minus if sign == "-" else hand.plus)) + typeset(term, hand, 1 if sign == "-" else 0)
        if width and width + measure(term) > WIDEST:
            lines.append("")
            width = 0
        lines[-1] += text
        width += measure(term)
    if len(lines) == 1:
        return lines[0]
    return r"\begin{aligned}[t] & " + r" \\ & \quad ".join(lines) + r" \end{aligned}"


def set_stock(v: Variable, names: Names, hand: Hand, whole: bool) -> list[Line]:
    """The change of a stock in time, and what it starts from."""
    lines = []
    if v.inflows or v.outflows:
        gains = hand.plus.join(hand.name(flow) for flow in v.inflows)
        losses = "".join(
            (hand.minus if gains or place else hand.negative) + hand.name(flow) for place, flow in enumerate(v.outflows)
        )
        lines.append((hand.change(hand.name(v.name)), gains + losses))
    return [*lines, start(v, names, hand)]


def start(v: Variable, names: Names, hand: Hand) -> Line:
    """What a stock starts from."""
    known = v.initial in names.model.variables and v.initial != v.name
    if not known:
        value = hand.say("from the tables of the region") if v.initial else hand.number(0)
    else:
        held = getattr(names.model[v.initial], "value", None)
        value = hand.name(v.initial) if held is None else hand.number(held)
    return hand.name(v.name) + hand.fence(hand.number(2020)), value


def set_sum(v: Variable, names: Names, hand: Hand, whole: bool) -> list[Line]:
    """A sum over the elements of an axis."""
    write = names.link if isinstance(hand, Html) else names.latex
    return [(hand.name(v.name), hand.add_up(hand.letter(v.axis[0]), write(v.of[0], True)))]


def set_total(v: Variable, names: Names, hand: Hand, whole: bool) -> list[Line]:
    """A sum or weighted mean over counties."""
    over = hand.letter("i")
    if not v.weight:
        return [(hand.name(v.name), hand.add_up(over, hand.name(v.of)))]
    weighted = hand.add_up(over, hand.name(v.weight) + hand.times + hand.name(v.of))
    return [(hand.name(v.name), hand.fraction(weighted, hand.add_up(over, hand.name(v.weight))))]


def set_decay(v: Variable, names: Names, hand: Hand, whole: bool) -> list[Line]:
    """What leaves at a rate, exact for a step."""
    step = hand.letter("Δ")
    gone = hand.number(1) + hand.minus + hand.power(hand.euler(), hand.negative + hand.name(v.rate) + " " + step)
    return [(hand.name(v.name), hand.name(v.of) + hand.times + hand.fraction(gone, step))]


def set_delay(v: Variable, names: Names, hand: Hand, whole: bool) -> list[Line]:
    """What leaves a pipeline of stages."""

    def stage(number: str) -> str:
        return hand.letter("P", number)

    passing = hand.fraction(hand.number(v.order), hand.name(v.time)) + " "
    last = str(v.order)
    lines = [
        (hand.name(v.name), passing + stage(last)),
        (hand.change(stage("1")), hand.name(v.of) + hand.minus + passing + stage("1")),
    ]
    if v.order > 1:
        before = "l" + hand.negative + "1"
        lines.append((hand.change(stage("l")), passing + hand.fence(stage(before) + hand.minus + stage("l"))))
    held = hand.name(v.initial) if v.initial in names.model.variables else hand.number(0)
    each = hand.fraction(held, hand.number(v.order)) if v.order > 1 else held
    return [*lines, (stage("l" if v.order > 1 else "1") + hand.fence(hand.number(2020)), each)]


def set_in_transit(v: Variable, names: Names, hand: Hand, whole: bool) -> list[Line]:
    """All stages of a pipeline."""
    return [(hand.name(v.name), hand.add_up(hand.letter("l"), hand.letter("P", "l")) + hand.say(" of ") + hand.name(v.of))]


def set_cohort_sum(v: Variable, names: Names, hand: Hand, whole: bool) -> list[Line]:
    """A number of people taken from cohorts."""
    people = hand.name(v.of)
    weight = hand.name(v.weight) + hand.times if v.weight else ""
    return [(hand.name(v.name), hand.add_up(hand.say(say_group(v)), weight + people))]


def say_group(v: Variable) -> str:
    """Whom a measure counts."""
    sexes = "" if v.sexes == SEXES else f"{', '.join(v.sexes)}; "
    ages = (
        "all ages"
        if v.ages == (AGES[0], AGES[-1])
        else f"ages {v.ages[0]} to {v.ages[1]}"
        if v.ages[1] < AGES[-1]
        else (f"ages {v.ages[0]} and over")
    )
    return f"{sexes}{ages}; {'all statuses' if v.statuses == STATUSES else ', '.join(v.statuses)}"


def set_reference(v: Variable, names: Names, hand: Hand, whole: bool) -> list[Line]:
    """A constant of the reference state."""
    at = hand.fence(hand.number(2020))
    if v.equals:
        told = names.model[v.equals].kind in TOLD
        return [
            (
                hand.name(v.name),
                hand.say("the value at which ") + hand.name(v.of) + at + " = " + hand.name(v.equals) + at * (not told),
            )
        ]
    return [(hand.name(v.name), hand.name(v.of) + at)]


def set_table(v: Variable, names: Names, hand: Hand, whole: bool) -> list[Line]:
    """A relation known by points."""
    points = ", ".join(f"({x:g}, {y:g})" for x, y in v.points)
    return [(hand.name(v.name), hand.say("through the points ") + points + hand.say(" over ") + hand.name(v.argument))]


def note_stock(v: Variable) -> str:
    """Who moves and ages a stock that is an array."""
    ways = [f"moved within a step by {v.moved_by}" * bool(v.moved_by), f"aged on 1 January by {v.aged_by}" * bool(v.aged_by)]
    said = " and ".join(filter(None, ways))
    return f"By {', '.join(v.axes)}; {said}." if said else "A stock, integrated in time."


def note_reference(v: Variable) -> str:
    """When a constant is found."""
    return (
        "Solved for once a member, between {:g} and {:g}, on 31 December 2020 under the practice of 2020.".format(*v.between)
        if v.equals
        else "A constant: its value on 31 December 2020 under the practice of 2020, found once a member."
    )


FORMULAS: dict[str, Callable[[Variable, Names, Hand, bool], list[Line]]] = {
    "equation": set_equation,
    "stock": set_stock,
    "sum": set_sum,
    "total": set_total,
    "decay": set_decay,
    "delay": set_delay,
    "in_transit": set_in_transit,
    "cohort_sum": set_cohort_sum,
    "reference": set_reference,
    "table": set_table,
}
NOTES: dict[str, Callable[[Variable], str]] = {
    "stock": note_stock,
    "sum": lambda v: f"The sum over all of the axis {v.axis.replace('_', ' ')}.",
    "total": lambda v: (
        "The mean over all counties i by this weight; the plain mean where nobody carries weight."
        if v.weight
        else "The sum over all counties i."
    ),
    "decay": lambda v: "What a stock loses, or a gap closes, at this rate in a step of length Δ, a year; exact for any step.",
    "delay": lambda v: (
        f"A pipeline of {v.order} stage{'s' * (v.order > 1)}: what enters leaves after this time in the mean. "
        "Each stage is exact for any step while what enters it stands still."
    ),
    "in_transit": lambda v: "All that is inside the pipeline.",
    "cohort_sum": lambda v: "Counted from the cohorts.",
    "reference": note_reference,
    "table": lambda v: "Straight between the points and level beyond.",
    "operator": lambda v: f"Arithmetic on arrays, in operators/{v.reference.__module__.rpartition('.')[2]}.py.",
}
