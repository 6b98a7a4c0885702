"""What a run is given: drivers, initial state, calibration file and the status of parameters."""
