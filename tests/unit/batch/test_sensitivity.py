"""What outputs hang on, found for functions whose answer is known."""

import numpy as np
import pytest
from SALib.analyze import sobol
from SALib.test_functions import Ishigami

from simulator.batch.sensitivity import measure_sensitivity
from simulator.language.errors import ScenarioError
from simulator.sampling import make_design
from simulator.sampling.designs import unite

FEW = ["departure_rate", "time_friction", "nest_outer"]


def bend(design):
    """The Ishigami function of three things that vary, and a line in the first two."""
    shares = design.shares(0, design.size)
    return np.column_stack([Ishigami.evaluate(np.pi * (2.0 * shares - 1.0)), 3.0 * shares[:, 0] - shares[:, 1]])


def test_indices_are_those_of_salib_for_every_output(model):
    design = make_design(model, "saltelli", 5 * 1024, seed=4, vary=FEW)
    outputs = bend(design)
    found = measure_sensitivity(design, outputs, ["bend", "line"])
    for number, name in enumerate(["bend", "line"]):
        own = found[found["output"] == name]
        reference = sobol.analyze(unite(design.varied), outputs[:, number], calc_second_order=False, seed=5)
        for column, key in {"first": "S1", "total": "ST", "first_confidence": "S1_conf", "total_confidence": "ST_conf"}.items():
            np.testing.assert_allclose(own[column], reference[key], rtol=1e-7, atol=1e-9, err_msg=f"{name} {column}")
    bent = found[found["output"] == "bend"]
    np.testing.assert_allclose(bent["first"], [0.3139, 0.4424, 0.0], atol=0.05)
    np.testing.assert_allclose(bent["total"], [0.5576, 0.4424, 0.2437], atol=0.05)
    np.testing.assert_allclose(found[found["output"] == "line"]["first"], [0.9, 0.1, 0.0], atol=0.02)


def test_elementary_effects_of_a_line_are_its_slopes(model):
    design = make_design(model, "morris", 80, seed=4, vary=FEW)
    found = measure_sensitivity(design, bend(design)[:, 1:], ["line"])
    np.testing.assert_allclose(found["mean"], [3.0, -1.0, 0.0], atol=1e-9)
    np.testing.assert_allclose(found["strength"], [3.0, 1.0, 0.0], atol=1e-9)
    np.testing.assert_allclose(found["deviation"], 0.0, atol=1e-9)


def test_a_design_or_an_output_that_tells_nothing_is_refused(model):
    with pytest.raises(ScenarioError, match="ensemble=prior tells no sensitivity; write ensemble=morris"):
        measure_sensitivity(make_design(model, "prior", 8, vary=FEW), np.zeros((8, 1)), ["births"])
    design = make_design(model, "morris", 80, vary=FEW)
    with pytest.raises(ScenarioError, match="'births' is missing in some members"):
        measure_sensitivity(design, np.full((80, 1), np.nan), ["births"])


def test_an_output_that_never_changes_hangs_on_nothing(model):
    design = make_design(model, "saltelli", 80, vary=FEW)
    found = measure_sensitivity(design, np.full((80, 1), 3.0), ["constant"])
    assert (found[["first", "total", "first_confidence", "total_confidence"]] == 0.0).all(axis=None)
