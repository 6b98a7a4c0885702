"""The one command of the benchmarks, as people give it."""

import json
import subprocess
import sys


def test_benchmarks_run_print_and_write(root, tmp_path):
    words = [sys.executable, "-m", "benchmarks", "--quick", "--only", "memory", "--out", str(tmp_path)]
    done = subprocess.run(words, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "a block of" in done.stdout and "reference loop" in done.stdout
    told = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    values = {row["what"]: row["value"] for row in told["rows"]}
    assert values["imports alone"] < values["1 member"] and told["machine"]["processor"]
    assert (tmp_path / "results.png").stat().st_size > 1000


def test_a_chapter_that_does_not_exist_is_refused(root):
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--only", "nothing"], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2 and "invalid choice" in done.stderr
