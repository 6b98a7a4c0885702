"""Screen a large prior by the decade: which members could be the region, each with county constants after one correction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from simulator.batch.chunk_summary import read_arrays
from simulator.batch.provenance import find_provenance
from simulator.batch.spec import compare_settings, show
from simulator.calibration.emulator import learn
from simulator.calibration.fit import Fit
from simulator.calibration.hindcast_period import BLOCK, CONSTANTS, begin, correct_forcing, run, share_forcing
from simulator.calibration.observed import RECORD, STATUS_ERRORS, Observed, tell_outcomes
from simulator.kernel.inputs import Arrays
from simulator.kernel.run import Outputs, count_threads
from simulator.language.errors import DataError
from simulator.run.event_inversion import FLOWS
from simulator.sampling import Design, Members, make_design
from simulator.system.atomic import atomic_file

CUT = 3.0  # implausibility beyond which a member could not be the region (Pukelsheim 1994)
EARLY_CUT = 2.0 * CUT  # before the county constants are corrected
INCOME_ERROR = 0.03  # of the mean log of incomes over the decade; assumed
GROWTH_ERROR = 0.02  # of next year's growth against that of the last five years before 2020; assumed
COUNTY_DISCREPANCY = 0.02  # of a county's towns and villages over its people of 2010 that one correction leaves; assumed
GROWTH_YEARS = (2014, 2019)
TAUGHT = 768  # members that are run whatever they are, and teach the emulator
NAMES = (
    "urban_share",
    *(f"{status}_share" for status in STATUS_ERRORS),
    "outflow_factor",
    "urban_income",
    "rural_income",
    "urban_growth",
    "rural_growth",
    "counties",
)


@dataclass(frozen=True, eq=False)
class Screened:
    """What is known of every member of the prior: implausibilities [member, name] (infinite where dropped early) and the
    members' county constants [member, county] (zero where dropped); and how many were run."""

    prior: Members
    implausibility: np.ndarray
    constants: Arrays
    run: int


def screen(found: Fit, members: int, seed: int, folder: Path, report: Callable[[str, int, int], None]) -> Screened:
    """Screen all members of a Sobol prior: the first ones by runs, the others by what these taught, and by runs where that leaves
    them plausible. Blocks are kept in a folder, so that a screening that was stopped goes on where it stood."""
    design = make_design(found.forward.period.model, "sobol", members=members, seed=seed)
    open_folder(folder, found, design)
    prior = design.draw()
    gain, first = find_gain(found), np.arange(min(TAUGHT, members))
    blocks = run_all(found, gain, prior, first, folder, "screening by runs", report)
    taught = learn(design, pick(prior, first).values, np.concatenate([block["missed"] for block in blocks]))
    others = np.arange(len(first), members)
    hopeful = others[taught.find_implausibility(pick(prior, others).values) <= CUT] if len(others) else others
    blocks += run_all(found, gain, prior, hopeful, folder, "screening what is left", report)
    ids = np.concatenate([first, hopeful])
    implausibility = np.full((members, len(NAMES)), np.inf)
    implausibility[ids] = np.concatenate([block["implausibility"] for block in blocks])
    constants = {name: np.zeros((members, found.forward.counties), np.float32) for name in CONSTANTS}
    for name, value in constants.items():
        value[ids] = np.concatenate([block[name] for block in blocks])
    return Screened(prior, implausibility, constants, len(ids))


def run_all(
    found: Fit, gain: np.ndarray, prior: Members, ids: np.ndarray, folder: Path, stage: str, report: Callable[[str, int, int], None]
) -> list[dict[str, np.ndarray]]:
    """Run some members in blocks, as many at a time as there are processors; blocks that are there
    already, and whole, are not run again."""
    blocks = [ids[first : first + BLOCK] for first in range(0, len(ids), BLOCK)]
    missing = [block for block in blocks if read_arrays(name_block(folder, block)) is None]
    done = len(blocks) - len(missing)
    report(stage, done, len(blocks))
    with ThreadPoolExecutor(count_threads()) as pool:
        waiting = [pool.submit(screen_block, found, gain, pick(prior, block), name_block(folder, block)) for block in missing]
        try:
            for future in as_completed(waiting):
                future.result()
                done += 1
                report(stage, done, len(blocks))
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    return [dict(np.load(name_block(folder, block))) for block in blocks]


def open_folder(folder: Path, found: Fit, design: Design) -> None:
    """Make the folder of blocks, or make sure that it belongs to this very screening."""
    mark = hashlib.sha256(found.linear.point.tobytes() + found.linear.slopes.tobytes()).hexdigest()
    period = found.forward.period
    provenance = find_provenance(period.model, None)
    settings = {"fit": mark, "members": design.size, "seed": design.seed, "steps": period.steps, "provenance": provenance}
    path = folder / "screening.json"
    folder.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        with atomic_file(path, "w") as file:
            file.write(json.dumps(settings) + "\n")
        return
    try:
        before = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise DataError(f"{path}: cannot be read; remove {folder} and screen anew") from None
    for name, was, now in compare_settings(before, settings):
        raise DataError(
            f"{folder}: holds blocks of another screening, as {name} was {show(was)} and is {show(now)}; name a new folder, or "
            "remove it first"
        )


def name_block(folder: Path, ids: np.ndarray) -> Path:
    """The file of the block that begins with the first of these members."""
    return folder / f"block-{ids[0]:07d}.npz"


def find_gain(found: Fit) -> np.ndarray:
    """How county constants answer to what counties missed [constant, missed]: the linear fit with the parameters held."""
    forward, n = found.forward, 2 * found.forward.counties
    slopes, weight = found.linear.slopes[:n, :n], 1.0 / forward.observed.errors[:n] ** 2
    return np.linalg.solve(slopes.T @ (weight[:, None] * slopes) + found.precision[:n, :n], slopes.T * weight)


def screen_block(found: Fit, gain: np.ndarray, members: Members, path: Path) -> None:
    """Screen one block and keep what was found."""
    forward, period, n = found.forward, found.forward.period, found.forward.counties
    count = len(members)
    constants = {name: np.repeat(value, count, axis=0) for name, value in forward.split(found.linear.point[None]).items()}
    start = begin(period, members, constants)
    forcing = share_forcing(found.forcing, count)
    outputs = run(period, start, forcing, (*RECORD, *FLOWS))
    forcing = correct_forcing(period, start, forcing, outputs)
    outcomes = tell_outcomes(forward.observed, outputs, forcing.outflow_factor, -1)
    missed_region = miss_region(forward.observed, outcomes)
    early = np.abs(missed_region).max(axis=1) <= EARLY_CUT
    implausibility = np.full((count, len(NAMES)), np.inf)
    missed = forward.observed.values[: 2 * n] - outcomes[:, : 2 * n]
    answer = missed @ gain.T
    villagers = period.people["residents"][..., 0].sum(axis=(1, 2))
    # The mean over counties is left to the parameters, which would tell nothing otherwise.
    shift = {
        "destination_appeal": answer[:, :n] - answer[:, :n].mean(axis=1, keepdims=True),
        "origin_push": answer[:, n:] - (answer[:, n:] @ villagers / villagers.sum())[:, None],
    }
    constants = {name: value + shift[name] for name, value in constants.items()}
    if early.any():
        kept = np.flatnonzero(early)
        chosen = pick(members, kept)
        start = begin(period, chosen, {name: value[kept] for name, value in constants.items()})
        own = type(forcing)(forcing.years, *(getattr(forcing, rate)[kept] for rate in forcing.RATES))
        outputs = run(period, start, own, (*RECORD, *FLOWS), period.region.reference_year + 1)
        own = correct_forcing(period, start, own, outputs)
        outcomes = tell_outcomes(forward.observed, outputs, own.outflow_factor, -2)
        implausibility[kept] = np.column_stack(
            [
                np.abs(miss_region(forward.observed, outcomes)),
                measure_growth(found, outputs),
                measure_counties(forward.observed, outcomes),
            ]
        )
    saved = {name: np.where(early[:, None], value, 0.0).astype(np.float32) for name, value in constants.items()}
    with atomic_file(path) as file:
        np.savez(file, implausibility=implausibility, missed=missed_region, **saved)


def pick(members: Members, kept: np.ndarray) -> Members:
    """Some members."""
    return Members(
        members.design, members.ids[kept], members.seeds[kept], {name: value[kept] for name, value in members.values.items()}
    )


def miss_region(observed: Observed, outcomes: np.ndarray) -> np.ndarray:
    """What was missed of the region as a whole, in errors of the observations [member, name]."""
    n = 2 * observed.counties
    shares = slice(n, n + len(STATUS_ERRORS) + 2)
    miss = (outcomes[:, shares] - observed.values[shares]) / observed.errors[shares]
    incomes = outcomes[:, shares.stop :] - observed.values[shares.stop :]
    kinds = observed.incomes["kind"].to_numpy()
    means = [incomes[:, kinds == kind].mean(axis=1) / INCOME_ERROR for kind in ("urban", "rural")]
    return np.column_stack([miss, *means])


def measure_growth(found: Fit, outputs: Outputs) -> np.ndarray:
    """Implausibilities of the growth of incomes in the year after 2020, against what it was before [member, kind]."""
    incomes, measured = found.forward.observed.incomes, []
    for kind in ("urban", "rural"):
        nominal = np.log(outputs.region[f"mean_{kind}_income"] * outputs.region["consumer_price_index"])
        known = incomes[incomes["kind"] == kind].set_index("year")["value"]
        before = np.log(known[GROWTH_YEARS[1]] / known[GROWTH_YEARS[0]]) / (GROWTH_YEARS[1] - GROWTH_YEARS[0])
        measured.append(np.abs(nominal[:, -1] - nominal[:, -2] - before) / GROWTH_ERROR)
    return np.column_stack(measured)


def measure_counties(observed: Observed, outcomes: np.ndarray) -> np.ndarray:
    """Implausibility of what the correction left in counties whose boundaries stood still [member]."""
    n = observed.counties
    still = np.concatenate([~observed.changed, ~observed.changed])
    missed = (outcomes[:, : 2 * n] - observed.values[: 2 * n])[:, still]
    return np.sqrt((missed**2).mean(axis=1)) / COUNTY_DISCREPANCY
