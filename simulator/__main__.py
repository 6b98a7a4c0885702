"""The door of the command line: it listens to Ctrl-C before anything heavy is loaded, so that stopping is always polite."""

import sys
from collections.abc import Sequence

from simulator.system.safe_text import allow_any_text
from simulator.system.signals import interrupt_on_signals


def main(words: Sequence[str] | None = None) -> int:
    """Run one task, or with -m several; 0 when all went well, 2 for a mistake that a person can mend, 130 when stopped by
    hand."""
    interrupt_on_signals()
    allow_any_text()
    try:
        # Loading takes seconds, in which people change their mind too.
        from simulator.cli.command import run_command

        return run_command(sys.argv[1:] if words is None else list(words))
    except KeyboardInterrupt as stop:
        print(str(stop) or "stopped; nothing was written", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
