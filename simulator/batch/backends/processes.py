"""Run blocks in several processes of this machine, which share its processors evenly."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from simulator.batch.backends.chunks import ChunkRange
from simulator.batch.chunk import run_chunks
from simulator.kernel.run import count_threads
from simulator.language.errors import DataError


def run_in_processes(ranges: Sequence[ChunkRange], workers: int | None) -> Iterator[None]:
    """Run blocks in fresh processes and say whenever one is done. Raises DataError when a process is killed."""
    workers = workers or count_threads()
    threads = max(1, count_threads() // workers)
    with ProcessPoolExecutor(workers, get_context("spawn"), prepare_process, (threads,)) as pool:
        waiting: set[Future] = {pool.submit(run_chunks, *chunk_range) for chunk_range in ranges}
        try:
            while waiting:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for each in done:
                    each.result()
                    yield
        except BrokenProcessPool:
            raise DataError(
                "a process was killed, perhaps for want of memory; run the same command again, which goes on from what "
                "is done, with fewer processes (execution.workers) or members a block (execution.block)"
            ) from None
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def prepare_process(threads: int) -> None:
    """Let a process use its share of the processors, and leave Ctrl-C to the one that started it."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["SIMULATOR_THREADS"] = str(threads)
