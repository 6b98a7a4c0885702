"""A newcomer clones, runs the two commands, and the wheel works far from the checkout."""

import os
import subprocess
import sys

import pytest


@pytest.fixture
def clean():
    """An environment without the traces of this one."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST", "PYTHONPATH", "VIRTUAL_ENV", "SIMULATOR"))
    }


def call(words, folder, environment, timeout=900) -> subprocess.CompletedProcess:
    return subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, timeout=timeout)


@pytest.mark.slow
def test_two_commands_set_up_and_run_in_a_clean_clone(root, tmp_path, clean):
    clone = tmp_path / "clone"
    cloned = call(["git", "clone", "--quiet", str(root), str(clone)], tmp_path, clean)
    if cloned.returncode:
        pytest.skip(f"this is no git checkout: {cloned.stderr.strip()}")
    job = call(["./run"], clone, clean)
    assert job.returncode == 0 and "plan target" in job.stdout, job.stderr
    [folder] = (clone / "outputs").iterdir()
    assert {"brief.html", "workbook.xlsx", "pathways.csv", "manifest.json"} <= {path.name for path in folder.iterdir()}
    tests = call(["./run", "test", "tests/system/repository"], clone, clean)
    assert tests.returncode == 0 and "passed" in tests.stdout, tests.stdout + tests.stderr


def test_wheel_works_far_from_the_checkout(root, tmp_path, clean):
    built = call(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), str(root)], tmp_path, clean
    )
    assert built.returncode == 0, built.stderr
    [wheel] = tmp_path.glob("*.whl")
    placed = call(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(tmp_path / "site"), str(wheel)],
        tmp_path,
        clean,
    )
    assert placed.returncode == 0, placed.stderr
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    environment = {**clean, "PYTHONPATH": str(tmp_path / "site")}
    where = call([sys.executable, "-c", "import simulator; print(simulator.__file__)"], elsewhere, environment)
    assert str(tmp_path / "site") in where.stdout
    done = call(
        [
            sys.executable,
            "-m",
            "simulator",
            "out=answer",
            "last_year=2022",
            "figures=false",
            "scenarios=[frozen,plan]",
            "ensemble=single",
        ],
        elsewhere,
        environment,
    )
    assert done.returncode == 0 and (elsewhere / "answer" / "brief.html").is_file(), done.stderr
