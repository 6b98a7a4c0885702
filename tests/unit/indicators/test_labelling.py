"""What results say of themselves: unit, meaning of a date, origin, family, levers moved and what is switched on."""

import pytest

from simulator import simulate
from simulator.kernel.schedule import plan_kernel
from simulator.run.results import MEAN, POINT, SUM, load_labels, read_labels


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("population", POINT),
        ("debt", POINT),
        ("births", SUM),
        ("capital_spending", SUM),
        ("starts_school", SUM),
        ("job_growth", SUM),
        ("funded_share", MEAN),
        ("reward_share", MEAN),
        ("newcomer_gap", MEAN),
        ("urban_income", POINT),
        ("adequacy_rental", POINT),
    ],
)
def test_date_means_what_it_says(results, name, method):
    assert results[name].attrs["cell_methods"] == method


def test_what_belongs_to_a_span_is_missing_in_the_start_year(results):
    for name, value in results.data_vars.items():
        spanned = value.attrs["cell_methods"] != POINT
        assert bool(value.isel(year=0).isnull().all()) == spanned, name


def test_only_flows_a_year_are_sums(results):
    for name, value in results.data_vars.items():
        a_year = value.attrs["units"].endswith("/year")
        assert value.attrs["cell_methods"] in ((POINT, SUM) if a_year else (POINT, MEAN)), name


def test_levers_and_shocks_come_from_the_scenario(model, results):
    for v in model.of_kind("lever", "shock"):
        assert results[v.name].attrs["provenance"] == "scenario" and results[v.name].attrs["kind"] == v.kind, v.name
    assert results["total_fertility"].attrs["provenance"] == "driver set"
    assert results["births"].attrs["provenance"] == "simulated"


def test_members_of_a_family_say_to_which_they_belong(model, results):
    for name in results.data_vars:
        attrs, v = results[name].attrs, model[name]
        assert (attrs.get("family", ""), attrs.get(v.axis, "")) == (v.family, v.element), name
    assert results["rural_need_village_school"].attrs["rural_service"] == "village_school"
    assert results["capacity_school"].attrs["family"] == "capacity" and results["capacity_school"].attrs["service"] == "school"


def test_run_says_how_many_levers_it_moves(model, results):
    levers = model.of_kind("lever")
    moved = sum(v.plan != v.base for v in levers)
    assert results.attrs["levers_moved"] == f"frozen: 0 of {len(levers)} levers; plan: {moved} of {len(levers)} levers"
    assert f"{len(levers)} 个杠杆中移动 {moved} 个" in results.attrs["levers_moved_zh"]
    assert results.attrs["calibration"].startswith("none: county constants 0")


def test_run_says_what_of_the_second_stage_is_switched_on(model, region, results):
    switches = [v.name for v in model.of_kind("parameter") if v.name.endswith("_switch")]
    assert switches and all(model[name].value == 0.0 for name in switches)
    assert results.attrs["second_stage"] == "all switched off"
    one = simulate("frozen", region, drivers="known_2020", last_year=2021, record=["births"], parameters={switches[-1]: 1.0})
    assert one.attrs["second_stage"] == switches[-1]


def test_family_and_element_make_the_label(model):
    rows, labels = read_labels(), load_labels()
    for v in model.variables.values():
        if v.family and v.name not in rows:
            inner = next(label for name, label in rows.items() if name.endswith(f".{v.element}"))
            assert labels[v.name] == f"{rows[v.family]}（{inner}）", v.name
    assert labels["adequacy_school"] == "充足度（义务教育学位）"


def test_every_recorded_variable_is_in_the_results_with_both_labels(model, results):
    assert set(results.data_vars) == set(plan_kernel(model).recorded)
    for name, value in results.data_vars.items():
        assert value.attrs["long_name"] and value.attrs["long_name_zh"] and value.attrs["units"], name
