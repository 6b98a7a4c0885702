"""The door of the command line: it listens to Ctrl-C before anything heavy is loaded, so that stopping is always polite."""

import signal
import sys
from collections.abc import Sequence


def main(words: Sequence[str] | None = None) -> int:
    """Run one task, or with -m several; 0 when all went well, 2 for a mistake that a person can mend, 130 when stopped by
    hand."""
    listen()
    try:
        # Loading takes seconds, in which people change their mind too.
        from simulator.tasks.command import run_command

        return run_command(sys.argv[1:] if words is None else list(words))
    except KeyboardInterrupt as stop:
        print(str(stop) or "stopped; nothing was written", file=sys.stderr)
        return 130


def listen() -> None:
    """Answer a polite request to end, or the end of the terminal, like Ctrl-C, so that nothing half-written stays behind.

    What is ignored stays so: under nohup, a run outlives its terminal.
    """
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)


if __name__ == "__main__":
    sys.exit(main())
