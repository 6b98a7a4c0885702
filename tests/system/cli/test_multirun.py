"""Several values make several runs: each in a folder of its own, all words checked before the first run."""

import json

import pytest

from simulator import list_scenarios
from simulator.cli.jobs import read_jobs
from simulator.run.setup import load_model


@pytest.fixture
def short(mine) -> tuple[str, ...]:
    """The words of a sweep of short runs without figures, which write little."""
    return (
        "-m",
        "simulate",
        f"region={mine}",
        "last_year=2021",
        "drivers=known_2020",
        "figures=false",
        "ensemble=prior",
        "ensemble.members=2",
    )


def read_choices(*words: str) -> list[list[str]]:
    """What each job of a sweep was told besides its task."""
    return [list(job.overrides[1:]) for job in read_jobs(["-m", "simulate", *words], load_model())]


def test_every_combination_runs_in_a_folder_of_its_own(ask, short, tmp_path):
    answer = ask(*short, "scenario=frozen,plan", "steps=1,2", "out=sweep")
    assert answer.code == 0 and answer.complained == "", answer.complained
    assert sorted(path.name for path in (tmp_path / "sweep").iterdir()) == ["0", "1", "2", "3"]
    assert "job 4 of 4" in answer.said and "scenario='plan' steps=2" in answer.said
    told = [json.loads((tmp_path / "sweep" / str(number) / "manifest.json").read_text(encoding="utf-8")) for number in range(4)]
    assert [(each["scenarios"][0]["name"], each["options"]["steps"]) for each in told] == [
        ("frozen", 1),
        ("frozen", 2),
        ("plan", 1),
        ("plan", 2),
    ]
    assert {"scenario='plan'", "steps=2"} <= set(told[3]["overrides"])
    assert ask("reproduce", "sweep/2").code == 0


def test_a_sweep_without_a_folder_is_named_by_the_time(ask, short, tmp_path):
    assert ask(*short, "scenario=plan", "scenario.levers.open_settlement.plan=0.8,0.9").code == 0
    [sweep] = (tmp_path / "outputs").iterdir()
    assert sorted(path.name for path in sweep.iterdir()) == ["0", "1"]
    names = [json.loads((sweep / number / "manifest.json").read_text(encoding="utf-8"))["scenarios"][0]["name"] for number in "01"]
    assert names == ["plan levers.open_settlement.plan=0.8", "plan levers.open_settlement.plan=0.9"]


def test_hydras_own_words_for_several_values():
    assert read_choices("scenario=choice(frozen,plan)") == [["scenario=frozen"], ["scenario=plan"]]
    assert [job for [job] in read_choices("scenario=glob(*)")] == [f"scenario={name}" for name in list_scenarios()]
    assert [job for [job] in read_choices("scenario=glob(*_first)")] == [
        f"scenario={name}" for name in ("hukou_first", "income_first", "services_first")
    ]
    strengths = read_choices("scenario=plan", "scenario.levers.open_settlement.strength=range(0,2)")
    assert [job[-1].partition("=")[2] for job in strengths] == ["0", "1"]


def test_lists_and_paths_can_be_swept(mine):
    words = ["-m", f"region={mine},shandong", "scenarios=[frozen,plan],[frozen,ambitious]"]
    jobs = read_jobs(words, load_model())
    assert [(job.options.region, job.options.scenarios) for job in jobs] == [
        (str(mine), ["frozen", "plan"]),
        (str(mine), ["frozen", "ambitious"]),
        ("shandong", ["frozen", "plan"]),
        ("shandong", ["frozen", "ambitious"]),
    ]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("scenario=frozen,plann", "there is no scenario 'plann'; did you mean 'plan'?"),
        ("scenario=frozen last_year=2021,2019", "last_year: 2019 is not after 2020, where the run starts; give a later year"),
        (
            "scenario=frozen last_year=2021,2036",
            "fertility.csv: year 2036 is missing from the high projection, which driver set known_2020 follows to 2036; add its period, "
            "or let the run end earlier",
        ),
        ("scenario=frozen parameters.nest_outer=0.5,3", "parameters.nest_outer: 3 is impossible; it lies between 1e-09 and 1"),
        (
            "scenario=frozen drivers=known_2020,observed_2025",
            "region 'synthetic_5_1' has no vital_events.csv, which driver set observed_2025 needs; add the table or choose "
            "drivers=known_2020",
        ),
        ("scenario=frozen stpes=4,8", "stpes=4: there is no option 'stpes'; did you mean 'steps'?"),
        ("scenario=frozen steps=4,0", "steps: Input should be greater than or equal to 1 (found: 0)"),
        (
            "scenario=frozen,plan scenario.levers.rental_standard.where.income_half=[lagging],[laging]",
            "scenario 'frozen levers.rental_standard.where.income_half=[laging]': levers.rental_standard.where.income_half: there is no "
            "'laging'; did you mean 'lagging'?",
        ),
        ("scenario=glob(x*)", "scenario=glob(x*): names nothing to run; write option=one,another"),
        (
            "scenario=frozen steps=interval(1,4)",
            "steps=interval(1,4): an interval has no values to run one by one; write option=one,another",
        ),
    ],
)
def test_a_mistake_in_any_job_stops_the_sweep_before_it_starts(ask, short, tmp_path, words, complaint):
    others = [word for word in short if f" {word.partition('=')[0]}=" not in f" {words}"]
    answer = ask(*others, *words.split(), "out=sweep")
    assert answer.code == 2 and answer.complained.strip() == complaint
    assert list(tmp_path.iterdir()) == []


def test_a_taken_folder_stops_the_sweep_before_it_starts(ask, short, tmp_path):
    (tmp_path / "sweep" / "1").mkdir(parents=True)
    (tmp_path / "sweep" / "1" / "mine.txt").write_text("keep me")
    answer = ask(*short, "scenario=frozen,plan", "out=sweep")
    assert answer.code == 2 and "not empty" in answer.complained
    assert [path.name for path in (tmp_path / "sweep").iterdir()] == ["1"]


OTHER_COMMANDS = {
    "export scenario=plan county=370102,370199": "county: there is no county '370199'; ",
    "export scenario=plan county=370102 format=xmile,xml": "format: there is no format 'xml'; did you mean 'xmile'?",
    "show births,birhts": "no sector declares 'birhts'; did you mean 'births'?",
    "show levers=all,some": "levers: 'some' is not understood; ",
    "validate shandong,nowhere": "there is no region or folder 'nowhere'; ",
    "document region=shandong,nowhere": "there is no region or folder 'nowhere'; ",
    "reproduce one,two": "one: there is no such manifest; ",
    "task=validate,show": "show: name a variable, ",
}


@pytest.mark.parametrize(("words", "complaint"), OTHER_COMMANDS.items())
def test_jobs_of_every_command_are_checked_before_the_first_starts(ask, tmp_path, words, complaint):
    answer = ask("-m", *words.split())
    assert (answer.code, answer.said) == (2, "") and answer.complained.startswith(complaint)
    assert list(tmp_path.iterdir()) == []
