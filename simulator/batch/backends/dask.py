"""Run blocks on the workers of a Dask scheduler, which see the folder of the study under the same path."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.batch.backends.chunks import ChunkRange
from simulator.batch.chunk import run_chunks
from simulator.language.errors import DataError, ScenarioError

WAIT = 10.0  # seconds for a scheduler to answer


def run_on_dask(ranges: Sequence[ChunkRange], address: str) -> Iterator[None]:
    """Run blocks on the workers of the scheduler at an address and say whenever one is done; what a lost worker had begun is
    given to another.

    Raises ScenarioError where no scheduler answers, and DataError where blocks are lost again and again.
    """
    try:
        from distributed import Client, KilledWorker, as_completed
    except ImportError:
        raise ScenarioError("execution=dask: dask.distributed is not installed; install the extra 'dask'") from None
    try:
        client = Client(address, timeout=WAIT)
    except (OSError, ValueError):
        raise ScenarioError(
            f"execution.address: no scheduler answers at '{address}'; start one with 'dask scheduler', and workers "
            "with 'dask worker'"
        ) from None
    with client:
        futures = [client.submit(run_chunks, *chunk_range, pure=False, retries=2) for chunk_range in ranges]
        try:
            for future in as_completed(futures):
                future.result()
                yield
        except KilledWorker:
            raise DataError(
                "workers were lost several times in the same block; give them more memory, or make blocks smaller "
                "(execution.block), and run the same command again"
            ) from None
        finally:
            client.cancel(futures)
