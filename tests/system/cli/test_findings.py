"""What results hang on, and when a target is missed, in tables, figures and words."""

import shutil

import pandas as pd
import pytest

import simulator

FEW = "ensemble.vary=[departure_rate,return_base_rate,reclassification_base,fertility_variant]"


@pytest.fixture
def short(mine) -> tuple[str, ...]:
    """The words of a short study of members who differ in a few things."""
    return (
        f"region={mine}",
        "scenarios=[frozen,plan]",
        "drivers=known_2020",
        "last_year=2025",
        "steps=1",
        FEW,
        "record.variables=[urban_share,births,population]",
    )


def test_a_screening_says_what_moves_results_most(ask, short, tmp_path):
    answer = ask("sensitivity", *short, "ensemble=morris", "ensemble.members=40", "out=screened")
    assert answer.code == 0, answer.complained
    table = pd.read_csv(tmp_path / "screened" / "sensitivity.csv")
    own = table[(table["scenario"] == "plan") & table["compared_with"].isna()]
    first = own[own["rank"] == 1].set_index("variable")["name"]
    assert first["births"] == "fertility_variant" and first["urban_share"] in ("departure_rate", "reclassification_base")
    mean = own[(own["variable"] == "urban_share")].set_index("name")["mean"]
    assert mean["departure_rate"] > 0.0 > mean["return_base_rate"] and mean["reclassification_base"] > 0.0
    assert set(table["compared_with"].dropna()) == {"frozen"}
    assert "Births, 2025, Plan as adopted: moves most with projection of fertility" in answer.said
    assert (tmp_path / "screened" / "figures" / "sensitivity_morris.png").stat().st_size > 10_000


def test_indices_are_told_in_chinese_too(ask, short, tmp_path):
    answer = ask("sensitivity", *short, "ensemble=saltelli", "ensemble.members=48", "language=zh", "out=shares")
    assert answer.code == 0, answer.complained
    table = pd.read_csv(tmp_path / "shares" / "sensitivity.csv")
    births = table[(table["variable"] == "births") & (table["scenario"] == "frozen")].set_index("name")
    assert births["total"].idxmax() == "fertility_variant" and births.loc["fertility_variant", "total"] > 0.8
    assert "2025 年" in answer.said and "成员之间的差异主要来自" in answer.said


@pytest.fixture
def halfway(mine, tmp_path):
    """The region with a target that about half of the members meet."""
    shutil.copytree(mine, tmp_path / "halfway")
    results = simulator.simulate("frozen", mine, "known_2020", 20, last_year=2025, steps=1)
    reached = results.urban_population.sum("county") / results.population.sum("county")
    path = tmp_path / "halfway" / "targets.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table.loc[table["code"] == "Q1", ["value", "tolerance"]] = [f"{float(reached.sel(year=2025).median()):.4f}", "0"]
    table.to_csv(path, index=False)
    return tmp_path / "halfway"


def test_a_missed_target_is_told_by_its_conditions(ask, short, halfway, tmp_path):
    few = [word for word in short if not word.startswith(("record", "region"))]
    answer = ask(
        "discover",
        f"region={halfway}",
        *few,
        "ensemble=lhs",
        "ensemble.members=120",
        "discover.target=Q1",
        "discover.pathway=frozen",
        "out=found",
    )
    assert answer.code == 0, answer.complained
    assert "Q1 (" in answer.said and "It is missed by " in answer.said
    conditions, tree = (pd.read_csv(tmp_path / "found" / f"{name}.csv") for name in ("conditions", "tree"))
    assert conditions["density"].iloc[0] > 0.7 and conditions["coverage"].iloc[0] > 0.5
    assert set(conditions["name"]) & {"departure_rate", "reclassification_base"}
    assert tree["members"].sum() == 120 and tree["share_missed"].iloc[0] > 0.7 > tree["share_missed"].iloc[-1]
    assert (tmp_path / "found" / "figures" / "discovery_Q1.svg").exists()


@pytest.mark.parametrize(
    ("words", "complaint"),
    {
        "sensitivity ensemble=prior": "ensemble: sensitivity needs ensemble=morris, to screen what varies, or ",
        "sensitivity ensemble=morris ensemble.members=40 record.paths=false": "record: sensitivity looks at the members of the ",
        "discover ensemble=morris ensemble.members=40": "ensemble: discover needs members that fill their ranges; write ",
        "discover ensemble=lhs record.years=[2025]": "record: discover looks at 'urban_share' of the members of the province ",
        "discover ensemble=lhs discover.target=Q2": "discover.target: no target 'Q2' is scored before the run ends; ",
        "discover ensemble=lhs discover.pathway=plann": "discover.pathway: there is no scenario 'plann' in this run; did you mean",
    }.items(),
)
def test_what_tells_nothing_is_refused_before_anything_runs(ask, short, tmp_path, words, complaint):
    told = [] if "discover.target" in words or "sensitivity" in words else ["discover.target=Q1"]
    others = [word for word in short if not word.startswith("record")]
    answer = ask(*others, *words.split(), *told, "out=never")
    assert answer.code == 2 and answer.complained.startswith(complaint), answer.complained
    assert list(tmp_path.iterdir()) == []
