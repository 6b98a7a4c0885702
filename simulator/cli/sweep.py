"""A study of many members, run in blocks: its specification from the options, and its folder when it is done."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pandas as pd
from rich.console import Console

from simulator.batch.chunk import Setting, open_setting
from simulator.batch.merge import MERGED, Merged
from simulator.batch.provenance import find_provenance
from simulator.batch.runner import run_study
from simulator.batch.selection import Selection, select
from simulator.batch.spec import BatchSpec
from simulator.batch.store import drop_results
from simulator.batch.tables import tabulate_chances, tabulate_histograms, tabulate_spread
from simulator.batch.verify import MANIFEST, digest_file, list_tables, verify_finished, verify_stores
from simulator.cli.executions import choose_execution
from simulator.cli.jobs import Job
from simulator.cli.manifest import NOT_RECORDED
from simulator.cli.members import choose_design
from simulator.cli.output_folder import choose_folder
from simulator.cli.progress import show_members
from simulator.cli.region import load_once
from simulator.cli.scenario_grid import expand_scenarios, tabulate
from simulator.indicators.definitions import find_definition
from simulator.indicators.targets import list_units
from simulator.inputs.region_inputs import load_region_inputs
from simulator.run.fingerprint import find_warning
from simulator.run.results import find_version, load_labels
from simulator.run.setup import load_model
from simulator.sampling import Design
from simulator.system.atomic import atomic_file
from simulator.system.csv_file import write_csv


def make_spec(job: Job, design: Design) -> tuple[BatchSpec, Setting]:
    """The specification of a job, and the setting in which it runs."""
    options, model, region = job.options, load_model(), load_once(job.options.region)
    region_inputs, record = load_region_inputs(model, region), options.record
    scenarios = expand_scenarios(model, options, job.scenarios)
    selection = select(region_inputs, model, record.variables, record.levels, record.years, options.last_year)
    here = Path(options.region)
    spec = BatchSpec(
        region_path=str(here.resolve()) if here.is_dir() else options.region,
        region=region.name,
        data=region.digest,
        scenarios=[each.model_dump(mode="json", exclude_defaults=True) for each in scenarios],
        drivers=[options.drivers or each.drivers for each in scenarios],
        design={
            "kind": design.kind,
            "seed": design.seed,
            "varied": [[v.name, v.low, v.high, v.distribution] for v in design.varied],
            "digest": design.digest,
        },
        members=design.size,
        parameters=options.parameters,
        extrapolate=options.extrapolate,
        steps=options.steps,
        engine=options.engine,
        last_year=options.last_year,
        variables={level: list(names) for level, names in selection.names.items()},
        years=list(selection.years),
        keep=record.paths,
        quantiles=record.quantiles,
        reference=record.reference,
        provenance=find_provenance(model, region_inputs.calibration),
        overrides=list(job.overrides),
        labels=label(selection),
    )
    return spec, Setting(Path(), spec, region_inputs, scenarios, selection)


def label(selection: Selection) -> dict[str, dict[str, str]]:
    """Unit and description in both languages of every variable that is kept."""
    model, units, chinese = selection.model, list_units(selection.model), load_labels()
    told = {}
    for name in dict.fromkeys(name for names in selection.names.values() for name in names):
        variable = model.variables.get(name)
        indicator = find_definition(name)
        words = indicator.title if indicator else (variable.description.rstrip(".") if variable else name, chinese.get(name, ""))
        told[name] = {"units": units.get(name) or str(variable.unit), "long_name": words[0], "long_name_zh": words[1]}
    return told


def run_members(job: Job, console: Console) -> tuple[Path, Setting, Merged]:
    """Run the members of a job that are not done yet; gives the folder, the setting and the merged summaries."""
    options, design = job.options, choose_design(job.options)
    folder = choose_folder(options.out)
    spec, setting = make_spec(job, design)
    with show_members(console, folder) as tell:
        try:
            merged = run_study(
                spec, design, folder, choose_execution(options.execution, folder), options.execution.block, tell, lambda: setting
            )
        except KeyboardInterrupt:
            raise KeyboardInterrupt(
                f"stopped; what is done is kept in {folder}, and the same command with out={folder} goes on from there"
            ) from None
    return folder, open_setting(str(folder.absolute()), spec.digest), merged


def run_sweep(job: Job, console: Console) -> tuple[Path, Setting, Merged]:
    """Run scenarios, or variants of them, for all members, and write the stores, the tables and the manifest; gives the folder,
    the setting and the merged summaries."""
    began = time.monotonic()
    folder, setting, merged = run_members(job, console)
    verify_stores(setting, merged)
    if (folder / MANIFEST).exists():
        verify_finished(setting, merged)
    else:
        tables = tabulate_spread(setting, merged) | tabulate_chances(setting, merged)
        tables |= {
            "histograms": tabulate_histograms(setting, merged),
            "scenarios": pd.DataFrame(tabulate(setting.scenarios, job.options)),
        }
        write_tables(tables, folder, bool(setting.region_inputs.region.synthetic))
        if not setting.spec.keep:
            drop_results(folder)
        write_manifest(job, setting, merged, time.monotonic() - began)
    print_sweep(console, folder, setting)
    return folder, setting, merged


def write_tables(tables: dict[str, pd.DataFrame], folder: Path, synthetic: bool) -> None:
    """Write tables as CSV, each whole or not at all; numbers of a made-up region say so in every row."""
    for name, table in tables.items():
        with atomic_file(folder / f"{name}.csv", "w") as file:
            write_csv(table.assign(synthetic=True) if synthetic else table, file, index=False, float_format="%.10g")


def write_manifest(job: Job, setting: Setting, merged: Merged, seconds: float) -> None:
    """Say what was run, with what, and the digest of all values in the order of the members."""
    spec = setting.spec
    manifest = {
        "simulator": find_version(),
        "overrides": spec.overrides,
        "study_digest": spec.digest,
        "calibration_warning": find_warning(setting.selection.model, setting.region_inputs),
        "settings": spec.settings,
        "options": job.options.model_dump(mode="json", exclude=NOT_RECORDED),
        "seconds": round(seconds, 2),
        "values_digest": merged.digest,
        "tables": {path.name: digest_file(path) for path in [*list_tables(setting.folder), setting.folder / MERGED]},
    }
    with atomic_file(setting.folder / MANIFEST, "w") as file:
        file.write(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")


def print_sweep(console: Console, folder: Path, setting: Setting) -> None:
    """Say how likely the targets are met by each scenario, and where the rest is."""
    spec = setting.spec
    console.print(
        f"{spec.members:,} members of {len(spec.scenarios)} scenarios; {setting.region_inputs.region.title['en']}, to {spec.last_year}",
        highlight=False,
        soft_wrap=True,
    )
    path = folder / "targets.csv"
    if path.exists():
        chances = pd.read_csv(path)
        for scenario in spec.names[:20]:
            told = chances[chances["scenario"] == scenario]
            words = ", ".join(f"{row['code']} {row['probability']:.0%}" for _, row in told.iterrows())
            console.print(f"{scenario}: targets met by {words} of members", highlight=False, soft_wrap=True, markup=False)
    warning = find_warning(setting.selection.model, setting.region_inputs)
    if warning:
        console.print(f"Warning: {warning}", highlight=False, soft_wrap=True, markup=False)
    console.print(f"Written to {folder}", highlight=False, soft_wrap=True, markup=False)
