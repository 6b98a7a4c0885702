"""Requests to stop: all of them are heard like Ctrl-C, and none of them in the middle of a file."""

import contextlib
import signal
import threading
from collections.abc import Iterator

REQUESTS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def listen() -> None:
    """Answer a polite request to end, or the end of the terminal, like Ctrl-C, so that nothing half-written stays behind.

    What is ignored stays so: under nohup, a run outlives its terminal.
    """
    for number in REQUESTS:
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


@contextlib.contextmanager
def finish_first() -> Iterator[None]:
    """Let what stands inside end before a request to stop is answered with KeyboardInterrupt; asked twice, stop at once.

    Libraries that read and write in threads of their own go on when the one who waits for them is stopped, and complain when the
    process ends. Only the main thread is ever interrupted, so in others there is nothing to hold.
    """
    heard: list[int] = []

    def hear(number: int, _: object) -> None:
        if heard:
            raise KeyboardInterrupt
        heard.append(number)

    here = threading.current_thread() is threading.main_thread()
    held = [number for number in REQUESTS if here and signal.getsignal(number) is signal.default_int_handler]
    try:
        for number in held:
            signal.signal(number, hear)
        yield
    finally:
        for number in held:
            signal.signal(number, signal.default_int_handler)
        if heard:
            raise KeyboardInterrupt
