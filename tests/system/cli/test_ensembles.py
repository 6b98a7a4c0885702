"""Designs of experiments on the command line: members are saved, and what does not go together is refused."""

import json

import pandas as pd
import pytest
import xarray as xr


@pytest.fixture
def short(mine) -> tuple[str, ...]:
    """The words of a short run without figures."""
    return ("simulate", "plan", f"region={mine}", "last_year=2021", "drivers=known_2020", "figures=false", "steps=1")


def test_members_are_saved_and_can_be_run_again(ask, short, tmp_path):
    first = ask(
        *short, "ensemble=lhs", "ensemble.members=4", "ensemble.vary=[nest_outer,open_settlement.plan]", "seed=3", "out=one"
    )
    assert first.code == 0, first.complained
    members = pd.read_csv(tmp_path / "one" / "members.csv")
    assert list(members) == ["id", "seed", "nest_outer", "open_settlement.plan"] and list(members["seed"]) == [3] * 4
    again = ask(*short, "ensemble=file", "ensemble.file=one/members.csv", "out=two")
    assert again.code == 0, again.complained
    one, two = (xr.open_zarr(tmp_path / out / "members.zarr") for out in ("one", "two"))
    assert one.population.equals(two.population) and two.attrs["members"] == "members of a table"
    assert ask("reproduce", "one").code == 0


def test_ranges_are_given_by_name_or_by_a_problem_of_salib(ask, short, tmp_path):
    (tmp_path / "problem.json").write_text(json.dumps({"names": ["nest_outer"], "bounds": [[0.3, 0.31]]}))
    for vary in ("ensemble.vary=problem.json", "ensemble.vary={nest_outer: [0.3, 0.31]}"):
        assert ask(*short, "ensemble=sobol", "ensemble.members=4", vary, f"out={len(vary)}").code == 0
        drawn = pd.read_csv(tmp_path / str(len(vary)) / "members.csv")["nest_outer"]
        assert drawn.between(0.3, 0.31).all() and drawn.nunique() == 4


@pytest.mark.parametrize(
    ("words", "complaint"),
    {
        "ensemble.members=4": "ensemble.members: ensemble=single does not read it; leave it out, or choose a design that does, such as "
        "ensemble=prior",
        "ensemble=file": "ensemble.file: ensemble=file needs it; write one, such as ensemble.file=members.csv",
        "ensemble=lhs ensemble.vary=[nest_outr]": "ensemble.vary: there is no 'nest_outr' that may vary; did you mean 'nest_outer'?",
        "ensemble=lhs ensemble.vary=[nest_outer] parameters.nest_outer=0.4": "ensemble.vary: 'nest_outer' is held by parameters.nest_outer; leave one of the two out",
        "ensemble=morris ensemble.members=40": "ensemble.members: 40 members are too few for two trajectories through",
        "ensemble=lhss": "ensemble=lhss: there is no ensemble 'lhss'; did you mean 'lhs'?",
        "ensemble=file ensemble.file=nothing.csv": "ensemble.file: 'nothing.csv' cannot be read",
        "ensemble=file ensemble.file=nothing.csv seed=3": "seed: a run with the default parameters draws nothing",
    }.items(),
)
def test_what_does_not_go_together_is_refused(ask, short, tmp_path, words, complaint):
    answer = ask(*short, *words.split(), "out=never")
    assert answer.code == 2 and answer.complained.startswith(complaint), answer.complained
    assert list(tmp_path.iterdir()) == []
