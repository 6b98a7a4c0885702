"""Blocks run in other processes, in jobs and on the workers of a scheduler give the same bits."""

import subprocess
import sys

import pytest


def test_processes_give_the_same_bits(study, whole, tmp_path):
    done = study.start([*study, "out=study", "execution=processes", "execution.workers=2"], tmp_path)
    assert done.wait(300) == 0, done.stderr.read()
    assert study.digest(tmp_path / "study") == study.digest(whole)


def test_jobs_of_submitit_give_the_same_bits(study, whole, tmp_path):
    done = study.start(
        [
            *study,
            "out=study",
            "execution=slurm",
            "execution.cluster=local",
            "execution.jobs=2",
            "execution.cpus=1",
            "execution.block=64",
        ],
        tmp_path,
    )
    assert done.wait(300) == 0, done.stderr.read()
    assert study.digest(tmp_path / "study") == study.digest(whole)
    assert len(list((tmp_path / "study" / "jobs").glob("*_result.pkl"))) == 2, "two jobs shared three blocks"


@pytest.fixture
def scheduler(tmp_path):
    """The address of a real scheduler, and its two workers, which are processes of their own."""
    running = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "distributed.cli.dask_scheduler",
                "--port",
                "0",
                "--no-dashboard",
                "--scheduler-file",
                str(tmp_path / "scheduler.json"),
            ],
            stderr=subprocess.DEVNULL,
        )
    ]
    workers = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "distributed.cli.dask_worker",
                "--scheduler-file",
                str(tmp_path / "scheduler.json"),
                "--nthreads",
                "1",
                "--no-nanny",
                "--no-dashboard",
                "--name",
                f"worker-{number}",
            ],
            stderr=subprocess.DEVNULL,
        )
        for number in range(2)
    ]
    from distributed import Client

    while not (tmp_path / "scheduler.json").exists():
        assert running[0].poll() is None
    with Client(scheduler_file=str(tmp_path / "scheduler.json")) as client:
        client.wait_for_workers(2, timeout=120)
        address = client.scheduler.address
    yield address, workers
    for each in [*workers, *running]:
        each.kill()
        each.wait()


def test_workers_of_dask_give_the_same_bits_though_one_is_killed(study, whole, tmp_path, scheduler):
    address, workers = scheduler
    running = study.start([*study, "out=study", "execution=dask", f"execution.address={address}", "execution.block=64"], tmp_path)
    study.wait_for(running, (tmp_path / "study" / "chunks" / "0000000.npz").exists)
    workers[0].kill()
    _, complained = running.communicate(timeout=300)
    assert running.returncode == 0, complained
    assert study.digest(tmp_path / "study") == study.digest(whole)


@pytest.mark.parametrize(
    ("words", "complaint"),
    {
        "execution=dask": "execution.address: execution=dask needs the address of a scheduler, such as ",
        "execution=dask execution.address=tcp://127.0.0.1:9": "execution.address: no scheduler answers at 'tcp://127.0.0.1:9'; ",
        "execution.workers=2": "execution.workers: execution=local does not read it; leave it out, or write execution=processes",
        "execution=slrum": "execution=slrum: there is no execution 'slrum'; did you mean 'slurm'?",
        "record.levels=[provinc]": "record.levels: there is no level 'provinc'; did you mean 'province'?",
        "record.variables=[urban_shar]": "record.variables: there is no 'urban_shar' to record; did you mean 'urban_share'?",
        "record.variables=[wage_gain]": "record.variables: 'wage_gain' has no value at level province; record it at county, or leave it out",
        "record.years=[2036]": "record.years: 2036 is no year of the run; give years from 2020 to 2025",
        "sweep.levers.open_setlement.plan=[0.7]": "sweep.levers.open_setlement.plan=[0.7]: there is no option ",
        "sweep.levers.open_settlement.plan=[0.7,1.5]": "plan: levers.open_settlement: plan 1.5 is out of range; ",
        "sweep.points=4": "sweep.points: a grid has as many points as its values make; leave it out, or write sweep.design=lhs",
        "sweep.design=lhs": "sweep.design: lhs needs sweep.points=N and levers or shocks to sweep between two values",
    }.items(),
)
def test_what_cannot_be_is_refused_before_anything_runs(ask, study, tmp_path, words, complaint):
    keys = {word.partition("=")[0] for word in words.split()}
    answer = ask(*(each for each in study if each.partition("=")[0] not in keys), *words.split(), "out=never")
    assert answer.code == 2 and answer.complained.startswith(complaint), answer.complained
    assert not (tmp_path / "never" / "manifest.json").exists()
