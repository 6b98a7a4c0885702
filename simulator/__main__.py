"""The command line: options in, one task out, and every mistake in one sentence."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence

from rich.console import Console

from simulator.errors import SimulatorError
from simulator.places import find_home
from simulator.study import load_model
from simulator.tasks.options import Options, read_words


def run_task(options: Options, console: Console) -> None:
    """Do what is asked."""
    from simulator.tasks.compare import compare
    from simulator.tasks.reproduce import reproduce
    from simulator.tasks.show import show
    from simulator.tasks.validate import validate

    {"compare": compare, "reproduce": reproduce, "show": show, "validate": validate}[options.task](options, console)


def main(words: Sequence[str] | None = None) -> int:
    """Run one task; 0 when all went well, 2 for a mistake that a person can mend, 130 when stopped by hand."""
    words = sys.argv[1:] if words is None else list(words)
    if {"-h", "--help"} & set(words):
        print((find_home("configs") / "config.yaml").read_text(encoding="utf-8"))
        return 0
    # A polite request to end is answered like Ctrl-C, so that nothing half-written stays behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        parameters = {v.name: tuple(v.value) if isinstance(v.value, dict) else () for v in load_model().of_kind("parameter")}
        run_task(read_words(words, parameters), Console())
    except SimulatorError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("stopped; nothing was written", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
