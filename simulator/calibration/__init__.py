"""Fit the model to the decade between two censuses, constrain an ensemble by it, and say what it knows."""

from simulator.inputs.calibration_file import Calibration, find_calibration, load_calibration, save_calibration

__all__ = ["Calibration", "find_calibration", "load_calibration", "save_calibration"]
