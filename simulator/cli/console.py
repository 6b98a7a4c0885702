"""Where a command tells what it does: work goes on when nobody reads any more."""

from __future__ import annotations

import os
import sys

from rich.console import Console


class Screen(Console):
    """A console that falls silent when its reader is gone, as after `| head`, for rich would end the work and its outputs."""

    def on_broken_pipe(self) -> None:
        self.quiet = True
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, sys.stdout.fileno())
        os.close(silence)
