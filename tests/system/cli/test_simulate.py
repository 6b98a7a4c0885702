"""One scenario on the command line: chosen, changed, written down whole, and repeated to the bit."""

import json

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from rich.console import Console

import simulator
from simulator.cli import runs
from simulator.cli.jobs import read_jobs
from simulator.cli.options import Ensemble, Options
from simulator.cli.region import load_once
from simulator.kernel.schedule import plan_kernel
from simulator.run.setup import load_model
from simulator.scenario import LeverSetting, load_scenario


@pytest.fixture
def short(mine) -> tuple[str, ...]:
    """The words of a short run without figures."""
    return "simulate", f"region={mine}", "last_year=2022", "drivers=known_2020", "figures=false", "steps=2"


def read_manifest(folder) -> dict:
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def test_one_scenario_leaves_the_same_folder_as_a_comparison(ask, mine, outputs, tmp_path):
    answer = ask("simulate", "plan", f"region={mine}", "last_year=2022", "drivers=known_2020", "out=answer")
    assert answer.code == 0 and answer.complained == "", answer.complained
    # One scenario alone has no effects against another.
    assert {path.name for path in (tmp_path / "answer").iterdir()} == outputs - {"effects.csv"}
    assert {path.name for path in (tmp_path / "answer" / "figures").iterdir()} == {
        f"{name}.{form}" for name in ("pathways", "map_urban_share_2022") for form in ("png", "svg")
    }
    with xr.open_zarr(tmp_path / "answer" / "results.zarr") as results:
        assert results.scenario.values.tolist() == ["plan"] and results.attrs["scenario_titles_zh"] == "plan：规划情景"
    assert set(pd.read_csv(tmp_path / "answer" / "indicators.csv")["scenario"]) == {"plan"}
    assert [each["name"] for each in read_manifest(tmp_path / "answer")["scenarios"]] == ["plan"]


def test_changed_scenario_is_told_in_full_and_repeated_to_the_bit(ask, short, mine, tmp_path):
    answer = ask(
        *short,
        "scenario=plan",
        "scenario.levers.open_settlement.plan=0.9",
        "scenario.shocks.fertility_shock.value=0.8",
        "scenario.shocks.fertility_shock.start=2021",
        "out=answer",
    )
    assert answer.code == 0, answer.complained
    name = "plan levers.open_settlement.plan=0.9 shocks.fertility_shock.value=0.8 shocks.fertility_shock.start=2021"
    assert f"Shocks: {name}: fertility_shock 0.8." in answer.said
    manifest = read_manifest(tmp_path / "answer")
    assert "scenario.levers.open_settlement.plan=0.9" in manifest["overrides"] and "scenario='plan'" in manifest["overrides"]
    [scenario] = manifest["scenarios"]
    assert scenario["name"] == name and scenario["title"] == {"zh": "规划情景（有改动）", "en": "Plan as adopted, changed"}
    assert scenario["story"] == load_scenario("plan", load_model()).story
    assert scenario["levers"] == {"all": {"strength": 1.0}, "open_settlement": {"plan": 0.9}}
    assert scenario["shocks"] == {"fertility_shock": {"value": 0.8, "start": 2021}}
    again = ask("reproduce", "answer")
    assert again.code == 0 and "the same bits" in again.said, again.complained


def test_change_on_the_command_line_is_the_change_in_the_file(ask, short, mine, tmp_path):
    plan = load_scenario("hukou_first", load_model())
    changed = plan.model_copy(update={"levers": {**plan.levers, "open_settlement": LeverSetting(plan=0.9)}})
    wanted = simulator.simulate(changed, mine, "known_2020", last_year=2022, steps=2)
    assert ask(*short, "scenario=hukou_first", "scenario.levers.open_settlement.plan=0.9", "out=answer").code == 0
    with xr.open_zarr(tmp_path / "answer" / "results.zarr") as results:
        for name in wanted.data_vars:
            assert np.array_equal(results[name].values, wanted[name].values, equal_nan=True), name


@pytest.mark.parametrize(
    ("words", "setting"),
    [
        (["scenario.levers.open_settlement.strength=0.5"], {"strength": 0.5}),
        (["scenario.levers.open_settlement.plan=0.9"], {"plan": 0.9}),
        (["scenario.levers.open_settlement={plan: 0.9}"], {"plan": 0.9}),
        (["scenario.levers.open_settlement.start=2023"], {"strength": 1.2, "start": 2023}),
        (["+scenario.levers.open_settlement.shape=linear"], {"strength": 1.2, "shape": "linear"}),
        (["~scenario.levers.open_settlement"], None),
        (
            ["scenario.levers.open_settlement.where.county_class=[county]", "scenario.levers.open_settlement.elsewhere=1"],
            {"strength": 1.2, "where": {"county_class": ["county"]}, "elsewhere": 1.0},
        ),
    ],
)
def test_setting_of_the_file_gives_way_to_what_replaces_it(words, setting):
    [job] = read_jobs(["simulate", "hukou_first", *words], load_model())
    [scenario] = job.scenarios
    found = scenario.levers.get("open_settlement")
    assert (found and found.model_dump(exclude_unset=True)) == setting
    others = load_scenario("hukou_first", load_model()).levers.keys() - {"open_settlement"}
    assert scenario.levers.keys() - {"open_settlement"} == others


def test_drivers_and_titles_can_be_changed():
    words = ["scenario.drivers=known_2020", "scenario.title.en='My plan'", "scenario.title.zh='我的规划'"]
    [job] = read_jobs(["simulate", "plan", *words], load_model())
    assert (job.scenarios[0].name, job.scenarios[0].drivers) == ("plan drivers=known_2020", "known_2020")
    assert job.scenarios[0].title.model_dump() == {"en": "My plan", "zh": "我的规划"}


def test_paths_and_joined_files_can_be_chosen(ask, short, root, tmp_path):
    (tmp_path / "情景").mkdir()
    text = "title: {zh: 低生育, en: Fewer births}\nshocks: {fertility_shock: {value: 0.8}}\n"
    (tmp_path / "情景" / "低生育.yaml").write_text(text, encoding="utf-8")
    short = *short, "ensemble=prior", "ensemble.members=2"
    assert ask(*short, "scenario=情景/低生育.yaml", "out=alone").code == 0
    answer = ask(*short, "scenario=plan+情景/低生育.yaml", "scenario.shocks.fertility_shock.end=2030", "out=joined")
    assert answer.code == 0, answer.complained
    [alone], [joined] = (read_manifest(tmp_path / folder)["scenarios"] for folder in ("alone", "joined"))
    assert alone["name"] == "低生育" and joined["name"] == "plan+低生育 shocks.fertility_shock.end=2030"
    assert joined["title"]["zh"] == "规划情景 + 低生育（有改动）" and joined["levers"] == {"all": {"strength": 1.0}}
    compared = ask("scenarios=[frozen,plan+情景/低生育.yaml]", *short[1:], "brief=false", "out=compared")
    assert compared.code == 0 and "plan+低生育" in compared.said, compared.complained


def test_an_ensemble_keeps_its_members_by_place_and_their_spread_by_county(ask, short, mine, tmp_path):
    assert ask(*short, "scenario=plan", "ensemble=prior", "ensemble.members=3", "seed=5", "out=few").code == 0
    whole = simulator.simulate("plan", mine, "known_2020", members=3, seed=5, last_year=2022, steps=2)
    wanted = simulator.indicators(whole)
    spread = wanted.groupby(["year", "level", "region", "indicator"])["value"].quantile([0.05, 0.5, 0.95]).unstack()
    found = pd.read_csv(tmp_path / "few" / "indicators.csv", dtype={"region": str, "unit": str})
    kept = found.set_index(["year", "level", "region", "indicator"])[["low", "median", "high"]]
    assert set(kept.index) <= set(spread.index) and (found["members"] == 3).all()
    assert set(found.loc[found["level"] == "county", "year"]) == {2020, 2022}, "of counties, every fifth year and the ends"
    assert kept.to_numpy() == pytest.approx(spread.loc[kept.index].to_numpy(), rel=1e-9)
    with xr.open_zarr(tmp_path / "few" / "members.zarr") as members:
        assert members.urban_share.dims == ("scenario", "member", "year", "place") and members.urban_share.attrs["units"] == "1"
        paths = wanted[(wanted["level"] == "province") & (wanted["indicator"] == "urban_share")]["value"].to_numpy()
        assert np.array_equal(members.urban_share.sel(scenario="plan").isel(place=0).values.ravel(), paths)
    with xr.open_zarr(tmp_path / "few" / "counties.zarr") as counties:
        people = whole.population.sel(year=2022).quantile(0.95, "member").values
        assert counties.population.sel(year=2022, quantile=0.95).values == pytest.approx(people, rel=1e-12)
        assert counties.births.attrs["cell_methods"].startswith("year: sum") and "name" in counties.coords


def test_pieces_of_an_ensemble_make_the_same_whole(mine, monkeypatch):
    """How many members the memory takes at once changes no number."""
    options = Options(region=str(mine), drivers="known_2020", last_year=2022, steps=1, ensemble=Ensemble(members=5))
    scenarios, region = [load_scenario(name, load_model()) for name in ("frozen", "plan")], load_once(str(mine))
    outcomes = []
    for at_once in (100, 4):
        monkeypatch.setattr(runs, "RUNS_IN_MEMORY", at_once)
        outcomes.append(runs.run_scenarios(options, scenarios, region, Console(quiet=True)))
    whole, pieces = outcomes
    for name, level in whole.levels.items():
        assert list(level.members) == list(pieces.levels[name].members) == list(range(5))
        for indicator, value in level.values.items():
            assert np.array_equal(value, pieces.levels[name].values[indicator], equal_nan=True), indicator
    assert whole.income.equals(pieces.income)


def test_one_member_keeps_every_variable(ask, short, mine, tmp_path):
    assert ask(*short, "scenario=frozen", "ensemble=prior", "ensemble.members=1", "out=one").code == 0
    with xr.open_zarr(tmp_path / "one" / "results.zarr") as results:
        assert set(results.data_vars) == set(plan_kernel(load_model()).recorded)


MISTAKES = {
    "simulate": "simulate: name the scenario to run, such as scenario=plan",
    "simulate scenario.levers.open_settlement.plan=0.9": "simulate: name the scenario to run, such as scenario=plan",
    "simulate scenarios=[plan]": "scenarios: simulate does not read it; write scenario=..., or use a command that does: compare, "
    "county, discover, sensitivity, sweep",
    "scenario=plan": "scenario: compare does not read it; write scenarios=..., or use a command that does: export, simulate",
    "simulate plann": "there is no scenario 'plann'; did you mean 'plan'?",
    "simulate plan+ambitious": "plan+ambitious: both plan and ambitious move the lever {first} and {more} more; let "
    "one of them leave it out",
    "simulate plan scenario.levers.open_setlement.plan=0.9": "plan, changed: levers: there is no lever 'open_setlement'; did you mean 'open_settlement'?",
    "simulate plan scenario.levers.open_settlement.paln=0.9": "plan, changed: levers.open_settlement.paln: there is no key 'paln'; did you mean 'plan'?",
    "simulate plan scenario.levrs.open_settlement.plan=0.9": "plan, changed: levrs: there is no key 'levrs'; did you mean 'levers'?",
    "simulate plan scenario.levers.open_settlement.plan=1.9": "plan, changed: levers.open_settlement: plan 1.9 is out of range; it lies between 0 and 1",
    "simulate plan scenario.levers.open_settlement=0.9": "plan, changed: levers.open_settlement: 0.9 says too little; write {{strength: ...}} or {{plan: ...}}",
    "simulate plan scenario.levers.open_settlement.plan=0.9 scenario.levers.open_settlement.strength=1": "plan, changed: levers.open_settlement: strength and plan exclude each other; keep one of them",
    "simulate plan scenario.shocks.fertility_shok.value=0.8": "plan, changed: shocks: there is no shock 'fertility_shok'; did you mean 'fertility_shock'?",
    "simulate plan scenario.shocks.fertility_shock.value=9": "plan, changed: shocks.fertility_shock: value 9 is out of range; it lies between 0.5 and 1.5",
    "simulate plan scenario.drivers=known_2021": "plan, changed: drivers: Input should be 'observed_2025' or 'known_2020' (found: 'known_2021')",
    "simulate plan scenario.levers.open_settlement.plan=${seed}": "plan, changed: levers.open_settlement.plan: '${{seed}}' is an interpolation; write the value itself",
    "simulate plan scenario.levers.open_settlement._target_=os.system": "plan, changed: levers.open_settlement: '_target_' is code; a scenario file holds values and words only",
    "simulate plan scenario.name=mine": "plan, changed: a scenario is named by its file; leave out 'name'",
    "simulate plan scenario.levers.county_town_jobs.where.county_class=[core]": "scenario 'plan levers.county_town_jobs.where.county_class=[core]': levers.county_town_jobs.where: this lever moves only "
    "in some counties (county_class: county_level_city, county), and the mask names none of them; widen the mask",
    "simulate plan scenario.levers.open_settlement.plan=0.8,0.9": "scenario.levers.open_settlement.plan=0.8,0.9: names several values; add -m to run each of them, or write one value",
    "simulate frozen drivers=known_2020 last_year=2036": "fertility.csv: year 2036 is missing from the high projection, which driver set known_2020 follows to 2036; add its "
    "period, or let the run end earlier",
    "show levers=some": "levers: 'some' is not understood; write levers=all, or show NAME for one of them",
    "show shocks=some": "shocks: 'some' is not understood; write shocks=all, or show NAME for one of them",
    "show targets=some": "targets: 'some' is not understood; write targets=all",
}


@pytest.mark.parametrize("words", MISTAKES)
def test_mistake_ends_in_one_sentence_that_says_the_remedy(ask, tmp_path, words):
    levers = [v.name for v in load_model().of_kind("lever")]
    answer = ask(*words.split())
    assert answer.code == 2 and answer.said == ""
    assert answer.complained.strip() == MISTAKES[words].format(first=levers[0], more=len(levers) - 1)
    assert list(tmp_path.iterdir()) == []
