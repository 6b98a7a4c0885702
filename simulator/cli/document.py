"""Write the equations document: HTML and Markdown with every equation, number and feedback loop of the model."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
from rich.console import Console

from simulator.cli.jobs import Job
from simulator.cli.output_folder import choose_folder, open_output_folder
from simulator.cli.region import load_once
from simulator.documentation.document import Document, Told, write_document
from simulator.documentation.influence import Influences, find_influences
from simulator.documentation.naming import Names
from simulator.documentation.schedules import list_by_age, list_constants, list_curves, say_travel
from simulator.documentation.states import COUNTIES, take_states
from simulator.documentation.tables import SWITCH
from simulator.indicators.definitions import list_definitions
from simulator.indicators.targets import describe_targets, list_units, read_targets
from simulator.inputs.parameter_status import tell_status
from simulator.inputs.region_inputs import RegionInputs, load_region_inputs
from simulator.model.graph import Model
from simulator.region.region import Region
from simulator.run.block import find_block_start
from simulator.run.results import load_labels
from simulator.run.setup import RunSetup, load_model
from simulator.sampling import draw_members
from simulator.scenario import load_scenario

# The signs of influences are looked up on the way of this pathway, in which levers move and money is short somewhere, at the
# end of some of its first years.
PATHWAY, YEARS, STEPS = "plan", (2022, 2024), 4


def document(job: Job, console: Console) -> Path:
    """Write the document of the model in a new folder; give its path."""
    folder = choose_folder(job.options.out)
    began = time.monotonic()
    with open_output_folder(folder) as draft:
        for name, content in write_document(make_document(job.options.region)).items():
            file = draft / name
            file.parent.mkdir(exist_ok=True)
            file.write_text(content, encoding="utf-8")
    took = time.monotonic() - began
    console.print(f"{folder / 'document.html'} and document.md, in {took:.1f} s", highlight=False, soft_wrap=True)
    return folder


def make_document(region: str) -> Document:
    """The document of the model, with the signs of causal links evaluated in this region."""
    model, region_inputs = load_model(), load_region_inputs(load_model(), load_once(region))
    states = (
        f"looked up in {min(COUNTIES, len(region_inputs.counties))} counties of {region_inputs.region.title['en']} at the end of "
        f"{' and '.join(map(str, YEARS))} on the pathway '{PATHWAY}', parameters at their default"
    )
    return Document(
        model,
        look_up(model, region_inputs, switched=False),
        look_up(model, region_inputs, switched=True),
        Told(
            load_labels(),
            tell_columns(model, region_inputs.region),
            states,
            tell_indicators(model),
            list_curves(Names(model)),
            list_constants(),
            list_by_age(model, region_inputs.arrays),
            say_travel(),
            describe_targets(read_targets(region_inputs.region, model)),
            {v.name: tell_status(v, region_inputs.calibration) for v in model.of_kind("parameter") if v.prior_low is not None},
        ),
    )


def tell_indicators(model: Model) -> list[dict[str, object]]:
    """How every indicator is made, with its Chinese name and its unit."""
    units, services = list_units(model), [v.element for v in model.variables.values() if v.family == "load"]
    return [
        {
            "name": each.name,
            "how": each.how,
            "sources": each.families,
            "unit": units[each.name.replace("*", services[0])],
            "label": each.title[1],
        }
        for each in list_definitions()
    ]


def look_up(model: Model, region_inputs: RegionInputs, switched: bool) -> Influences:
    """The signs of all causal links, with the mechanisms of the second stage on or off."""
    parameters, baseline = draw_members(model, None, 0)
    if switched:
        parameters = {name: np.ones_like(value) if name.endswith(SWITCH) else value for name, value in parameters.items()}
    setup = RunSetup(model, region_inputs, parameters, baseline, STEPS, YEARS[-1])
    references, state = find_block_start(setup)
    states = take_states(setup.inputs(load_scenario(PATHWAY, model), state, YEARS[-1], None, references))
    return find_influences(model, [states[year] for year in YEARS])


def tell_columns(model: Model, region: Region) -> dict[str, str]:
    """What the tables of a region say of where the columns come from that the drivers are."""
    titles = region.table("sources").set_index("source")["title"].to_dict()
    told = {}
    for driver in (v for v in model.of_kind("driver") if v.column):
        table, _, column = driver.column.partition(".")
        if table == "province":
            rows = region.table("province").query("name == @column and year == @region.reference_year")
            row = rows.rename(columns={"note": "method"}).iloc[0].to_dict()
        else:
            row = region.provenance(table, column)
        names = ", ".join(titles.get(each, each) for each in str(row["source"]).split(";"))
        told[driver.name] = f"{row['status']}: {row['method']} ({names})"
    return told
