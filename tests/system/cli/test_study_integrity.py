"""A study is gone on with and opened only as it was written: other code, calibration or processor and damaged files are refused."""

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from simulator.batch import provenance
from simulator.batch.verify import LAYOUT, MANIFEST

TOYS = Path(__file__).resolve().parents[2] / "unit" / "toys"


@pytest.fixture
def copy(whole, tmp_path) -> Path:
    """A copy of a finished study that can be damaged."""
    return Path(shutil.copytree(whole, tmp_path / "copy"))


@pytest.fixture
def unfinished(copy) -> Path:
    """A study whose members are all run, and whose tables are still to be made."""
    for path in (copy / MANIFEST, *copy.glob("*.csv")):
        path.unlink()
    return copy


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("code", "digest_code"),
        ("version", "find_version"),
        ("processor", "describe_processor"),
        ("numba", "version"),
        ("plug-ins", "list_foreign_files"),
    ],
)
def test_other_code_versions_plugins_or_processors_are_refused_by_name(ask, study, copy, monkeypatch, name, target):
    changed = [TOYS / "toy_homes.py"] if target == "list_foreign_files" else "changed"
    real = getattr(provenance, target)
    found = (lambda library: "changed" if library == name else real(library)) if target == "version" else (lambda *_: changed)
    monkeypatch.setattr(provenance, target, found)
    answer = ask(*study, f"out={copy}")
    assert answer.code == 2 and f"as provenance.{name} was " in answer.complained


def test_another_calibration_is_refused_by_name(ask, study, tmp_path):
    changed = ("region=", "scenarios=", "record.", "ensemble", "seed=")
    words = [word for word in study if not word.startswith(changed)]
    words += ["region=shandong", "scenarios=frozen", "record.levels=[province]", "record.variables=[urban_share]"]
    words += ["ensemble=posterior", "ensemble.members=2"]
    assert ask(*words, "out=study").code == 0
    settings = json.loads((tmp_path / "study" / "study.json").read_text(encoding="utf-8"))
    assert len(settings["provenance"]["calibration"]) == 64
    settings["provenance"]["calibration"] = "0" * 64
    (tmp_path / "study" / "study.json").write_text(json.dumps(settings), encoding="utf-8")
    answer = ask(*words, "out=study")
    assert answer.code == 2 and "as provenance.calibration was " in answer.complained


def list_chunks(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / "results.zarr").rglob("population/*") if not path.name.startswith("."))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def alter(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


@pytest.mark.parametrize("damage", [Path.unlink, cut, alter], ids=["missing", "cut", "altered"])
@pytest.mark.parametrize("state", ["finished", "before tables"])
def test_a_damaged_chunk_is_refused(ask, study, copy, request, damage, state):
    folder = request.getfixturevalue("unfinished") if state == "before tables" else copy
    damage(list_chunks(folder)[0])
    answer = ask(*study, f"out={folder}")
    assert answer.code == 2 and "results.zarr: what it holds of members 0 to 63 is not what was written" in answer.complained
    assert list(folder.glob("*.csv")) == [] or state == "finished"


@pytest.mark.parametrize("damage", [Path.unlink, cut, alter], ids=["missing", "cut", "altered"])
@pytest.mark.parametrize(
    "name",
    [
        "members.zarr/value/0.0",
        "members.zarr/.zmetadata",
        "results.zarr/.zmetadata",
        "results.zarr/county/.zgroup",
        "results.zarr/county/population/.zarray",
        "results.zarr/county/member/0",
        "merged.npz",
        "summary.csv",
        "targets.csv",
        LAYOUT,
        MANIFEST,
    ],
)
def test_a_damaged_file_of_a_finished_study_is_refused_by_name(ask, study, copy, damage, name):
    damage(copy / name)
    answer = ask(*study, f"out={copy}")
    if name == MANIFEST and damage is Path.unlink:
        # Without a manifest a study is not finished: its tables are made anew, of what was verified.
        assert answer.code == 0
    else:
        assert answer.code == 2 and "Traceback" not in answer.complained
        assert name in answer.complained or "results.zarr" in answer.complained


def test_a_finished_study_without_its_store_is_refused(ask, study, copy):
    shutil.rmtree(copy / "results.zarr")
    answer = ask(*study, f"out={copy}")
    assert answer.code == 2 and "results.zarr" in answer.complained


def test_a_whole_study_passes(ask, study, copy):
    before = study.digest(copy)
    assert ask(*study, f"out={copy}").code == 0 and study.digest(copy) == before


def test_digest_of_values_is_that_of_the_leaves_in_order(whole):
    with np.load(whole / "merged.npz") as file:
        digests = [str(each) for each in file["digests"]]
    chain = ""
    for each in digests:
        chain = hashlib.sha256((chain + each).encode()).hexdigest()
    assert len(digests) == 3 and json.loads((whole / MANIFEST).read_text(encoding="utf-8"))["values_digest"] == chain
