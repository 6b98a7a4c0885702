"""A screening that was stopped goes on as if it had not been, and says what could be the region."""

from types import SimpleNamespace

import numpy as np
import pytest

from simulator.calibration import screening
from simulator.calibration.emulator import learn, make_features
from simulator.calibration.hindcast_period import CONSTANTS
from simulator.calibration.posterior import contract, resample
from simulator.calibration.screening import NAMES, Screened, screen
from simulator.language.errors import CalibrationError, DataError
from simulator.sampling import make_design
from tests.unit.calibration.unfitted import unfitted


@pytest.fixture(scope="module")
def found(model):
    return unfitted(model)


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(screening, "BLOCK", 2)


def quiet(*_):
    pass


def test_a_stopped_screening_goes_on_and_gives_the_same_bits(found, small_blocks, tmp_path):
    whole = screen(found, 6, 3, tmp_path / "whole", quiet)
    screen(found, 6, 3, tmp_path / "stopped", quiet)
    (tmp_path / "stopped" / "block-0000002.npz").unlink()
    kept = (tmp_path / "stopped" / "block-0000000.npz").stat().st_mtime_ns
    again = screen(found, 6, 3, tmp_path / "stopped", quiet)
    assert (tmp_path / "stopped" / "block-0000000.npz").stat().st_mtime_ns == kept, "what was done is not done again"
    np.testing.assert_array_equal(whole.implausibility, again.implausibility)
    for name in CONSTANTS:
        np.testing.assert_array_equal(whole.constants[name], again.constants[name])
    assert whole.implausibility.shape == (6, len(NAMES)) and whole.constants[CONSTANTS[0]].shape == (6, found.forward.counties)


def test_blocks_of_another_screening_are_refused(found, small_blocks, tmp_path):
    screen(found, 2, 3, tmp_path, quiet)
    with pytest.raises(DataError, match="holds blocks of another screening"):
        screen(found, 2, 4, tmp_path, quiet)


def test_the_correction_brings_counties_nearer_to_what_was_counted(found):
    gain, n = screening.find_gain(found), found.forward.counties
    missed = (found.forward.observed.values - found.linear.outcomes)[: 2 * n]
    predicted = missed - found.linear.slopes[: 2 * n, : 2 * n] @ (gain @ missed)
    left, changed = np.abs(predicted) / np.maximum(np.abs(missed), 1e-9), np.tile(found.forward.observed.changed, 2)
    assert np.median(left[~changed]) < 0.1 < np.median(left[changed]), "less where part of what was missed is a boundary"


@pytest.fixture
def screened(model):
    design = make_design(model, "sobol", members=512, seed=1)
    departure = design.draw().values["departure_rate"]
    implausibility = np.zeros((512, len(NAMES)))
    implausibility[:, 0] = np.abs(departure - 0.027) / 0.001
    constants = {name: np.zeros((512, 3), np.float32) for name in CONSTANTS}
    return Screened(design.draw(), implausibility, constants, 512)


def test_plausible_members_are_drawn_each_once_before_any_twice(screened):
    departure = screened.prior.values["departure_rate"]
    plausible = np.abs(departure - 0.027) <= 0.003
    found = resample(screened, 300, 7)
    drawn, times = np.unique(found.values["departure_rate"], return_counts=True)
    assert set(drawn) == set(departure[plausible]) and set(times) <= {300 // plausible.sum(), 300 // plausible.sum() + 1}
    few = resample(screened, 20, 7)
    assert few.distinct == 20 and few.plausible == plausible.sum()
    assert found.contraction["departure_rate"] == pytest.approx(1.0 - departure[plausible].std() / departure.std())
    again = resample(screened, 300, 7)
    np.testing.assert_array_equal(again.values["nest_outer"], found.values["nest_outer"])


def test_too_few_plausible_members_say_so(screened):
    screened.implausibility[:] = 4.0
    with pytest.raises(CalibrationError, match="only 0 of 512 members could be the region; screen more"):
        resample(screened, 10, 0)


def test_contraction_is_the_share_of_the_spread_that_went():
    values = np.array([-1.0, 1.0, -2.0, 2.0])
    assert contract(values, np.array([0, 1])) == pytest.approx(1.0 - 1.0 / np.sqrt(2.5))
    assert contract(values, np.arange(4)) == pytest.approx(0.0)


def test_emulator_finds_a_bent_relation_and_its_own_error(model):
    design = make_design(model, "sobol", members=1024, seed=2)
    values = design.draw().values
    scaled = make_features(design, values)[:, 1 : 1 + len(design.varied)]
    luck = np.random.default_rng(3).normal(size=(1024, 1))
    missed = 4.0 * scaled[:, [0]] - 3.0 * scaled[:, [5]] ** 2 + 0.5 * luck
    found = learn(design, values, missed)
    assert 0.45 < found.error[0] < 0.75
    exact = (np.abs(4.0 * scaled[:, 0] - 3.0 * scaled[:, 5] ** 2)) / np.sqrt(2.0 + found.error[0] ** 2)
    assert np.corrcoef(found.find_implausibility(values), exact)[0, 1] > 0.98


def test_emulator_spares_runs_of_members_that_could_not_be_the_region(found, small_blocks, monkeypatch, tmp_path):
    monkeypatch.setattr(screening, "TAUGHT", 2)
    monkeypatch.setattr(
        screening,
        "learn",
        lambda design, values, missed: SimpleNamespace(find_implausibility=lambda others: np.array([0.0, 9.0, 9.0, 0.0])),
    )
    found = screen(found, 6, 3, tmp_path, quiet)
    assert found.run == 4 and np.isinf(found.implausibility[[3, 4]]).all()
