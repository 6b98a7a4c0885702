"""Signal handling: SIGTERM and SIGHUP act as SIGINT and are deferred while a file is written."""

import contextlib
import signal
import threading
from collections.abc import Iterator

SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def interrupt_on_signals() -> None:
    """Raise KeyboardInterrupt on SIGTERM and SIGHUP too, so that every file is cleaned up as after Ctrl-C.

    Signals that are ignored stay ignored: under nohup, a run outlives its terminal.
    """
    for number in SIGNALS:
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


@contextlib.contextmanager
def defer_signals() -> Iterator[None]:
    """Raise KeyboardInterrupt only after the enclosed block has ended; a second signal interrupts it at once.

    Libraries that read and write in threads of their own go on when their caller is interrupted, and warn when the process
    ends. Only the main thread receives signals; in other threads this context does nothing.
    """
    received: list[int] = []

    def receive(number: int, _: object) -> None:
        if received:
            raise KeyboardInterrupt
        received.append(number)

    in_main_thread = threading.current_thread() is threading.main_thread()
    deferred = [number for number in SIGNALS if in_main_thread and signal.getsignal(number) is signal.default_int_handler]
    try:
        for number in deferred:
            signal.signal(number, receive)
        yield
    finally:
        for number in deferred:
            signal.signal(number, signal.default_int_handler)
        if received:
            raise KeyboardInterrupt
