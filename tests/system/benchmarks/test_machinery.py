"""What measures the speed of the project is itself right: turns, rows, comparisons, counts."""

import ast
import json
import time

import numpy as np
import pytest

from benchmarks.accuracy import find_limit
from benchmarks.draw import draw_rows
from benchmarks.flops import EXP, POWER, count_flops
from benchmarks.keep import compare, write_rows
from benchmarks.peak import find_peak
from benchmarks.rows import Row, sum_up
from benchmarks.show import write_number
from benchmarks.turns import Work, race, take_turns, time_wall


def test_works_take_turns():
    said = []
    works = [Work("a", lambda: said.append("a"), 2), Work("b", lambda: said.append("b"), most=1)]
    times = take_turns(works, 3)
    assert "".join(said) == "ab" + "ab" + "a" + "a"
    assert [len(each) for each in times] == [3, 1]


def test_ratios_are_those_of_the_times():
    works = [
        Work("short", lambda: time.sleep(0.01)),
        Work("long", lambda: time.sleep(0.03)),
        Work("two", lambda: time.sleep(0.02), runs=2),
    ]
    one, three, half = race("sleep", works, 3, "ms", time_wall)
    assert one.ratio == 1.0 and 2.0 < three.ratio < 4.0 and 0.6 < half.ratio < 1.4
    assert one.low <= one.value <= one.high


def test_limit_of_a_known_error_is_found():
    true, error = np.array([[60.0, 61.0]]), np.array([[0.3, -0.2]])
    for order in (1, 2):
        outcomes = {n: true + error / n**order for n in (2, 4, 8)}
        limit, seen = find_limit(outcomes, (2, 4, 8))
        np.testing.assert_allclose(limit, true, rtol=1e-12)
        assert seen == pytest.approx(order, abs=1e-6)


@pytest.mark.parametrize(
    "text, flops", [("a + b * c", 2), ("exp(a) - 1.0", EXP + 1), ("a ** b", POWER), ("where(a > b, a, -b)", 2)]
)
def test_operations_are_counted(text, flops):
    assert count_flops(ast.parse(text)) == flops


def test_kept_results_compare_in_reference_loops(tmp_path):
    rows = [
        sum_up("chapter", "work", [10.0, 20.0, 30.0], "core-ms a run"),
        Row("chapter", "share", 0.5, "share"),
        Row("chapter", "absent", note="not measured"),
    ]
    write_rows(tmp_path / "kept.json", {"reference_loop_ms": 10.0}, rows)
    assert json.loads((tmp_path / "kept.json").read_text())["rows"][0]["reference_loops"] == 2.0
    # The same time on a machine twice as slow is half as much work.
    assert compare({"reference_loop_ms": 20.0}, rows, tmp_path / "kept.json") == {("chapter", "work"): 0.5}
    assert compare({"reference_loop_ms": 20.0}, rows, tmp_path / "none.json") == {}
    draw_rows([*rows, Row("chapter", "more", 3.0, "core-ms a run")], tmp_path / "figure.png")
    assert (tmp_path / "figure.png").stat().st_size > 1000


def test_single_precision_does_more_than_double():
    double, single = find_peak(turns=3, count=200_000), find_peak(single=True, turns=3, count=200_000)
    assert double > 0.1 and single > double


@pytest.mark.parametrize(
    "value, text",
    [(None, ""), (1234.5, "1,234"), (123.45, "123.5"), (12.345, "12.35"), (0.012345, "0.0123"), (1e-5, "1.0e-05"), (0.0, "0")],
)
def test_numbers_keep_the_digits_that_count(value, text):
    assert write_number(value) == text
