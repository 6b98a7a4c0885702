"""Run blocks in the tasks of a Slurm job array, submitted by submitit; with cluster=local, in processes of this machine."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from simulator.batch.backends.chunks import ChunkRange
from simulator.batch.chunk import run_ranges
from simulator.language.errors import DataError, ScenarioError

LOOK = 0.5  # seconds between two looks at the jobs
LOGS = "jobs"


def run_on_slurm(
    ranges: Sequence[ChunkRange], folder: Path, cluster: str, jobs: int, minutes: int, cpus: int, partition: str | None
) -> Iterator[None]:
    """Submit one array of jobs that share the blocks, and say now and then that some may be done.

    Raises DataError for a job that ends without having run all its blocks.
    """
    try:
        from submitit import AutoExecutor
        from submitit.core.utils import FailedJobError, UncompletedJobError
    except ImportError:
        raise ScenarioError("execution=slurm: submitit is not installed; install the extra 'slurm'") from None
    executor = AutoExecutor(folder / LOGS, cluster=cluster)
    executor.update_parameters(
        timeout_min=minutes, cpus_per_task=cpus, name="urbanization", **({"slurm_partition": partition} if partition else {})
    )
    # The first blocks are done first, so that what is done can be put together early.
    waiting = executor.map_array(run_ranges, [ranges[number::jobs] for number in range(min(jobs, len(ranges)))])
    try:
        while waiting:
            for job in [each for each in waiting if each.done()]:
                waiting.remove(job)
                job.result()
            yield
            time.sleep(LOOK)
    except (FailedJobError, UncompletedJobError) as error:
        raise DataError(
            f"a job ended without its blocks ({str(error).splitlines()[0]}); its log is in {folder / LOGS}; run the "
            "same command again, which goes on from what is done"
        ) from None
    finally:
        for job in waiting:
            job.cancel(check=False)
