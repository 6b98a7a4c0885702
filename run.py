"""Set up what is missing, then run, on every system: `python run.py` runs the main job, `python run.py test` the tests, and
`python run.py COMMAND ...` any command. Needs the standard library only; `./run` finds a Python for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parent
OLDEST = (3, 11)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
# What an installation depends on; it is repeated when their content changes.
SOURCES = ("pyproject.toml", "constraints.txt")


def main(words: Sequence[str]) -> int:
    """Set up `.venv` and run the simulator, or its tests, with the words of the command line; gives the exit code."""
    if sys.version_info < OLDEST:
        return fail(f"Python {'.'.join(map(str, OLDEST))} or newer is needed; install it, then run this again")
    os.chdir(PROJECT)
    testing = list(words[:1]) == ["test"]
    try:
        ensure_environment()
        ensure_packages("test" if testing else "main")
    except SetupError as error:
        return fail(str(error))
    if not testing:
        return run_program([python(), "-m", "simulator", *words])
    ensure_browser()
    return run_program([python(), "-m", "pytest", "-n", "auto", "--dist", "loadfile", *select_tests(words[1:])])


def select_tests(words: Sequence[str]) -> list[str]:
    """The options of pytest for the words after `test`: none for all but slow tests, `fast`, `all`, or options of pytest."""
    if not words:
        return ["-m", "not slow"]
    selection = {"fast": ["-m", "fast"], "all": []}.get(words[0])
    return list(words) if selection is None else [*selection, *words[1:]]


class SetupError(Exception):
    """Something is missing that only the user can install; the message says how."""


def fail(message: str) -> int:
    """Print a message to standard error; gives the exit code of a failure."""
    print(f"run: {message}", file=sys.stderr)
    return 1


def find_program(name: str, windows: bool = os.name == "nt") -> Path:
    """The path of a program of the virtual environment, on Windows or elsewhere."""
    return Path(".venv", "Scripts", f"{name}.exe") if windows else Path(".venv", "bin", name)


def python() -> str:
    """The Python of the virtual environment."""
    return str(PROJECT / find_program("python"))


def ensure_environment() -> None:
    """Create `.venv` unless it is there and whole. Raises SetupError where Python lacks venv and it cannot be installed."""
    if find_program("pip").exists():
        return
    if create_environment():
        return
    # Debian ships Python without venv.
    if not can_install():
        raise SetupError("Python lacks venv; install python3-venv (apt-get install python3-venv), then run this again")
    print("installing python3-venv", file=sys.stderr)
    if not (install_system_package("python3-venv") and create_environment()):
        raise SetupError("python3-venv could not be installed")


def create_environment() -> bool:
    """Create `.venv` anew; says whether it is whole."""
    shutil.rmtree(".venv", ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", ".venv"], capture_output=True).returncode == 0
    if not made:
        shutil.rmtree(".venv", ignore_errors=True)
    return made


def can_install() -> bool:
    """Whether system packages can be installed here: by root, with apt-get."""
    return hasattr(os, "getuid") and os.getuid() == 0 and shutil.which("apt-get") is not None


def install_system_package(name: str) -> bool:
    """Install a system package with apt-get; says whether that worked."""
    steps = (["apt-get", "update"], ["apt-get", "install", "-y", name])
    return all(subprocess.run(step, stdout=subprocess.DEVNULL).returncode == 0 for step in steps)


def ensure_packages(kind: str) -> None:
    """Install the project into `.venv`, for `main` or with what `test` needs, unless its last installation still holds.

    Raises SetupError where pip fails; what it printed stands above the message.
    """
    stamp = Path(".venv", f"{kind}.stamp")
    wanted = b"".join(Path(name).read_bytes() for name in SOURCES)
    if stamp.exists() and stamp.read_bytes() == wanted:
        return
    print("installing into .venv (once)", file=sys.stderr)
    options = ["--quiet", "--disable-pip-version-check", "--constraint", "constraints.txt"]
    target = ".[test]" if kind == "test" else "."
    if subprocess.run([python(), "-m", "pip", "install", *options, "--editable", target]).returncode:
        raise SetupError("the packages could not be installed; see the messages above, then run this again")
    stamp.write_bytes(wanted)


def ensure_browser() -> None:
    """Find a browser for the tests of pages, or install one where that is possible; without one these tests fail."""
    if any(shutil.which(browser) for browser in BROWSERS):
        return
    if can_install():
        print("installing chromium", file=sys.stderr)
        install_system_package("chromium")
    if not shutil.which("chromium"):
        print("run: chromium is missing (apt-get install chromium); tests of the page will fail", file=sys.stderr)


def run_program(words: Sequence[str]) -> int:
    """Replace this process by a program; on Windows, which cannot, run it and give its exit code."""
    if os.name != "nt":
        os.execv(words[0], list(words))
    with subprocess.Popen(list(words)) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                # The console sends Ctrl-C to both processes; the program ends in its own way.
                continue


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
