"""XMILE says every word of the language, and what it says is worth the same; what it cannot say is refused with its place."""

from __future__ import annotations

import ast
import re

import numpy as np
import pysd
import pytest

from simulator.language.declarations import equation, named, parameter
from simulator.language.errors import ModelError
from simulator.language.functions import (
    FUNCTIONS,
    clip,
    clip_below_zero,
    divide_or_zero,
    exp,
    expm1,
    log,
    log1p,
    logistic,
    maximum,
    minimum,
    smooth_minimum,
    sqrt,
    where,
)
from simulator.language.units import one
from simulator.model.expressions import syntax
from simulator.xmile.entries import Entry, say_path
from simulator.xmile.export import assemble
from simulator.xmile.expressions import FORMS, speak

X = np.array([-3.0, -1.0, -0.1, -1e-3, -9e-6, -1e-9, 0.0, 1e-12, 1e-6, 1.1e-5, 1e-2, 1.0, 2.5])
Y = np.array([1e-6, 1e-3, 0.1, 0.5, 0.9, 1.0, 1.1, 2.0, 7.0, 50.0, 1e3, 1e5, 1e8])


def curves(x, y) -> one:
    """Curves."""
    return exp(x) * sqrt(y) - log(y)


def bounds(x, y) -> one:
    """Bounds."""
    return minimum(x, y) + 2.0 * maximum(x, -y) - clip(x, -0.5, 0.5) + clip_below_zero(x + 0.2)


def choices(x, y) -> one:
    """Choices, and a comparison that counts as 1 or 0."""
    return (
        where(x < 0.0, y, -x)
        + (x >= 1.0) * y
        + where(x == 0.0, where(y > 1.0, 2.0, 3.0), where(x != 1.0, y, 5.0))
        + where(x <= -1.0, 1.0, 0.0)
    )


def parts(x, y) -> one:
    """Parts of a whole, and of nothing."""
    return divide_or_zero(y, x) + 3.0 * divide_or_zero(x - y, x + y)


def shares(x, y) -> one:
    """Smooth bounds."""
    return smooth_minimum(y, 4.0) + logistic(x * 2.0) - smooth_minimum(y + y, 4.0) / logistic(-x)


def small_growth(x, y) -> one:
    """Growth by a small share."""
    return expm1(x)


def small_share(x, y) -> one:
    """A small share in logs."""
    return log1p(x / 4.0)


def small_gap(x, y) -> one:
    """One within the other."""
    return -expm1(-log1p(1.0 / y) / 13.0)


def powers(x, y) -> one:
    """Powers bind before signs, and from right to left."""
    return (y**x) ** 0.5 + 1.5 ** (x**2.0) - -(x**2.0) - (-x) ** 2.0 + 2.0 * 1.2**-x - (x - y) - (x - (y - 1.0)) / (2.0 / (1.0 + y))


SAYABLE = (curves, bounds, choices, parts, shares, small_growth, small_share, small_gap, powers)


def test_every_word_is_said_and_tried_here():
    assert set(FORMS) == set(FUNCTIONS)
    spoken = {node.func.id for each in SAYABLE for node in ast.walk(syntax(equation(each))) if isinstance(node, ast.Call)}
    assert spoken == set(FUNCTIONS)


def test_xmile_gives_what_the_words_give(tmp_path):
    told = parameter(0.0, one, "told", source="toy")
    entries = [
        each
        for name, path in {"x": X, "y": Y}.items()
        for each in say_path(told, Entry(tag="aux", name=name, unit=one, text="told", equation=""), path, (2020, 2023))
    ]
    entries += [
        Entry(tag="aux", name=name, unit=one, text="said", equation=text)
        for function in SAYABLE
        for name, text in speak(named(equation(function), function.__name__, "toy")).items()
    ]
    path = tmp_path / "words.xmile"
    path.write_text(assemble(entries, (2020, 2023), 4, "words", "0"), encoding="utf-8")
    found = pysd.read_xmile(str(path)).run()
    for function in SAYABLE:
        np.testing.assert_allclose(found[function.__name__], function(X, Y), rtol=1e-10, err_msg=function.__name__)


def test_members_of_a_family_read_the_members_of_others(model):
    v = next(v for v in model.of_kind("equation") if v.renamed)
    assert {*re.findall(r"[a-z]\w+", speak(v)[v.name])} >= set(v.renamed.values())


def remainder(x, y) -> one:
    """A remainder."""
    return x + y % 2.0


def whole_part(x, y) -> one:
    """A whole part."""
    return x // y


def size(x, y) -> one:
    """A size."""
    return exp(abs(x))


def chain(x, y) -> one:
    """A chain."""
    return where(0.0 < x < y, x, y)


def alternative(x, y) -> one:
    """An alternative."""
    return x if y else 2.0


def both(x, y) -> one:
    """Both."""
    return x and y


def opposite(x, y) -> one:
    """The opposite."""
    return not x


def attribute(x, y) -> one:
    """A word of another language."""
    return np.exp(x)


def element(x, y) -> one:
    """An element."""
    return x[0] + y


def truth(x, y) -> one:
    """A truth."""
    return where(True, x, y)


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (remainder, "y % 2.0"),
        (whole_part, "x // y"),
        (size, "abs(x)"),
        (chain, "0.0 < x < y"),
        (alternative, "x if y else 2.0"),
        (both, "x and y"),
        (opposite, "not x"),
        (attribute, "np.exp(x)"),
        (element, "x[0]"),
        (truth, "True"),
    ],
)
def test_what_xmile_cannot_say_is_refused_with_its_place(function, said):
    v = named(equation(function), function.__name__, "toy")
    with pytest.raises(ModelError) as caught:
        speak(v)
    assert re.match(
        rf"\w+/test_expressions\.py:{function.__code__.co_firstlineno}: '{function.__name__}': XMILE cannot say ", str(caught.value)
    )
    assert f"'{said}'" in str(caught.value) and "write it with" in str(caught.value)
