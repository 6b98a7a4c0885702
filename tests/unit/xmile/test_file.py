"""The exported file is whole: every name is defined, every variable has its unit, and what XMILE cannot take is refused."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest

from simulator.kernel.integration import decay_outflow, stage_outflow
from simulator.kernel.schedule import plan_kernel
from simulator.language.errors import ModelError
from simulator.model.graph import Model
from simulator.xmile.export import NAMESPACE, write_xmile
from simulator.xmile.paths import follow_county
from simulator.xmile.variables import WORKED_OUT, Excerpt

SPOKEN = {"IF", "THEN", "ELSE", "EXP", "LN", "SQRT", "MIN", "MAX", "ABS", "TIME", "DT"}
BASES = {"person", "year", "hour", "yuan", "m2", "place", "1"}


def find(parent, path):
    return parent.findall(path.replace("x:", f"{{{NAMESPACE}}}"))


@pytest.fixture(scope="module")
def run(trial):
    """The plan in the small made-up region, for three years."""
    return trial(scenario="plan", last_year=2023).inputs


@pytest.fixture(scope="module")
def root(run):
    """The parsed file of its second county."""
    return ElementTree.fromstring(write_xmile(run, 1, "Second & <small> 县", "0.1").encode("utf-8"))


@pytest.fixture(scope="module")
def variables(root):
    """All variables of the file by name."""
    found = [each for tag in ("stock", "flow", "aux") for each in find(root, f"x:model/x:variables/x:{tag}")]
    names = [each.get("name") for each in found]
    assert len(set(names)) == len(names) > 700
    return dict(zip(names, found, strict=True))


def text_of(element, tag):
    return element.findtext(f"{{{NAMESPACE}}}{tag}")


def test_the_file_says_what_it_is(root):
    assert root.tag == f"{{{NAMESPACE}}}xmile" and root.get("version") == "1.0"
    assert [each.tag.partition("}")[2] for each in root] == ["header", "sim_specs", "model"]
    header, specifications, _ = root
    assert text_of(header, "name") == "Second & <small> 县" and text_of(header, "vendor") and text_of(header, "product")
    assert "31 December 2023" in text_of(header, "caption")
    assert [text_of(specifications, tag) for tag in ("start", "stop", "dt")] == ["2020", "2023", "4"]
    assert specifications.get("method") == "euler" and find(specifications, "x:dt")[0].get("reciprocal") == "true"


def test_every_name_is_defined_and_every_variable_has_unit_description_and_equation(variables):
    for name, element in variables.items():
        spoken = set(re.findall(r"\b[A-Za-z]\w*", text_of(element, "eqn")))
        assert spoken <= SPOKEN | set(variables), name
        assert spoken or np.isfinite(float(text_of(element, "eqn"))), name
        assert set(re.findall(r"[a-z]\w*", text_of(element, "units"))) <= BASES and text_of(element, "units"), name
        assert "\n" not in text_of(element, "doc") and len(text_of(element, "doc")) > 5, name


def test_flows_go_from_one_stock_to_another(variables):
    into, out_of = [], []
    for element in variables.values():
        into += [each.text for each in find(element, "x:inflow")]
        out_of += [each.text for each in find(element, "x:outflow")]
    assert len(set(into)) == len(into) and len(set(out_of)) == len(out_of)
    assert {*into, *out_of} == {name for name, each in variables.items() if each.tag.endswith("flow")}


def test_all_that_a_county_works_out_is_exported_under_its_own_name(variables, model):
    county = [name for name in plan_kernel(model).recorded if model[name].kind in WORKED_OUT or model[name].kind == "stock"]
    assert set(county) <= set(variables) and len(county) > 300
    for v in model.of_kind("delay"):
        stages = [f"{v.name}_stage_{stage}" for stage in range(1, v.order + 1)]
        assert all(variables[stage].tag.endswith("stock") for stage in stages)
    assert not set(variables) & {v.name for v in model.of_kind("operator")}


def test_a_lever_is_its_path_at_the_middle_of_each_step(run, variables):
    name, path = next(
        (name, path)
        for name, path in run.levers.items()
        if path.amplitude[0, 1] and name in variables and f"{name}_recorded" in variables
    )
    expected = path.base[0, 1] + path.ramp * path.amplitude[0, 1]
    scale = variables[f"{name}_recorded"].find(f"{{{NAMESPACE}}}gf/{{{NAMESPACE}}}xscale")
    assert scale.attrib == {"min": "2020.0", "max": "2023.0"}
    said = sum(
        np.array(variables[f"{name}_{part}"].findtext(f"{{{NAMESPACE}}}gf/{{{NAMESPACE}}}ypts").split(","), float)
        for part in ("recorded", "remainder")
    )
    np.testing.assert_array_equal(said, [*expected[1:, :-1].ravel(), expected[-1, -1]])


def test_groups_name_the_variables_of_each_sector(root, variables, model):
    groups = {each.get("name"): {entity.get("name") for entity in each} for each in find(root, "x:model/x:variables/x:group")}
    assert "fiscal" in groups and set(groups) <= {v.sector for v in model.variables.values()}
    assert set.union(*groups.values()) == set(variables) - {"time_step"}


@pytest.fixture
def hear(run):
    """The message with which a county is refused once some variables are others; a new name takes the place of the old."""
    seen = follow_county(run, 1)

    def listen(at: str, **changes) -> str:
        changed = replace(run.model[at], **changes)
        variables = {v.name: v for v in (changed if v.name == at else v for v in run.model.variables.values())}
        with pytest.raises(ModelError) as caught:
            list(Excerpt(replace(run, model=Model(variables)), 1, seen).list_entries())
        return str(caught.value)

    return listen


@pytest.mark.parametrize(
    ("name", "changes", "said"),
    [
        ("debt", {"unit": None}, "'debt' has no unit, which XMILE is to show; declare one"),
        ("interest_rate", {"unit": None}, "'interest_rate' has no unit"),
        ("revenue", {"description": ""}, "'revenue' has no description, which XMILE is to show; say in one sentence"),
        ("urban_population", {"description": ""}, "'urban_population' has no description"),
        ("childcare_density", {"name": "trend"}, "XMILE keeps the name 'trend' for itself; give the variable a longer one"),
        ("debt", {"inflows": ("land_reserve",)}, "'land_reserve' flows into 'debt' and is a stock, which XMILE cannot say"),
        (
            "debt",
            {"outflows": ("repayment", "land_conversion")},
            "'land_conversion' flows out of 'debt' and 'land_reserve', but XMILE",
        ),
    ],
)
def test_what_xmile_cannot_take_is_refused_with_its_place(hear, model, name, changes, said):
    message = hear(name, **changes)
    assert said in message and re.match(r"sectors/\w+\.py:\d+: ", message)


def test_what_is_not_a_number_is_refused_with_its_place(run):
    seen = follow_county(run, 1)
    for value in (np.float64("nan"), np.append(np.arange(12.0), np.nan)):
        with pytest.raises(ModelError, match=r"^sectors/demography\.py:\d+: 'rural_population' is not a number in this county"):
            list(Excerpt(run, 1, {**seen, "rural_population": value}).list_entries())


def work_out(element, **values):
    """The value of an equation of the file."""
    return eval(text_of(element, "eqn"), {"EXP": math.exp, **values})


def test_decays_are_those_of_the_kernel(model, variables):
    """Their equations of the first-order scheme against the one definition in kernel/integration.py."""
    decays = [v for v in model.of_kind("decay") if v.name in variables]
    assert len(decays) > 5
    for step in (0.25, 1.0):
        for v in decays:
            found = work_out(variables[v.name], time_step=step, **{v.of: 70.0, v.rate: 0.3})
            assert found == pytest.approx(decay_outflow(0.3, 70.0, 0.0, step, middle=False, stock=True), rel=1e-13), v.name


def test_stages_of_pipelines_are_those_of_the_kernel(model, variables):
    stages = 0
    for v in (v for v in model.of_kind("delay") if v.name in variables):
        ends = [f"{v.name}_stage_{stage}_end" for stage in range(1, v.order)] + [v.name]
        for stage, (enters, leaves) in enumerate(zip([v.of, *ends], ends, strict=False), 1):
            values = {f"{v.name}_stage_{stage}": 70.0, enters: 11.0, v.time: 3.0}
            expected = stage_outflow(70.0, 11.0, 3.0 / v.order, 0.5)
            assert work_out(variables[leaves], time_step=0.5, **values) == pytest.approx(expected, rel=1e-12), leaves
            stages += 1
    assert stages > 1
