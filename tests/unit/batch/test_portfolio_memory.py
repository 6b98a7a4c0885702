"""What a search has evaluated is kept line by line: cut lines are dropped, altered lines and other settings refused by name."""

import numpy as np
import pytest

from simulator.batch.portfolio import TRIED, Answer, Memory
from simulator.language.errors import DataError

SETTINGS = {"options": {"seed": 1, "steps": 2}, "data": "a"}


@pytest.fixture
def kept(tmp_path):
    """A folder with three evaluated portfolios."""
    memory = Memory(tmp_path, SETTINGS)
    for number in range(3):
        memory.keep([float(number), 0.5], Answer(1.5 * number, 0.25, {"Q1": 0.5}, np.array([1.0, float(number)])))
    return tmp_path


def test_what_was_kept_is_recalled(kept):
    memory = Memory(kept, SETTINGS)
    answer = memory.recall([2.0, 0.5])
    assert len(memory.known) == 3 and answer.cost == 3.0 and answer.places.tolist() == [1.0, 2.0]
    assert memory.recall([9.0, 0.5]) is None


def test_a_line_cut_short_is_dropped_and_the_next_stands_on_its_own(kept):
    path = kept / TRIED
    path.write_bytes(path.read_bytes()[:-10])
    memory = Memory(kept, SETTINGS)
    assert len(memory.known) == 2 and path.read_bytes().endswith(b"\n")
    memory.keep([7.0, 0.5], Answer(1.0, 0.25, {"Q1": 0.5}, np.zeros(2)))
    assert sorted(key[0] for key in Memory(kept, SETTINGS).known) == [0.0, 1.0, 7.0]


@pytest.mark.parametrize("line", [1, 2, 4])
def test_an_altered_line_is_refused_by_number(kept, line):
    path = kept / TRIED
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[line - 1] = lines[line - 1].replace("0.5", "0.6").replace('"steps": 2', '"steps": 4')
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(DataError, match=rf"{TRIED}: line {line} is not as it was written"):
        Memory(kept, SETTINGS)


@pytest.mark.parametrize("text", ["[1, 2]", "null", "not json", '{"settings": 3}'])
def test_a_first_line_that_is_none_of_ours_is_refused(kept, text):
    (kept / TRIED).write_text(text + "\n", encoding="utf-8")
    with pytest.raises(DataError, match="line 1 is not as it was written"):
        Memory(kept, SETTINGS)


def test_other_settings_are_refused_by_name(kept):
    with pytest.raises(DataError, match=r"as options\.steps was 2 and is 4; run it as it was, or name a new folder"):
        Memory(kept, {**SETTINGS, "options": {"seed": 1, "steps": 4}})
