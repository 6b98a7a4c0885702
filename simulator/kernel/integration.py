"""Exact integration of decays and pipelines over a span of time while their drivers are constant: the one definition.

The formulas are expressions in exp, expm1, minimum, where and arithmetic. `bind` compiles them for other functions of these names:
NumPy arrays here (the reference), scalars in scalars.py and SIMD vectors in vector_integration.py (the kernel).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import FunctionType

import numpy as np

from simulator.language.functions import exp, expm1, minimum, where

# An array [county] or a scalar; in the kernel a scalar or a SIMD vector.
Value = np.ndarray | float


def absent_share(z: Value) -> Value:
    """1 - (1 - exp(-z)) / z: the share of those who enter evenly in the span that has left by its end; a series below z = 0.01."""
    small = z < 0.01
    series = z * (1 / 2 - z * (1 / 6 - z * (1 / 24 - z * (1 / 120 - z / 720))))
    return where(small, series, 1.0 + expm1(-z) / where(small, 1.0, z))


def present_share(z: Value) -> Value:
    """(1 - exp(-z)) / z: the share of those who enter evenly in the span that is still there at its end; 1 at z = 0."""
    some = z > 0.0
    return where(some, -expm1(-z) / where(some, z, 1.0), 1.0)


def decay_coefficients(rate: Value, length: float, middle: bool) -> tuple[Value, Value, Value, Value]:
    """Coefficients of the outflow of a decay (1/year): of the stock at the start of the span, of the stock as it stands, and for a
    gap of what it closed a year in the first half, and of the gap as it stands.

    `length` is in years, 0 for a moment; `middle` says that the equations see the middle of the span, else its start.
    """
    if length == 0.0:
        return 0.0 * rate, rate, 0.0 * rate, rate
    z = rate * length
    gone = -expm1(-z)
    if not middle:
        return 0.0 * rate, gone / length, 0.0 * rate, gone / length
    # Of what enters evenly, the part leaves that has had time to.
    entered = minimum(2.0 * absent_share(z), 1.0)
    return (gone - entered * exp(-0.5 * z)) / length, entered / length, 0.5 * gone, gone / length


def limit_outflow(outflow: Value, start: Value, length: float, middle: bool) -> Value:
    """The outflow (1/year) of a span seen from its middle is at most the stock at its start: no stock falls below zero."""
    return minimum(outflow, start / length) if middle else outflow


def decay_outflow(rate: Value, now: Value, before: Value, length: float, middle: bool, stock: bool) -> Value:
    """What leaves a `stock` at a rate (1/year), a year; or else what closes of a gap, towards its target in the middle of the
    span.

    `now` is the value as it stands, `before` the stock at the start of the span, or the rate at which the gap closed in its first
    half.
    """
    of_start, of_now, of_half, closing = decay_coefficients(rate, length, middle)
    if stock:
        return limit_outflow(of_start * before + of_now * now, before, length, middle)
    return closing * now + of_half * before


def stage_outflow(content: Value, inflow: Value, time: Value, length: float) -> Value:
    """Outflow (1/year) of a pipeline stage in a span; `time` (years) is the mean time in the stage, the inflow (1/year) is even."""
    if length == 0.0:
        return content / time
    z = length / time
    return content * -expm1(-z) / length + inflow * (1.0 - present_share(z))


def stage_content(content: Value, inflow: Value, time: Value, length: float) -> Value:
    """Content of a pipeline stage at the end of a span; a content of inflow times time stays constant (Little's law)."""
    z = length / time
    return content * exp(-z) + inflow * length * present_share(z)


FORMULAS = (absent_share, present_share, decay_coefficients, limit_outflow, decay_outflow, stage_outflow, stage_content)


def bind(functions: Mapping[str, Callable], compile_function: Callable[[FunctionType], Callable]) -> dict[str, Callable]:
    """The formulas with other implementations of exp, expm1, minimum and where, each compiled."""
    scope = {"__name__": __name__, **functions}
    for formula in FORMULAS:
        scope[formula.__name__] = compile_function(FunctionType(formula.__code__, scope, formula.__name__))
    return scope


@dataclass(frozen=True)
class Span:
    """A span of time in years, of which the equations see the start, or else the middle; of length 0, it is a moment."""

    length: float
    middle: bool = False


MOMENT = Span(0.0)


def pass_on(stages: np.ndarray, inflow: np.ndarray, time: np.ndarray | float, span: Span) -> tuple[np.ndarray, np.ndarray]:
    """Stages [stage, county] of a pipeline after a span, and the outflow of the last (1/year); `time` (years) is of all stages."""
    stage_time, after = time / len(stages), []
    for content in stages:
        after.append(content if span.length == 0.0 else stage_content(content, inflow, stage_time, span.length))
        inflow = stage_outflow(content, inflow, stage_time, span.length)
    return np.stack(np.broadcast_arrays(*after)), inflow
