"""The process that compiles the kernel gives the bits of all later ones, whatever stops it."""

import os
import pickle
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.system.cli.first_run import SCREENED, screen

pytestmark = pytest.mark.slow

# A function of the project in a table of symbols; what Numba itself keeps for a function (NumbaEnv) is no code.
SYMBOL = re.compile(rb"\0_+ZN9simulator[^\0]*")


@pytest.fixture(scope="module")
def first(study, three, root, tmp_path_factory) -> tuple[Path, Path]:
    """The outputs of a process that found an empty cache and was killed in its study, and the cache that it left."""
    out, cache = tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("cache") / "kernels"
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.system.cli.first_run", str(out), str(three), *study],
        cwd=out,
        env={**os.environ, "PYTHONPATH": str(root), "SIMULATOR_CACHE": str(cache)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    study.wait_for(process, (out / "study" / "chunks" / "0000000.npz").exists)
    process.send_signal(signal.SIGKILL)
    _, complained = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL, complained
    return out, cache


def test_a_scenario_is_reproduced(first, command, monkeypatch):
    out, cache = first
    monkeypatch.setenv("SIMULATOR_CACHE", str(cache))
    done = command("task=reproduce", f"manifest={out / 'run' / 'manifest.json'}")
    assert done.returncode == 0, done.stderr


def test_a_study_killed_in_the_first_run_goes_on_to_the_bits_of_a_later_one(first, study, whole):
    out, cache = first
    assert not (out / "study" / "manifest.json").exists(), "killed in the middle of its work"
    again = study.start([*study, "out=study", "execution.block=64"], out, SIMULATOR_CACHE=str(cache))
    _, complained = again.communicate(timeout=300)
    assert again.returncode == 0, complained
    assert study.digest(out / "study") == study.digest(whole)


def test_a_calibration_stopped_in_the_first_run_goes_on_to_the_bits_of_a_later_one(first, tmp_path):
    stopped = first[0] / "screening"
    (stopped / "block-0000002.npz").unlink()
    again, whole = screen(stopped), screen(tmp_path / "whole")
    assert len(whole.implausibility) == SCREENED and whole.run == SCREENED
    np.testing.assert_array_equal(again.implausibility, whole.implausibility)
    for name, constants in whole.constants.items():
        np.testing.assert_array_equal(again.constants[name], constants)


def list_objects(value: object) -> Iterator[bytes]:
    """Whatever machine code is in what Numba keeps of a part."""
    if isinstance(value, bytes):
        yield value
    elif isinstance(value, tuple | list):
        for each in value:
            yield from list_objects(each)


def test_no_function_of_the_project_is_called_by_a_symbol(first, monkeypatch):
    """A helper that is not inlined is a weak symbol of every part that calls it, and its copies may differ in the last bits."""
    _, cache = first
    monkeypatch.syspath_prepend(str(cache))
    parts = sorted((cache / "__pycache__").glob("*.nbc"))
    assert len(parts) > 20
    for part in parts:
        # An object begins with the name of its form: ELF, Mach-O, or the processor in that of Windows.
        codes = [each for each in list_objects(pickle.loads(part.read_bytes())) if not each.startswith(b"BC\xc0\xde")]
        assert any(b"NumbaEnv" in code for code in codes), part.name
        assert [SYMBOL.findall(code) for code in codes] == [[]] * len(codes), part.name
