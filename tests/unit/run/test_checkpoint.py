"""A checkpoint written by the first release, whose names of the parts of a state were others, is read as it stands."""

import json

import numpy as np

from simulator.run.checkpoint import load_checkpoint


def test_changes_of_the_last_step_are_read_under_their_former_name(tmp_path):
    arrays = {"state/plan/stocks/homes": np.ones((1, 2)), "state/plan/motion/deaths": np.full((1, 2), 3.0)}
    about = json.dumps({"year": 2025, "forcings": {"known": None}, "settings": {}})
    np.savez(tmp_path / "old.npz", about=np.array(about), **arrays)
    state = load_checkpoint(tmp_path / "old.npz").states["plan"]
    assert state.year == 2025 and set(state.last_changes) == {"deaths"}
    np.testing.assert_array_equal(state.last_changes["deaths"], 3.0)
