"""Everything in one run: python -m benchmarks [--quick] [--only CHAPTER ...] [--out FOLDER] [--keep]."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from benchmarks import accuracy, ensembles, kernel, memory, profile, roofline, scaling, small_model, start
from benchmarks.draw import draw_accuracy, draw_rows
from benchmarks.keep import KEPT, compare, write_rows
from benchmarks.machine import describe_machine, time_reference_loop
from benchmarks.rows import Row
from benchmarks.show import show_rows

CHAPTERS: dict[str, Callable[[bool], list[Row]]] = {
    "kernel": kernel.measure,
    "small_model": small_model.measure,
    "accuracy": accuracy.measure,
    "profile": profile.measure,
    "roofline": roofline.measure,
    "scaling": scaling.measure,
    "memory": memory.measure,
    "ensembles": ensembles.measure,
    "start": start.measure,
}
QUIET = 0.3


def read_options() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Speed and accuracy, side by side, as ratios.")
    parser.add_argument("--quick", action="store_true", help="fewer turns and smaller runs, under three minutes")
    parser.add_argument(
        "--only",
        nargs="+",
        choices=CHAPTERS,
        default=list(CHAPTERS),
        metavar="CHAPTER",
        help=f"some chapters only: {', '.join(CHAPTERS)}",
    )
    parser.add_argument("--out", type=Path, default=Path("outputs/benchmarks"), help="folder of results.json and results.png")
    parser.add_argument("--keep", action="store_true", help="keep these results in the tree, to compare later ones with")
    return parser.parse_args()


def spend() -> tuple[float, float]:
    """Seconds on the wall, and of all processors by this process and those it started."""
    return time.monotonic(), sum(os.times()[:4])


def main() -> None:
    """Measure, print one table, and write it as JSON and as a figure."""
    options, console = read_options(), Console(width=None if os.isatty(1) else 180)
    machine = describe_machine()
    machine |= {
        "quiet": machine["load"] is not None and machine["load"] < QUIET,
        "quick": options.quick,
        "reference_loop_ms": time_reference_loop(),
    }
    began, rows, machine["chapters"] = time.monotonic(), [], {}
    for name, measure in CHAPTERS.items():
        if name in options.only:
            with console.status(f"{name} ({time.monotonic() - began:.0f} s so far)"):
                before = spend()
                rows += measure(options.quick)
                machine["chapters"][name] = {
                    clock: round(now - then, 1) for clock, now, then in zip(("wall_s", "core_s"), spend(), before, strict=True)
                }
    machine["seconds"] = round(time.monotonic() - began)
    show_rows(machine, rows, compare(machine, rows), console)
    write_rows(options.out / "results.json", machine, rows)
    draw_rows(rows, options.out / "results.png")
    draw_accuracy(rows, options.out / "accuracy.png")
    console.print(f"{machine['seconds']} s; results.json and figures in {options.out}")
    if options.keep:
        write_rows(KEPT, machine, rows)


if __name__ == "__main__":
    main()
