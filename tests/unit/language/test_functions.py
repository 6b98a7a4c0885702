"""The words of the language mean the same on arrays, in the plain reading, and on one number or on eight, in the kernel."""

import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numba import njit

from simulator.kernel import scalars
from simulator.language import functions as language
from simulator.language.units import m2, person, year
from simulator.simd import vector_math as vector_math
from simulator.simd.vector_type import WIDTH, load, store

EDGES = (0.0, -0.0, 1.0, -1.0, 0.5, 1e-12, -1e-12, 1e12, -1e12, math.inf, -math.inf)
ARGUMENTS = {
    "exp": 1,
    "log": 1,
    "expm1": 1,
    "log1p": 1,
    "sqrt": 1,
    "minimum": 2,
    "maximum": 2,
    "where": 3,
    "clip_below_zero": 1,
    "clip": 3,
    "divide_or_zero": 2,
    "smooth_minimum": 2,
    "logistic": 1,
}
floats = st.one_of(st.sampled_from(EDGES), st.floats(-1e6, 1e6))


class Eight:
    """Words for eight numbers, said of eight alike."""

    def __getattr__(self, name: str):
        word = getattr(vector_math, name)
        if name == "where":
            run = njit(lambda out, x, y, z: store(out, 0, word(load(x, 0) > 0.0, load(y, 0), load(z, 0))))
        else:
            run = {
                1: njit(lambda out, x: store(out, 0, word(load(x, 0)))),
                2: njit(lambda out, x, y: store(out, 0, word(load(x, 0), load(y, 0)))),
                3: njit(lambda out, x, y, z: store(out, 0, word(load(x, 0), load(y, 0), load(z, 0)))),
            }[ARGUMENTS[name]]

        def say_it(*values: float) -> float:
            out = np.zeros(WIDTH)
            run(out, *(np.full(WIDTH, float(value)) for value in values))
            assert len(set(out.tolist())) == 1 or np.isnan(out).all()
            return out[0]

        setattr(self, name, say_it)
        return say_it


EIGHT = Eight()


def say(words: object, name: str, *values: float) -> float:
    with np.errstate(all="ignore"):
        return float(getattr(words, name)(*values))


@pytest.mark.parametrize("name", language.FUNCTIONS)
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_word_means_the_same_in_both_readings(name, data):
    values = [data.draw(floats) for _ in range(ARGUMENTS[name])]
    if name == "where":
        values[0] = values[0] > 0.0
    if name in ("exp", "expm1"):
        values[0] = min(values[0], 700.0)
    if name == "logistic":
        values[0] = max(values[0], -700.0)
    if name == "divide_or_zero":
        values = [0.0 if math.isinf(value) else value for value in values]
    if name == "smooth_minimum":
        values = [abs(values[0]) % 1e3, 1.0 + abs(values[1]) % 20.0 if math.isfinite(values[1]) else 4.0]
        values[0] = values[0] if math.isfinite(values[0]) else 2.0
    plain = say(language, name, *(np.float64(v) if name != "where" else v for v in values))
    for fast in (say(scalars, name, *values), say(EIGHT, name, *values)):
        assert (math.isnan(plain) and math.isnan(fast)) or fast == pytest.approx(plain, rel=1e-14, abs=0.0), values


@pytest.mark.parametrize("name", ["minimum", "maximum", "clip_below_zero", "clip", "divide_or_zero"])
def test_what_is_not_a_number_stays_so(name):
    values = [math.nan, *([1.0] * (ARGUMENTS[name] - 1))]
    assert all(math.isnan(say(words, name, *values)) for words in (language, scalars, EIGHT))


@pytest.mark.parametrize("words", [language, scalars, EIGHT], ids=["plain", "one", "eight"])
@pytest.mark.parametrize(
    ("name", "values", "meaning"),
    [
        ("clip_below_zero", (3.0,), 3.0),
        ("clip_below_zero", (-3.0,), 0.0),
        ("clip", (5.0, 0.0, 2.0), 2.0),
        ("clip", (-5.0, 0.0, 2.0), 0.0),
        ("divide_or_zero", (6.0, 3.0), 2.0),
        ("divide_or_zero", (6.0, 0.0), 0.0),
        ("divide_or_zero", (6.0, -1.0), 0.0),
        ("logistic", (0.0,), 0.5),
        ("smooth_minimum", (0.0, 4.0), 0.0),
        ("smooth_minimum", (1.0, 4.0), 2.0**-0.25),
        ("where", (True, 1.0, 2.0), 1.0),
        ("log", (0.0,), -math.inf),
        ("expm1", (0.0,), 0.0),
        ("expm1", (1e-15,), 1e-15),
        ("expm1", (math.log(3.0),), 2.0),
        ("log1p", (0.0,), 0.0),
        ("log1p", (1e-15,), 1e-15),
        ("log1p", (-1.0,), -math.inf),
        ("log1p", (math.e - 1.0,), 1.0),
        ("sqrt", (9.0,), 3.0),
        ("minimum", (1.0, 2.0), 1.0),
        ("maximum", (1.0, 2.0), 2.0),
    ],
)
def test_word_means_what_it_says(words, name, values, meaning):
    assert say(words, name, *values) == pytest.approx(meaning, rel=1e-15)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("exp", (-708.5, -746.0, 709.5, 710.0, math.inf, -math.inf, 1e-300)),
        ("log", (5e-324, 1e-310, 2.2e-308, 1e308, math.inf, -1.0)),
        ("log1p", (1e308, math.inf, -1.0, -2.0, 5e-324)),
        ("expm1", (0.3, -0.3, 709.5, 710.0, -math.inf, 1e-300)),
    ],
)
def test_eight_at_once_hold_to_the_ends_of_the_range(name, values):
    for value in values:
        plain, fast = say(language, name, value), say(EIGHT, name, value)
        # Below the smallest normal number the eight say 0.
        assert (math.isnan(plain) and math.isnan(fast)) or fast == pytest.approx(plain, rel=1e-15, abs=2.3e-308), value


@given(x=st.floats(0.0, 1e3), sharpness=st.floats(1.0, 20.0))
@example(x=1.0, sharpness=1.0)
def test_smooth_minimum_is_below_both_and_near_the_lesser(x, sharpness):
    value = language.smooth_minimum(x, sharpness)
    assert value <= min(x, 1.0) * (1.0 + 1e-12)
    assert value >= 2.0 ** (-1.0 / sharpness) * min(x, 1.0) * (1.0 - 1e-12)


def test_units_multiply_and_cancel():
    assert str(person / year) == "person/year"
    assert str(1 / year) == "1/year"
    assert str(m2 * person / m2) == "person"
    assert str(person / year / year) == "person/year**2"
    assert (person / person) == (year / year)
