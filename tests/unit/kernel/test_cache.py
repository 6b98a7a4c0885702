"""A kernel is named by all that it is made of, so that an edit can never run an old one; and it is built anywhere."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

import simulator
from simulator.kernel import cache as build
from simulator.kernel import cache_files
from simulator.kernel.cache import build_kernel, digest_kernel, find_cache
from simulator.kernel.cache_files import keep_files, read_files
from simulator.kernel.compile import compile_kernel, compile_parts
from simulator.kernel.generate import write_kernel
from simulator.kernel.run import run_kernel
from simulator.model.graph import Model
from simulator.operators import ageing as cohorts

PACKAGE = Path(simulator.__file__).parent
GROWTH = '''
people = stock(person, "people", initial="people", inflows=["births"])
fertility = parameter({value}, 1 / year, "births a head", source="toy")
def births(people, fertility) -> person / year:
    """Births."""
    return people * fertility * {factor}
'''
AGEING = '''
"""One cohort stock that only ages: what is left of a newborn after two years."""
import numpy as np
from simulator.kernel.inputs import Inputs, State
from simulator.kernel.run import run_kernel
from simulator.model.gather import gather
import ageing_sector

model = gather([ageing_sector])
people = np.zeros((1, 1, 2, 102, 5))
people[0, 0, 0, 0, 0] = 1.0
inputs = Inputs(model=model, state=State(2020, {}, {"residents": people}), last_year=2022, steps=1, parameters={}, references={},
                levers={}, paths={}, fields={}, constants={}, arrays={})
print(run_kernel(inputs, ["infants", "toddlers"]).counties["toddlers"][0, :, 0].tolist())
'''
AGEING_SECTOR = '''
"""People who grow older."""
from simulator.operators import ageing as cohorts
from simulator.language.units import person
from simulator.language.declarations import cohort_sum, operator, stock

residents = stock(person, "residents", initial="residents", axes=("sex", "age", "status"), aged_by="ageing")
ageing = operator(cohorts.ageing, "Everybody is a year older.", reads=["residents"])
infants = cohort_sum("residents", person, "aged 0", ages=(0, 0))
toddlers = cohort_sum("residents", person, "aged 1 to 2", ages=(1, 2))
'''


@pytest.fixture
def cache_here(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "kernels"
    monkeypatch.setenv("SIMULATOR_CACHE", str(folder))
    return folder


def name_of(model) -> str:
    return digest_kernel(model, write_kernel(model))


def test_kernel_is_named_by_its_digest_and_holds_its_text(make_model, cache_here):
    model = make_model(GROWTH.format(value=0.1, factor=1.0))
    build_kernel(model)
    (file,) = (path for path in cache_here.iterdir() if path.is_file())
    assert file.name == f"kernel_{name_of(model)}.py" and re.fullmatch("[0-9a-f]{16}", name_of(model))
    assert file.read_text(encoding="utf-8") == write_kernel(model)


def test_name_follows_equations_but_not_values(make_model):
    """Values are told at each run; only what is compiled counts."""
    model, other = (make_model(GROWTH.format(value=0.1, factor=factor)) for factor in (1.0, 2.0))
    dearer = replace(model["fertility"], value=0.2)
    doubled = replace(model["births"], function=other["births"].function)
    assert name_of(Model(model.variables | {"fertility": dearer})) == name_of(model)
    assert name_of(Model(model.variables | {"births": doubled})) != name_of(model)


@pytest.mark.parametrize("what", ["numba", "numpy", "python"])
def test_name_follows_who_compiles(toys, monkeypatch, what):
    before = name_of(toys)
    target = {"numba": (build.numba, "__version__"), "numpy": (build.np, "__version__"), "python": (sys, "version")}[what]
    monkeypatch.setattr(*target, "0.0.1")
    assert name_of(toys) != before


@pytest.mark.parametrize(
    "file",
    [
        "kernel/scalars.py",
        "kernel/cohort_sums.py",
        "language/dimensions.py",
        *sorted(file.relative_to(PACKAGE).as_posix() for room in ("simd", "operators") for file in (PACKAGE / room).rglob("*.py")),
    ],
)
def test_name_follows_every_file_that_the_kernel_calls(toys, monkeypatch, file):
    before, read = name_of(toys), Path.read_bytes
    edited = PACKAGE / file
    monkeypatch.setattr(Path, "read_bytes", lambda path: read(path) + (b"#" if path == edited else b""))
    assert name_of(toys) != before


def test_name_follows_operators_outside_the_package(toys, monkeypatch):
    before, read = name_of(toys), Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read(path) + (b"#" if path.name == "toy_operators.py" else b""))
    assert name_of(toys) != before


def run_script(folder: Path, cache: Path) -> subprocess.Popen:
    environment = {**os.environ, "SIMULATOR_CACHE": str(cache), "PYTHONPATH": str(folder)}
    return subprocess.Popen(
        [sys.executable, "ageing_script.py"], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def hear(process: subprocess.Popen) -> str:
    said, complaint = process.communicate(timeout=120)
    assert process.returncode == 0, complaint
    return said.strip()


@pytest.fixture
def copied_package(tmp_path) -> Path:
    """A copy of the package that can be edited, beside a script that runs it."""
    ignored = shutil.ignore_patterns("__pycache__", "*.csv", "report", "cli")
    shutil.copytree(PACKAGE, tmp_path / "home" / "simulator", ignore=ignored)
    (tmp_path / "home" / "ageing_script.py").write_text(AGEING, encoding="utf-8")
    (tmp_path / "home" / "ageing_sector.py").write_text(AGEING_SECTOR, encoding="utf-8")
    return tmp_path / "home"


@pytest.mark.slow
def test_edited_operator_gives_new_answers_and_never_the_cached_ones(copied_package, tmp_path):
    cache = tmp_path / "kernels"
    first = hear(run_script(copied_package, cache))
    assert first == hear(run_script(copied_package, cache)) == "[0.0, 1.0, 1.0]"
    operators = copied_package / "simulator" / "operators" / "ageing.py"
    text = operators.read_text(encoding="utf-8")
    edited = text.replace("] = people[v, i, k, lane - 1]", "] = 0.5 * people[v, i, k, lane - 1]")
    assert edited != text
    operators.write_text(edited, encoding="utf-8")
    assert hear(run_script(copied_package, cache)) == "[0.0, 0.5, 0.25]"
    assert len(list(cache.glob("kernel_*.py"))) == 2


@pytest.mark.slow
def test_two_processes_building_at_once_leave_one_whole_file(copied_package, tmp_path):
    cache = tmp_path / "kernels"
    both = [run_script(copied_package, cache) for _ in range(2)]
    assert [hear(each) for each in both] == ["[0.0, 1.0, 1.0]"] * 2
    (file,) = (path for path in cache.iterdir() if path.is_file())
    compile(file.read_text(encoding="utf-8"), file.name, "exec")
    assert re.fullmatch("kernel_[0-9a-f]{16}.py", file.name)


def test_damaged_file_in_the_cache_is_written_anew(make_model, cache_here):
    model = make_model(GROWTH.format(value=0.1, factor=4.0))
    cache_here.mkdir()
    file = cache_here / f"kernel_{name_of(model)}.py"
    file.write_text("half a ker", encoding="utf-8")
    build_kernel(model)
    assert file.read_text(encoding="utf-8") == write_kernel(model)


def test_same_model_is_built_once(make_model, cache_here):
    model = make_model(GROWTH.format(value=0.1, factor=5.0))
    assert build_kernel(model) is build_kernel(model)


# A step by births of 0.1 a head, taken in its middle: 10 (1 + 0.1 + 0.1**2 / 2).
GROWN = pytest.approx([10.0, 11.05])
DAMAGES = {
    "emptied": lambda file: file.write_bytes(b""),
    "cut": lambda file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
    "one bit turned": lambda file: file.write_bytes(
        file.read_bytes()[:-9] + bytes([file.read_bytes()[-9] ^ 1]) + file.read_bytes()[-8:]
    ),
    "garbage": lambda file: file.write_bytes(bytes(range(256)) * 8),
    "of another kernel": lambda file: file.write_bytes(b"x = 1\n"),
    "gone": lambda file: file.unlink(),
    "a folder": lambda file: (file.unlink(), file.mkdir(), (file / "more").touch()),
    "a link to nothing": lambda file: (file.unlink(), file.symlink_to("nothing")),
}


@pytest.fixture
def grow(make_model, prepare, cache_here):
    """A function that runs a toy as a process does that has built nothing yet; it tells how many parts came from the cache."""
    model = make_model(GROWTH.format(value=0.1, factor=1.0))

    def run() -> int:
        name = f"kernel_{name_of(model)}"
        sys.modules.pop(name, None)
        build.build_once.cache_clear()
        assert run_kernel(prepare(model, people=10.0), ["people"]).counties["people"][0, :, 0] == GROWN
        module = sys.modules[name]
        return sum(sum(part.stats.cache_hits.values()) for part in vars(module).values() if hasattr(part, "stats"))

    return run


def list_kept(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_whole_cache_is_used(grow, cache_here):
    assert grow() == 0
    before = {path: path.read_bytes() for path in list_kept(cache_here)}
    assert {path.suffix for path in before} == {".py", ".nbi", ".nbc", ".sha256"}
    assert grow() > 0 and {path: path.read_bytes() for path in list_kept(cache_here)} == before


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize(
    "damaged", ["kernel_x.py", *(f"__pycache__/kernel_x.{end}" for end in ("part.nbi", "part.1.nbc", "sha256"))]
)
def test_a_damaged_file_is_seen_and_replaced(tmp_path, damaged, damage):
    files = {
        path: f"what {path} holds".encode()
        for path in ("kernel_x.py", "__pycache__/kernel_x.part.nbi", "__pycache__/kernel_x.part.1.nbc")
    }
    keep_files(tmp_path, "kernel_x", files)
    kept = list_kept(tmp_path)
    assert len(kept) == 4 and read_files(tmp_path, "kernel_x") == files
    DAMAGES[damage](tmp_path / damaged)
    assert read_files(tmp_path, "kernel_x") == {}
    keep_files(tmp_path, "kernel_x", files)
    assert list_kept(tmp_path) == kept and read_files(tmp_path, "kernel_x") == files


def test_a_damaged_cache_is_made_anew(grow, cache_here):
    grow()
    kept = list_kept(cache_here)
    for path in {path.suffix: path for path in kept}.values():
        DAMAGES["cut"](path)
        assert grow() == 0, path.name
        assert list_kept(cache_here) == kept and grow() > 0, path.name


def test_whole_files_that_numba_cannot_load_are_made_anew(grow, cache_here):
    """Sealed as they are: what was damaged before it was kept."""
    grow()
    [name] = (path.stem for path in cache_here.glob("*.py"))
    files = {path: data if path.endswith(".py") else b"no pickle" for path, data in read_files(cache_here, name).items()}
    keep_files(cache_here, name, files)
    assert grow() == 0 and grow() > 0


def test_a_file_in_place_of_the_compiled_ones_is_replaced(grow, cache_here):
    grow()
    shutil.rmtree(cache_here / "__pycache__")
    (cache_here / "__pycache__").touch()
    assert grow() == 0 and grow() > 0


def test_a_whole_cache_that_is_read_only_is_used(grow, cache_here, monkeypatch):
    grow()
    forbid_writing(monkeypatch, cache_here)
    assert grow() > 0


def test_a_cache_that_cannot_be_written_is_done_without(grow, cache_here, monkeypatch):
    forbid_writing(monkeypatch, cache_here)
    assert (grow(), grow()) == (0, 0) and not cache_here.exists()


def forbid_writing(monkeypatch, folder: Path) -> None:
    """Let nothing be written in a folder, whoever runs the tests: an administrator may write in a folder that is read-only."""
    write = cache_files.write_files

    def refuse(home, files):
        if home == folder:
            raise PermissionError(home)
        write(home, files)

    monkeypatch.setattr(cache_files, "write_files", refuse)


def test_a_folder_that_cannot_be_made_is_done_without(grow, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    for place in ("file", "file/kernels"):
        monkeypatch.setenv("SIMULATOR_CACHE", str(tmp_path / place))
        assert grow() == 0
    assert (tmp_path / "file").read_text(encoding="utf-8") == "no folder"


def test_numbas_own_folder_does_not_matter(grow, tmp_path, monkeypatch):
    monkeypatch.setattr("numba.config.CACHE_DIR", str(tmp_path / "numba"))
    assert grow() == 0 and grow() > 0 and not (tmp_path / "numba").exists()


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, MemoryError])
def test_half_a_kernel_is_not_taken_for_a_whole_one(grow, cache_here, monkeypatch, stop):
    def break_off(module, parts):
        compile_parts(module, parts[:1])
        raise stop

    with monkeypatch.context() as patch:
        patch.setattr(build, "compile_kernel", break_off)
        with pytest.raises(stop):
            grow()
    assert not set(sys.modules) & {path.stem for path in cache_here.glob("*.py")} and not list_kept(cache_here)
    assert grow() == 0 and grow() > 0


def test_threads_that_want_a_kernel_at_once_get_the_same_one(make_model, cache_here, monkeypatch):
    model, slow = make_model(GROWTH.format(value=0.1, factor=7.0)), threading.Barrier(4)

    def ask(_) -> object:
        slow.wait()
        return build_kernel(model)

    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(ask, range(4)))) == 1


def test_a_process_copied_while_another_thread_builds_can_build(make_model, cache_here, monkeypatch):
    model, began = make_model(GROWTH.format(value=0.1, factor=8.0)), threading.Event()

    def compile_slowly(module, parts):
        began.set()
        time.sleep(0.3)
        compile_kernel(module, parts)

    monkeypatch.setattr(build, "compile_kernel", compile_slowly)
    thread = threading.Thread(target=build_kernel, args=[model])
    thread.start()
    began.wait()
    child = os.fork()
    if not child:
        signal.alarm(60)
        build_kernel(model)
        os._exit(7)
    thread.join()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


def test_users_cache_is_the_default_and_never_the_package(monkeypatch, tmp_path):
    monkeypatch.delenv("SIMULATOR_CACHE", raising=False)
    monkeypatch.setattr(build, "user_cache_dir", lambda name: str(tmp_path / name))
    assert find_cache() == tmp_path / "urbanization-simulator"
    assert cohorts.__file__.startswith(str(PACKAGE)) and not list(PACKAGE.rglob("kernel_*.py"))
