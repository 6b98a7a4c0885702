"""A8: where the number of beds stands still, the share for nursing follows an exponential curve."""

import numpy as np
import pytest

NEW, CONVERTED, WEAR, BUILD, FIRST = 0.9, 0.06, 0.05, 1.5, 0.3


def find_share(builders, steps):
    """Share of nursing beds by year, where just so many beds are built as wear out; and by how much all beds change."""
    run = builders(2060, steps).hold(nursing_bed_share=NEW, nursing_conversion=CONVERTED, adjust_time_elderly=1e300)
    beds = run.inputs.state.stocks["capacity_elderly"]
    steady = beds * WEAR * BUILD / 2.0
    run = run.stock(nursing_share=np.full_like(beds, FIRST)).stages(completions_elderly=steady[:, None]).run().counties
    return run["nursing_share"][0, :, 0], np.abs(run["capacity_elderly"][0] / beds - 1.0).max()


@pytest.mark.parametrize("steps", [1, 2, 16])
def test_a8_the_share_follows_the_closed_form_whatever_the_step(builders, steps):
    last = (NEW * WEAR + CONVERTED) / (WEAR + CONVERTED)
    expected = last + (FIRST - last) * np.exp(-(WEAR + CONVERTED) * np.arange(41))
    share, change = find_share(builders, steps)
    assert change < 1e-5
    assert share == pytest.approx(expected, abs=3e-5)


def test_a8_the_share_of_new_beds_is_that_of_all_once_nothing_is_converted(builders):
    run = builders(2320).hold(nursing_bed_share=0.7, nursing_conversion=0.0).run("nursing_share").counties
    assert run["nursing_share"][0, -1, 0] == pytest.approx(0.7, rel=1e-6)
