"""Run one block of members and write its chunks: values into the Zarr store, then the summary of each chunk as its completion mark."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from simulator.batch.chunk_summary import save_chunk, summarize
from simulator.batch.provenance import find_provenance
from simulator.batch.selection import Selection
from simulator.batch.spec import BatchSpec, load_spec, show
from simulator.batch.store import read_members, write_results
from simulator.inputs.region_inputs import RegionInputs, load_region_inputs
from simulator.language.errors import DataError
from simulator.region.region import load_region
from simulator.run.block import prepare_block, run_block
from simulator.run.setup import RunSetup, load_model
from simulator.sampling.calibrated_members import fix_fitted, restore_constants
from simulator.sampling.members import Members, tell_members
from simulator.sampling.overrides import override
from simulator.scenario import Scenario, check_scenario

# Values of all members that take a gigabyte of the disk, and so can be kept until quantiles are found.
SMALL = 1 << 27


@dataclass(frozen=True, eq=False)
class Setting:
    """What all blocks of a study share: its specification, the inputs of the region, the scenarios and what is kept."""

    folder: Path
    spec: BatchSpec
    region_inputs: RegionInputs
    scenarios: list[Scenario]
    selection: Selection

    @property
    def exact(self) -> bool:
        """Whether the results are in the store, so that quantiles can be exact."""
        return self.spec.keep or is_small(self.spec, self.selection)

    def tell(self, members: Members) -> RunSetup:
        """The study of these members."""
        model, spec = load_model(), self.spec
        calibration = self.region_inputs.calibration
        parameters, baseline, lever_targets = tell_members(model, restore_constants(calibration, members))
        fixed = override(model, parameters, fix_fitted(calibration, members.values, spec.parameters), spec.extrapolate)
        return RunSetup(model, self.region_inputs, fixed, baseline, spec.steps, spec.last_year, lever_targets)


def is_small(spec: BatchSpec, selection: Selection) -> bool:
    """Whether all values can be kept for a while even where only their reductions are wanted."""
    each = sum(len(names) * np.prod(selection.shape(level)) for level, names in selection.names.items())
    return spec.members * len(spec.scenarios) * each <= SMALL


@functools.lru_cache(maxsize=2)
def open_setting(folder: str, digest: str) -> Setting:
    """The setting of the study in a folder, read once in a process."""
    model, spec = load_model(), load_spec(Path(folder))
    if spec.digest != digest:
        raise DataError(f"{folder}: its study changed while it was run; run the command again")
    region = load_region(spec.region_path)
    if region.digest != spec.data:
        raise DataError(
            f"region '{spec.region_path}': its tables changed since the study began; restore them, or name a new folder"
        )
    region_inputs = load_region_inputs(model, region)
    check_provenance(spec, find_provenance(model, region_inputs.calibration), folder)
    scenarios = [
        check_scenario({key: value for key, value in each.items() if key != "name"}, each["name"], each["name"], model)
        for each in spec.scenarios
    ]
    names = {level: tuple(chosen) for level, chosen in spec.variables.items()}
    return Setting(
        Path(folder), spec, region_inputs, scenarios, Selection(model, region_inputs, names, tuple(spec.years), spec.last_year)
    )


def check_provenance(spec: BatchSpec, now: dict[str, str], folder: str) -> None:
    """Refuse to run blocks with other code, calibration or processor than the study began with. Raises DataError that names it."""
    for name, before in spec.provenance.items():
        if now.get(name) != before:
            raise DataError(
                f"{folder}: holds a study with other settings, as {name} was {show(before)} and is {show(now.get(name))}; "
                "run it as it was, or name a new folder"
            )


def run_chunks(folder: str, digest: str, first_chunk: int, last_chunk: int) -> tuple[int, int]:
    """Run the members of a range of chunks together and write their values and summaries; returns the range."""
    setting = open_setting(folder, digest)
    spec, selection = setting.spec, setting.selection
    first, last = spec.bounds(first_chunk, last_chunk)
    part = setting.tell(read_members(setting.folder, spec.design["kind"], first, last))
    start = prepare_block(part, setting.scenarios, spec.drivers)
    measured = run_block(
        part,
        start,
        setting.scenarios,
        spec.drivers,
        selection.record,
        lambda _, outputs: selection.measure(outputs),
        engine=spec.engine,
        first_member=first,
    )
    values, due = zip(*measured, strict=True)
    write_block(
        setting,
        first_chunk,
        last_chunk,
        {level: np.stack([each[level] for each in values], axis=1) for level in values[0]},
        {name: np.stack([each[name] for each in due]) for name in due[0]},
    )
    return first_chunk, last_chunk


def run_ranges(ranges: Sequence[tuple[str, str, int, int]]) -> None:
    """Run several ranges of chunks in turn."""
    for chunk_range in ranges:
        run_chunks(*chunk_range)


def write_block(
    setting: Setting, first_chunk: int, last_chunk: int, values: dict[str, np.ndarray], due: dict[str, np.ndarray]
) -> None:
    """Write the values [name, scenario, member, year, place] of a block by level, then the summary of each chunk."""
    spec, selection = setting.spec, setting.selection
    begin, _ = spec.bounds(first_chunk, last_chunk)
    if setting.exact:
        write_results(setting.folder, selection, values, begin)
    for number in range(first_chunk, last_chunk):
        first, last = spec.bounds(number, number + 1)
        own = slice(first - begin, last - begin)
        chunk = summarize(
            spec,
            {level: value[:, :, own] for level, value in values.items()},
            {name: value[:, own] for name, value in due.items()},
            selection.targets,
            selection.all_years,
            setting.exact,
        )
        save_chunk(setting.folder, number, chunk, spec.digest)
