"""A command can be stopped at any moment: it says so in one sentence, and nothing half-written stays behind."""

import asyncio
import functools
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import xarray as xr
from zarr.storage import LocalStore

from simulator.cli.stores import write_store
from simulator.system.signals import SIGNALS, defer_signals, interrupt_on_signals


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_run_that_is_stopped_leaves_nothing(tmp_path, root, stop):
    words = ["out=answer", "ensemble=prior", "ensemble.members=400", "figures=false", "brief=false"]
    process = subprocess.Popen(
        [sys.executable, "-m", "simulator", *words],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(root)},
        # A shell that starts the tests in the background lets all that they start ignore Ctrl-C.
        preexec_fn=functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    for _ in range(600):
        if list(tmp_path.glob(".answer-*")):
            break
        time.sleep(0.1)
    time.sleep(2.0)
    process.send_signal(stop)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 130 and said.strip() == "stopped; nothing was written"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("library", ["numpy", "hydra", "rich"])
def test_a_command_that_is_stopped_while_libraries_load_says_so(command, tmp_path, library):
    # A file in the folder of the command is found before the library of that name.
    (tmp_path / f"{library}.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGTERM)\n")
    done = command("validate")
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "stopped; nothing was written\n")


def test_under_nohup_the_end_of_the_terminal_is_ignored(command, tmp_path):
    (tmp_path / "numpy.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGHUP)\nraise SystemExit(7)\n")
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        assert command("validate").returncode == 7
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize(
    "words",
    [
        ["show", "levers=all", "shocks=all"],
        ["out=answer", "last_year=2021", "figures=false", "brief=false", "ensemble=single"],
    ],
)
def test_work_goes_on_when_nobody_reads_any_more(tmp_path, root, words):
    process = subprocess.Popen(
        [sys.executable, "-m", "simulator", *words],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    process.stdout.close()
    assert (process.stderr.read(), process.wait(timeout=300)) == ("", 0)
    assert (tmp_path / "answer" / "manifest.json").is_file() == ("out=answer" in words)


def test_functions_of_the_package_are_not_hidden_by_modules_of_their_name():
    words = (
        "import simulator.run.simulate, simulator.indicators, simulator; "
        "print(callable(simulator.simulate), callable(simulator.indicators), set(simulator.__all__) <= set(dir(simulator)))"
    )
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True)
    assert done.stdout == "True True True\n", done.stderr


@pytest.fixture
def listening():
    """Requests to stop are heard as the command line hears them."""
    before = {number: signal.signal(number, signal.SIG_DFL) for number in SIGNALS}
    interrupt_on_signals()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("request_to_stop", SIGNALS)
def test_a_request_to_stop_waits_for_the_end_of_a_file(listening, request_to_stop):
    done = []
    with pytest.raises(KeyboardInterrupt), defer_signals():
        signal.raise_signal(request_to_stop)
        done.append("the file")
    assert done == ["the file"]
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(request_to_stop)


def test_asked_twice_it_stops_at_once(listening):
    with pytest.raises(KeyboardInterrupt), defer_signals():
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_what_is_ignored_and_other_threads_are_left_alone(listening):
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with defer_signals():
        signal.raise_signal(signal.SIGHUP)
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    with ThreadPoolExecutor() as pool:
        assert pool.submit(lambda: defer_signals()(signal.getsignal)(signal.SIGINT)).result() is signal.default_int_handler


def test_nothing_is_left_in_the_threads_of_a_store(listening, tmp_path, monkeypatch):
    """A request in the middle of a write: every task of the store has ended when it is answered."""
    begun, ended, put = [], [], LocalStore.set

    async def write(self, key, *words):
        begun.append(key)
        if len(begun) == 5:
            signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
        await asyncio.sleep(0.01)
        await put(self, key, *words)
        ended.append(key)

    monkeypatch.setattr(LocalStore, "set", write)
    data = xr.Dataset({"people": ("place", np.arange(1000.0))})
    data["people"].encoding["chunks"] = (10,)
    with pytest.raises(KeyboardInterrupt):
        write_store(data, tmp_path / "store.zarr")
    assert len(begun) > 5 and sorted(begun) == sorted(ended)
