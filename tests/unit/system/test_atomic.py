"""Files and folders appear complete under their names, or not at all, and no draft stays behind."""

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from simulator.system import atomic
from simulator.system.atomic import atomic_file, atomic_folder


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, OSError])
def test_a_failed_write_leaves_the_old_file_and_no_draft(tmp_path, error):
    path = tmp_path / "table.csv"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(error), atomic_file(path, "w") as file:
        file.write("new")
        raise error
    assert path.read_text(encoding="utf-8") == "old" and os.listdir(tmp_path) == ["table.csv"]


def test_the_old_file_stays_until_the_new_one_is_complete(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("old", encoding="utf-8")
    with atomic_file(path, "w") as file:
        file.write("新\n")
        assert path.read_text(encoding="utf-8") == "old"
    assert path.read_bytes() == "新\n".encode() and os.listdir(tmp_path) == ["table.csv"]


def test_two_writers_of_one_file_do_not_mix(tmp_path):
    """The last one to finish wins, with all of its own content."""

    def write(value: int) -> None:
        with atomic_file(tmp_path / "numbers.npz") as file:
            np.savez(file, x=np.full(100_000, value))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(32)))
    with np.load(tmp_path / "numbers.npz") as file:
        assert len(np.unique(file["x"])) == 1
    assert os.listdir(tmp_path) == ["numbers.npz"]


@pytest.mark.parametrize("write", ["file", "folder"])
def test_content_is_flushed_to_disk_before_it_takes_its_name(tmp_path, monkeypatch, write):
    calls = []
    monkeypatch.setattr(atomic.os, "fsync", lambda number, real=os.fsync: (calls.append("fsync"), real(number)))
    monkeypatch.setattr(atomic.os, "replace", lambda old, new, real=os.replace: (calls.append("replace"), real(old, new)))
    if write == "file":
        with atomic_file(tmp_path / "a") as file:
            file.write(b"1")
    else:
        with atomic_folder(tmp_path / "b") as draft:
            (draft / "inner").mkdir()
            (draft / "inner" / "a").write_bytes(b"1")
    assert calls[0] == "fsync" and calls.count("replace") == 1 and calls[-1] == "fsync"
    assert calls.index("replace") == (1 if write == "file" else 3), "the file, and the two folders, before the rename"


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_failed_folder_leaves_neither_draft_nor_parents(tmp_path, error):
    with pytest.raises(error), atomic_folder(tmp_path / "one" / "two" / "answer") as draft:
        (draft / "a").write_bytes(b"1")
        raise error
    assert not os.listdir(tmp_path)


def test_a_folder_appears_complete(tmp_path):
    with atomic_folder(tmp_path / "one" / "answer") as draft:
        (draft / "a").write_bytes(b"1")
        assert not (tmp_path / "one" / "answer").exists()
    assert (tmp_path / "one" / "answer" / "a").read_bytes() == b"1" and os.listdir(tmp_path / "one") == ["answer"]
