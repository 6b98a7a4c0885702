"""Turn observed births, deaths and net migration into rates on the model's own age structure, under 2020 practice."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from simulator.inputs.drivers.sets import Forcing, VitalEvents
from simulator.kernel.inputs import Inputs, State
from simulator.kernel.run import run_kernel
from simulator.language.errors import CalibrationError, DataError

FLOWS = ("births", "deaths", "interprovincial_outflow")
CLOSE = 1e-9
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
    # Nearly, each flow goes with its own rate.
    slopes = np.tile(np.eye(len(FLOWS)), (members, 1, 1))
    found, before = [], None
    for event in events:
        outflow = inflow - event.net_migration
        if (outflow <= 0.0).any():
            raise DataError(
                f"vital_events.csv: the net migration of {event.year}, {event.net_migration:+,.0f}, is more than "
                f"the {inflow.min():,.0f} people who come from other provinces in a year; "
                "raise interprovincial_inflow"
            )
        wanted = np.column_stack([np.full(members, event.births), np.full(members, event.deaths), outflow])
        if before is not None:
            # Rates are first taken to change as what is wanted of them does.
            rates = rates * np.exp(apply(slopes, np.log(wanted / before)))
        rates, slopes, state = find_rates(event.year, state, wanted, (rates, slopes), prepare)
        found.append(rates)
        before = wanted
    paths = np.stack(found, axis=1)
    return Forcing(tuple(event.year for event in events), paths[..., 0], paths[..., 1], paths[..., 2])


def find_rates(
    year: int, state: State, wanted: np.ndarray, guess: tuple[np.ndarray, np.ndarray], prepare: InputsOfYear
) -> tuple[np.ndarray, np.ndarray, State]:
    """The rates [member, flow] at which one year has the wanted flows, how they go together, and the state at its end.

    The guess of both is made of the year before. How rates [member, rate, flow] go with flows, both in logs, is learnt from
    step to step, for each member by itself (Broyden 1965). A member whose flows close is left alone, so that its last digits do
    not depend on its company.
    """
    rates, slopes = guess
    step, before = np.zeros_like(rates), np.zeros_like(rates)
    for trial in range(TRIALS):
        forcing = Forcing((year,), *(rates[:, [k]] for k in range(len(FLOWS))))
        outputs = run_kernel(prepare(state, forcing), FLOWS)
        missing = wanted / np.column_stack([outputs.counties[name][:, -1].sum(axis=-1) for name in FLOWS])
        opened = np.abs(missing - 1.0).max(axis=1) >= CLOSE
        if not opened.any():
            return rates, slopes, outputs.state
        # The next trial uses its memory.
        del outputs
        with np.errstate(all="ignore"):
            missing = np.log(missing)
            if trial:
                slopes = np.where(opened[:, None, None], learn(slopes, step, before - missing), slopes)
            step, before = np.where(opened[:, None], apply(slopes, missing), 0.0), missing
            rates = rates * np.exp(step)
    raise CalibrationError(
        f"no rates reproduce the births, deaths and net migration of {year} to one part in {1 / CLOSE:.0e}; check vital_events.csv"
    )


def apply(slopes: np.ndarray, change: np.ndarray) -> np.ndarray:
    """The change of rates that goes with one of flows, both in logs [member, flow]."""
    return (slopes * change[:, None, :]).sum(axis=-1)


def learn(slopes: np.ndarray, step: np.ndarray, gained: np.ndarray) -> np.ndarray:
    """Slopes [member, rate, flow] that agree with what the last step of the rates gained in flows."""
    back = (step[:, :, None] * slopes).sum(axis=1)
    scale = (back * gained).sum(axis=-1)[:, None, None]
    return slopes + (step - apply(slopes, gained))[:, :, None] * back[:, None, :] / scale
