"""The cheapest mix of levers that reaches a target is found, told in words and can be run as a scenario."""

import shutil

import pandas as pd
import pytest
import yaml

import simulator

SHORT = ("drivers=known_2020", "last_year=2027", "steps=1", "ensemble=prior", "ensemble.members=5")


@pytest.fixture(scope="module")
def wanting(tmp_path_factory, mine):
    """The region with a target for the registered share, which the plan reaches in three members of five."""
    folder = tmp_path_factory.mktemp("wanting") / "wanting"
    shutil.copytree(mine, folder)
    results = simulator.simulate(["frozen", "plan"], mine, "known_2020", 5, last_year=2027, steps=1)
    reached = (results.registered_population.sum("county") / results.population.sum("county")).sel(year=2027)
    value = float(reached[1].quantile(0.4, method="higher")) - 1e-5
    assert float((reached[0] >= value).mean()) < 0.6, "2020 practice does not reach it in so many members"
    table = pd.read_csv(folder / "targets.csv", dtype=str, keep_default_na=False)
    table.loc[table["code"] == "Q1", ["indicator", "variable", "value", "tolerance", "year"]] = [
        "registered_share",
        "registered_share",
        f"{value:.6f}",
        "0",
        "2027",
    ]
    table.to_csv(folder / "targets.csv", index=False)
    return folder


def test_the_cheapest_mix_moves_what_serves_the_target(ask, wanting, tmp_path):
    words = (
        "design",
        f"region={wanting}",
        *SHORT,
        "design.trials=60",
        "design.probability=0.6",
        "out=design",
        "design.levers=[open_settlement,eligibility_time,skills_training]",
    )
    answer = ask(*words)
    assert answer.code == 0, answer.complained
    front, mix = (pd.read_csv(tmp_path / "design" / f"{name}.csv") for name in ("front", "mix"))
    assert front["cost_billion_yuan"].is_monotonic_increasing and front["probability"].is_monotonic_increasing
    strength = mix.set_index("lever")["strength"]
    assert strength["skills_training"] == 0.0 < strength[["open_settlement", "eligibility_time"]].sum(), "training serves no target"
    costs = pd.read_csv(tmp_path / "design" / "costs.csv")
    chosen = front[front["probability"] >= 0.6].iloc[0]
    assert costs["cost_million_yuan"].sum() / 1000.0 == pytest.approx(chosen["cost_billion_yuan"])
    assert "The cheapest of " in answer.said and "With other members (seed 1)" in answer.said
    assert (tmp_path / "design" / "figures" / "front.png").stat().st_size > 10_000
    content = yaml.safe_load((tmp_path / "design" / "cheapest.yaml").read_text(encoding="utf-8"))
    again = simulator.simulate(str(tmp_path / "design" / "cheapest.yaml"), wanting, "known_2020", 5, last_year=2027, steps=1)
    target = pd.read_csv(wanting / "targets.csv")["value"][0]
    reached = (again.registered_population.sum("county") / again.population.sum("county")).sel(year=2027)
    assert float((reached >= target).mean()) == pytest.approx(chosen["probability"]) and content["title"]["en"] == "Cheapest mix"


def test_a_search_that_was_stopped_goes_the_same_way_again(ask, wanting, tmp_path):
    words = ("design", f"region={wanting}", *SHORT, "design.trials=20", "design.levers=[open_settlement]", "figures=false")
    assert ask(*words, "out=whole").code == 0
    (tmp_path / "stopped").mkdir()
    tried = (tmp_path / "whole" / "tried.jsonl").read_text().splitlines(keepends=True)
    (tmp_path / "stopped" / "tried.jsonl").write_text("".join(tried[:4]) + tried[4][:30])
    answer = ask(*words, "out=stopped")
    assert answer.code == 0, answer.complained
    for name in ("front.csv", "mix.csv", "goals.csv", "costs.csv", "cheapest.yaml"):
        assert (tmp_path / "stopped" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes(), name
    answer = ask(*(w for w in words if w != "steps=1"), "steps=2", "out=whole")
    assert answer.code == 2 and "whole: holds a search with other settings, as options." in answer.complained


@pytest.mark.parametrize(
    ("words", "complaint"),
    {
        "design.targets=[Q9]": "design.targets: no target 'Q9' is scored before the run ends; choose from Q1",
        "design.levers=[open_setlement]": "design.levers: there is no lever 'open_setlement'; did you mean 'open_settlement'?",
        "design.levers=[debt_limit]": "design.levers: the plan leaves 'debt_limit' where it was, so that it has no strength; ",
        "design.probability=1.5": "design.probability: Input should be less than or equal to 1",
    }.items(),
)
def test_what_cannot_be_designed_is_refused(ask, wanting, tmp_path, words, complaint):
    answer = ask("design", f"region={wanting}", *SHORT, *words.split(), "out=never")
    assert answer.code == 2 and answer.complained.startswith(complaint), answer.complained
    assert list(tmp_path.iterdir()) == []
