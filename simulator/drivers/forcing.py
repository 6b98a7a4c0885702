"""Turn observed births, deaths and net migration into rates on the model's own age structure, under 2020 practice."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from simulator.drivers.sets import Forcing, VitalEvents
from simulator.errors import CalibrationError, DataError
from simulator.inputs import Inputs, State
from simulator.kernel.run import run_kernel

FLOWS = ("births", "deaths", "interprovincial_outflow")
CLOSE = 1e-11
TRIALS = 60

InputsOfYear = Callable[[State, Forcing], Inputs]


def invert_events(events: list[VitalEvents], state: State, inflow: np.ndarray, prepare: InputsOfYear) -> Forcing:
    """Find the fertility, death shock and outflow factor of each observed year, a member each.

    `state` is the start, `inflow` [member] the people who come from other provinces in a year, and `prepare` gives the
    inputs of one year from a state and a forcing. Raises DataError when no outflow above zero can explain a year, and
    CalibrationError when the search does not close.
    """
    members = len(inflow)
    rates = np.ones((members, len(FLOWS)))
    found = []
    for event in events:
        outflow = inflow - event.net_migration
        if (outflow <= 0.0).any():
            raise DataError(f"vital_events.csv: the net migration of {event.year}, {event.net_migration:+,.0f}, is more than "
                            f"the {inflow.min():,.0f} people who come from other provinces in a year; "
                            "raise interprovincial_inflow")
        wanted = np.column_stack([np.full(members, event.births), np.full(members, event.deaths), outflow])
        rates, state = find_rates(event.year, state, wanted, rates, prepare)
        found.append(rates)
    paths = np.stack(found, axis=1)
    return Forcing(tuple(event.year for event in events), paths[..., 0], paths[..., 1], paths[..., 2])


def find_rates(year: int, state: State, wanted: np.ndarray, rates: np.ndarray, prepare: InputsOfYear
               ) -> tuple[np.ndarray, State]:
    """The rates [member, flow] at which one year has the wanted flows, and the state at its end.

    Each flow is nearly in proportion to its rate, so scaling every rate by what is missing closes fast.
    """
    for _ in range(TRIALS):
        forcing = Forcing((year,), *(rates[:, [k]] for k in range(len(FLOWS))))
        outputs = run_kernel(prepare(state, forcing), FLOWS)
        flows = np.column_stack([outputs.counties[name][:, -1].sum(axis=-1) for name in FLOWS])
        missing = wanted / flows
        if np.abs(missing - 1.0).max() < CLOSE:
            return rates, outputs.state
        rates = rates * missing
    raise CalibrationError(f"no rates reproduce the births, deaths and net migration of {year} to one part in "
                           f"{1 / CLOSE:.0e}; check vital_events.csv")
