"""Results with labels: dimensions scenario, member, year, county, in this order, and for each variable its unit and words."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

import numpy as np
import pandas as pd
import xarray as xr

from simulator.inputs.calibration_file import Calibration
from simulator.inputs.parameter_status import tell_status
from simulator.kernel.run import Outputs
from simulator.language.dimensions import AGES, SEXES, STATUSES
from simulator.model.graph import LEVERS, Model
from simulator.run.fingerprint import STALE_ZH, find_warning
from simulator.run.setup import RunSetup, load_model
from simulator.sampling.designs import Design
from simulator.scenario import Scenario, count_moved
from simulator.system.resources import PACKAGE

PLACE = ("name", "name_en", "city", "circle", "county_class")
POINT = "year: point (31 December)"
SUM, MEAN = "year: sum (1 January to 31 December)", "year: mean (1 January to 31 December)"
PROVENANCE = {"lever": "scenario", "shock": "scenario", "driver": "driver set"}
SWITCH = "_switch"
# What the members of each design are.
TOLD = {
    "single": "default parameters",
    "prior": "draws from the prior ranges",
    "posterior": "draws from the calibrated posterior",
    "lhs": "a Latin hypercube of the prior ranges",
    "sobol": "a scrambled Sobol sequence in the prior ranges",
    "morris": "Morris trajectories through the prior ranges",
    "saltelli": "Saltelli's rows for Sobol indices",
    "file": "members of a table",
}


def read_labels() -> dict[str, str]:
    """The rows of labels_zh.csv: labels of variables, of families, and of what a family stands for ('service.school')."""
    return pd.read_csv(PACKAGE / "language" / "labels_zh.csv", index_col="name")["label"].to_dict()


@functools.cache
def load_labels() -> dict[str, str]:
    """The Chinese label of every variable; that of a member of a family is made of the family's and its element's."""
    rows, variables = read_labels(), load_model().variables
    elements = {name.partition(".")[2]: label for name, label in rows.items() if "." in name}
    members = {
        v.name: f"{rows[v.family]}（{elements[v.element]}）"
        for v in variables.values()
        if v.family in rows and v.element in elements
    }
    return members | {name: label for name, label in rows.items() if name in variables}


def find_version() -> str:
    """The version of the installed package, or the word for a checkout that is not installed."""
    try:
        return version("urbanization-simulator")
    except PackageNotFoundError:
        return "not installed"


def label_results(
    setup: RunSetup,
    scenarios: Sequence[Scenario],
    sets: Sequence[str],
    runs: list[list[Outputs]],
    *,
    design: Design,
    first_year: int,
) -> xr.Dataset:
    """One dataset of all scenarios and blocks of members; flows of the start year and what is told of people are missing
    where there are none."""
    model, region_inputs = setup.model, setup.region_inputs

    def gather(part: str, name: str) -> np.ndarray:
        return np.stack([np.concatenate([getattr(block, part)[name] for block in blocks]) for blocks in runs])

    dims = ("scenario", "member", "year")
    variables = {}
    for name in runs[0][0].counties:
        variables[name] = ((*dims, "county"), gather("counties", name))
    for name in runs[0][0].region:
        variables[name] = (dims, gather("region", name))
    for name in runs[0][0].cohorts:
        variables[name] = ((*dims, "county", "sex", "age", "status"), gather("cohorts", name))
    coords = {
        "scenario": [each.name for each in scenarios],
        "member": np.arange(setup.members),
        "year": np.arange(first_year, setup.last_year + 1),
        "county": region_inputs.counties.index.to_numpy(str),
    }
    if runs[0][0].cohorts:
        coords |= {"sex": list(SEXES), "age": list(AGES), "status": list(STATUSES)}
    coords |= {name: ("county", region_inputs.counties[name].to_numpy(str)) for name in PLACE}
    coords |= {name: ("county", region_inputs.counties[name].to_numpy(float)) for name in ("longitude", "latitude")}
    results = xr.Dataset(variables, coords)
    results = hide_undefined(results, model)
    for name in variables:
        results[name].attrs = describe_variable(model, name)
    describe_axes(results)
    results.attrs = describe_run(setup, scenarios, sets, design)
    return results


def hide_undefined(results: xr.Dataset, model: Model) -> xr.Dataset:
    """Leave out what has no meaning where nobody is, such as the rural values of a county without villagers."""
    for name, people in model.undefined.items():
        if name in results and people in results:
            results[name] = results[name].where(results[people] > 0.0)
    return results


def describe_variable(model: Model, name: str) -> dict[str, str]:
    """Unit, words in both languages, and what a date means, as CF attributes."""
    v = model[name]
    flow = name in model.flows and v.kind not in LEVERS
    belongs = {"family": v.family, v.axis: v.element} if v.family else {}
    return {
        "units": str(v.unit),
        "long_name": v.description.rstrip("."),
        "long_name_zh": load_labels().get(name, ""),
        "cell_methods": find_cell_method(model, name),
        "kind": "flow" if flow else v.kind,
        "provenance": PROVENANCE.get(v.kind, "simulated"),
        "source": v.source or f"simulator/{v.place}",
        **belongs,
    }


def find_cell_method(model: Model, name: str) -> str:
    """What a date means: the end of a year, the sum of a flow over it, or the mean of what else belongs to a span of time."""
    if name not in model.flows:
        return POINT
    return SUM if dict(model[name].unit.powers).get("year") == -1 else MEAN


def describe_axes(results: xr.Dataset) -> None:
    """Words for the coordinates."""
    words = {
        "scenario": ("policy pathway", "情景"),
        "member": ("member of the ensemble", "集合成员"),
        "year": ("calendar year; stocks at its end, flows over all of it", "年份"),
        "county": ("six-digit code", "县级代码"),
        "name": ("name", "名称"),
        "name_en": ("name in pinyin", "拼音名称"),
        "city": ("code of the city", "地级市代码"),
        "circle": ("circle of the plan", "经济圈"),
        "county_class": ("class of county", "县级类型"),
        "longitude": ("longitude in degrees east", "经度"),
        "latitude": ("latitude in degrees north", "纬度"),
        "sex": ("sex", "性别"),
        "status": ("residence and registration", "居住与户籍身份"),
        "age": ("calendar year less birth year; the last is open", "年龄"),
    }
    for name, (english, chinese) in words.items():
        if name in results.coords:
            results[name].attrs = {"long_name": english, "long_name_zh": chinese}


def describe_run(setup: RunSetup, scenarios: Sequence[Scenario], sets: Sequence[str], design: Design) -> dict:
    """What the whole dataset is, and of what it was made."""
    region, model = setup.region_inputs.region, setup.model
    levers = len(model.of_kind("lever"))
    return {
        "title": f"County pathways of new-type urbanization, {region.title['en']}, {region.reference_year}-{setup.last_year}",
        "title_zh": f"{region.title['zh']}新型城镇化县级情景模拟 {region.reference_year}-{setup.last_year}",
        "Conventions": "CF-1.11",
        "region": region.name,
        "synthetic": int(region.synthetic),
        "data_digest": region.digest,
        "drivers": ", ".join(sorted(set(sets))),
        "members": TOLD[design.kind],
        "seed": design.seed,
        "steps_a_year": setup.steps,
        "version": find_version(),
        "levers_moved": "; ".join(f"{s.name}: {count_moved(model, s)} of {levers} levers" for s in scenarios),
        "levers_moved_zh": "；".join(f"{s.title.zh}，{levers} 个杠杆中移动 {count_moved(model, s)} 个" for s in scenarios),
        "second_stage": list_switched_on(setup) or "all switched off",
        "calibration": describe_calibration(setup.region_inputs.calibration),
        "calibration_warning": (warning := find_warning(model, setup.region_inputs)),
        "calibration_warning_zh": STALE_ZH if warning else "",
        "parameter_status": json.dumps(
            {v.name: tell_status(v, setup.region_inputs.calibration) for v in model.of_kind("parameter")}, ensure_ascii=False
        ),
        "imputations": "; ".join(f"{each.quantity}: {each.rule} ({each.status})" for each in setup.region_inputs.imputations),
        "comment": "Conditional scenarios, not forecasts; read county results as an ensemble."
        + (" SYNTHETIC region: made-up data." if region.synthetic else ""),
    }


def describe_calibration(calibration: Calibration | None) -> str:
    """What the county constants and the fitted parameters rest on."""
    if calibration is None:
        return "none: county constants 0, reference constants from the state of the reference year"
    return (
        f"{calibration.digest[:12]}: county constants, {', '.join(calibration.fitted)} fitted to the decade before the "
        f"reference year; {calibration.size} members constrained by it"
    )


def list_switched_on(setup: RunSetup) -> str:
    """Names of the second-stage mechanisms that are switched on in any member."""
    return ", ".join(name for name, value in setup.parameters.items() if name.endswith(SWITCH) and (value > 0.0).any())


def digest_results(results: xr.Dataset) -> dict[str, str]:
    """A digest of every variable's bits, by name, and of all of them together."""
    digests = {}
    for name in sorted(results.data_vars):
        value = np.ascontiguousarray(results[name].to_numpy(), dtype="<f8")
        digests[name] = hashlib.sha256(str(value.shape).encode() + value.tobytes()).hexdigest()
    digests["all"] = hashlib.sha256("".join(digests.values()).encode()).hexdigest()
    return digests
