"""A kernel is named by all that it is made of, so that an edit can never run an old one; and it is built anywhere."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import simulator
from simulator.kernel import cache as build
from simulator.kernel.cache import build_kernel, digest_kernel, find_cache
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
from simulator.language.declarations import measure, operator, stock

residents = stock(person, "residents", initial="residents", axes=("sex", "age", "status"), aged_by="ageing")
ageing = operator(cohorts.ageing, "Everybody is a year older.", reads=["residents"])
infants = measure("residents", person, "aged 0", ages=(0, 0))
toddlers = measure("residents", person, "aged 1 to 2", ages=(1, 2))
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


def test_folder_that_cannot_be_made_is_replaced_by_a_temporary_one(make_model, tmp_path, monkeypatch, prepare):
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("SIMULATOR_CACHE", str(tmp_path / "file" / "kernels"))
    assert find_cache().is_dir()
    inputs = prepare(make_model(GROWTH.format(value=0.1, factor=6.0)), people=10.0)
    # A step by births of 0.6 a head, taken in its middle: 10 (1 + 0.6 + 0.6**2 / 2).
    assert run_kernel(inputs, ["people"]).counties["people"][0, :, 0] == pytest.approx([10.0, 17.8])


def test_folder_that_cannot_be_written_is_replaced_by_a_temporary_one(cache_here, monkeypatch):
    def refuse(**_):
        raise PermissionError

    monkeypatch.setattr(build.tempfile, "TemporaryFile", refuse)
    assert find_cache() != cache_here and find_cache().is_dir()


def test_users_cache_is_the_default_and_never_the_package(monkeypatch, tmp_path):
    monkeypatch.delenv("SIMULATOR_CACHE", raising=False)
    monkeypatch.setattr(build, "user_cache_dir", lambda name: str(tmp_path / name))
    assert find_cache() == tmp_path / "urbanization-simulator"
    assert cohorts.__file__.startswith(str(PACKAGE)) and not list(PACKAGE.rglob("kernel_*.py"))
