"""X24 of the model specification, shocks alone: policy stays as it was in 2020 while the world goes to its ends."""

import pytest


@pytest.mark.parametrize("end", ["low", "high"])
def test_x24_all_shocks_at_either_end_of_their_range_while_levers_rest(trial, model, end, assert_sound):
    shocks = {v.name: getattr(v, end) for v in model.of_kind("shock")}
    assert len(shocks) >= 8
    shaken = trial(last_year=2035).hold(**shocks)
    assert_sound(shaken, shaken.run())


def test_x24_each_shock_at_either_end_of_its_range(trial, model, assert_sound):
    for shock in model.of_kind("shock"):
        for end in (shock.low, shock.high):
            shaken = trial("tiny", last_year=2035).hold(**{shock.name: end})
            assert_sound(shaken, shaken.run())
