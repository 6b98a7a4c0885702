"""Trends of the nation worked by hand."""

import numpy as np
import pytest

from simulator.sectors import trends


@pytest.mark.parametrize(
    ("years", "share", "later"), [(-10.0, 0.0, 0.0), (0.0, 0.0, 0.0), (7.5, 0.5, 1.875), (15.0, 1.0, 7.5), (20.0, 1.0, 12.5)]
)
def test_growth_of_2035_counts_as_long_as_its_share_has_lasted(years, share, later):
    found = trends.trend_share(years, 15.0)
    assert found == pytest.approx(share)
    assert trends.later_time(years, 15.0, found) == pytest.approx(later)
    past = trends.past_time(years)
    assert past == pytest.approx(min(years, 0.0))
    assert trends.early_time(years, later, past) == pytest.approx(max(years, 0.0) - later)


def test_prices_rise_steadily():
    assert trends.consumer_price_index(0.012, 10.0) == pytest.approx(np.exp(0.12))
    assert trends.consumer_price_index(0.012, 0.0) == 1.0
