"""What stocks and pipelines start from: the tables, a variable in the reference state, the start of another, or nothing."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.kernel.inputs import KINDS, Inputs, State
from simulator.kernel.reference import run_reference
from simulator.kernel.run import run_kernel
from simulator.kernel.schedule import plan_kernel
from simulator.language.errors import ModelError
from simulator.run.checkpoint import Checkpoint, load_checkpoint, save_checkpoint
from simulator.run.reference_state import find_reference_state

ENGINES = pytest.mark.parametrize("engine", [run_reference, run_kernel], ids=["plain", "kernel"])
PEOPLE = '''
people = stock(person, "people", initial="people", inflows="births")
fertility_rate = parameter(0.1, 1 / year, "births a head", source="toy")
def births(people, fertility_rate) -> person / year:
    """Births."""
    return people * fertility_rate
'''
STARTS = (
    PEOPLE
    + '''
norm = parameter(30.0, m2 / person, "homes a person has in 2020", source="toy")
build_time = parameter(4.0, year, "time to build", source="toy")
openness = lever(0.5, one, "openness", plan=1.0, low=0.0, high=1.0, ramp=(2021, 2022), group="T", source="toy"); T = theme("toys")
homes = stock(m2, "homes", initial="starting_homes", inflows="finished")
wished = stock(m2, "homes that people have come to wish for", initial="homes", inflows="begun")
mood = stock(one, "mood", initial="openness")
custom = stock(m2 / person, "homes a person is used to", initial="norm")
usual = stock(m2 / person, "homes a person had in 2020", initial="homes_per_head_2020")
memory = stock(person, "people born since 2020", inflows="births")
finished = delay("begun", m2 / year, "homes finished", time="build_time", order=2, initial="starting_work")
repaired = delay("begun", m2 / year, "homes repaired", time="build_time", order=3, initial="")
homes_per_head_2020 = reference("homes_per_head", m2 / person, "homes a person had in 2020")
finished_2020 = reference("finished", m2 / year, "homes finished in 2020")
work_2020 = reference("under_way", m2, "homes being built in 2020")
mean_custom = total("custom", m2 / person, "mean custom", weight="people")
sum_of_customs = total("custom", m2 / person, "sum of customs")
custom_2020 = reference("mean_custom", m2 / person, "mean custom of 2020")
customs_2020 = reference("sum_of_customs", m2 / person, "sum of customs of 2020")
under_way = in_transit("finished", m2, "homes being built")
def starting_homes(people, norm) -> m2:
    """Homes of 2020."""
    return people * norm
def starting_work(starting_homes, openness) -> m2:
    """Homes being built in 2020."""
    return 0.1 * openness * starting_homes
def homes_per_head(homes, people) -> m2 / person:
    """Homes a person has."""
    return homes / people
def begun(finished_2020, work_2020, build_time, openness, custom_2020, customs_2020) -> m2 / year:
    """Homes begun."""
    return openness * finished_2020 + work_2020 / build_time * custom_2020 / customs_2020
'''
)


@pytest.fixture(scope="module")
def model(make_model):
    return make_model(STARTS)


@pytest.fixture(scope="module")
def inputs(model, prepare) -> Inputs:
    """Two members who differ, three counties that differ, a lever that moves."""
    return prepare(
        model,
        counties=3,
        members=2,
        steps=4,
        last_year=2024,
        people=[10.0, 20.0, 40.0],
        norm=[30.0, 25.0],
        openness=[[0.5], [0.8]],
        openness_amplitude=0.2,
        openness_ramp=np.linspace(0, 1, 25).reshape(5, 5),
    )


def test_stock_starts_from_a_variable_in_the_reference_state(inputs):
    homes = np.array([[300.0, 600.0, 1200.0], [250.0, 500.0, 1000.0]])
    assert inputs.state.stocks["homes"].tolist() == homes.tolist()
    assert inputs.state.stocks["mood"].tolist() == [[0.5] * 3, [0.8] * 3]


def test_stock_starts_from_the_start_of_another_or_from_a_reference_constant(inputs):
    stocks = inputs.state.stocks
    assert stocks["wished"].tolist() == stocks["homes"].tolist()
    assert stocks["usual"].tolist() == [[30.0] * 3, [25.0] * 3]


def test_stock_starts_from_what_the_region_has_once_and_counts_in_each_county(inputs):
    assert inputs.state.stocks["custom"].tolist() == [[30.0] * 3, [25.0] * 3]
    assert inputs.references["custom_2020"] == pytest.approx([30.0, 25.0], rel=1e-15)
    assert inputs.references["customs_2020"].tolist() == [90.0, 75.0]


def test_stock_or_pipeline_may_start_from_nothing(inputs):
    assert inputs.state.stocks["memory"].tolist() == np.zeros((2, 3)).tolist()
    assert inputs.state.pipelines["repaired"].tolist() == np.zeros((2, 3, 3)).tolist()


def test_pipeline_starts_with_the_same_in_every_stage(inputs):
    work = 0.1 * np.array([[0.5], [0.8]]) * inputs.state.stocks["homes"]
    assert inputs.state.pipelines["finished"] == pytest.approx(np.stack([work / 2] * 2, axis=1), rel=1e-15)


def test_reference_state_knows_what_is_inside_a_pipeline_and_leaves_it(inputs):
    """With two stages, half of what is inside is in the last; a step of a quarter lets an eighth of it pass."""
    work = inputs.state.pipelines["finished"].sum(axis=1)
    assert inputs.references["work_2020"] == pytest.approx(work, rel=1e-15)
    assert inputs.references["finished_2020"] == pytest.approx(work / 2 * (2 * 0.25 / 4.0) / 0.25, rel=1e-15)


def test_what_is_told_is_not_worked_out(model, prepare):
    told = prepare(model, people=10.0, homes=7.0, finished_stages=3.0)
    assert (told.state.stocks["homes"], told.state.stocks["wished"]) == (7.0, 7.0)
    assert told.state.pipelines["finished"].tolist() == [[[3.0], [3.0]]] and told.references["work_2020"] == 6.0
    assert told.references["homes_per_head_2020"] == 0.7


def test_starts_do_not_depend_on_the_order_of_lines(make_model, prepare):
    lines = '''
wished = stock(m2, "homes wished for", initial="homes")
homes = stock(m2, "homes", initial="starting_homes")
norm = parameter(30.0, m2 / person, "norm", source="toy")
def starting_homes(people, norm) -> m2:
    """Homes of 2020."""
    return people * norm
'''
    before, after = (prepare(make_model(text), people=10.0).state.stocks for text in (lines + PEOPLE, PEOPLE + lines))
    assert before["wished"] == after["wished"] == 300.0


SOLVED = (
    PEOPLE
    + '''
norm = parameter(1.0, m2 / person, "homes of a person", source="toy")
wanted = parameter(900.0, m2, "homes wanted", source="toy")
scale = reference("all_homes", one, "scale at which there are as many homes as wanted", equals="wanted", between=(0.0, 100.0))
all_homes = total("homes", m2, "homes in the region")
homes = stock(m2, "homes", initial="starting_homes")
def starting_homes(people, norm, scale) -> m2:
    """Homes of 2020."""
    return people * norm * scale
'''
)


def test_constant_is_solved_for_through_the_start_of_a_stock(make_model, prepare):
    inputs = prepare(make_model(SOLVED), counties=2, people=[10.0, 20.0])
    assert inputs.references["scale"] == pytest.approx([30.0], rel=1e-12)
    assert inputs.state.stocks["homes"] == pytest.approx(np.array([[300.0, 600.0]]), rel=1e-12)


@pytest.mark.parametrize(
    ("line", "name", "initial"),
    [
        ('homes = stock(m2, "homes", initial="strating_homes")', "homes", "strating_homes"),
        ('homes = stock(m2, "homes", initial="homes")', "homes", "homes"),
        (
            'homes = delay("births", person / year, "homes", time="wait", order=1, initial="strating_homes")',
            "homes",
            "strating_homes",
        ),
    ],
)
def test_start_that_nobody_gives_is_said_with_its_place(make_model, prepare, line, name, initial):
    model = make_model(PEOPLE + f'wait = parameter(1.0, year, "wait", source="toy")\n{line}\n')
    whole = prepare(model, people=1.0, homes=1.0, homes_stages=1.0)
    bare = replace(whole.state, stocks={"people": whole.state.stocks["people"]}, pipelines={})
    with pytest.raises(
        ModelError,
        match=rf"toy_\d+.py:12: '{name}' starts from '{initial}', which neither the tables nor a "
        "sector gives; (did you mean|choose from)",
    ):
        find_reference_state(whole.with_state(bare))


ANCHORS = (
    PEOPLE
    + '''
norm = parameter(30.0, m2 / person, "norm", source="toy")
homes = stock(m2, "homes", initial="starting_homes")
level_2020 = reference("level", m2, "level of 2020")
def starting_homes(people, norm) -> m2:
    """Homes of 2020."""
    return people * norm
def twice_the_homes(starting_homes) -> m2:
    """Twice the homes of 2020; made of an anchor, and read by one alone."""
    return 2.0 * starting_homes
def level(twice_the_homes) -> m2:
    """What only a reference reads."""
    return 0.5 * twice_the_homes
def surplus(homes, level_2020) -> m2:
    """Homes over the level of 2020; read by the results alone."""
    return homes - level_2020
'''
)


def test_what_only_the_reference_state_reads_is_not_run_or_recorded(make_model, prepare):
    model = make_model(ANCHORS)
    assert model.reference_only == {"starting_homes", "twice_the_homes", "level"}
    assert not model.reference_only & {*model.order, *plan_kernel(model).recorded}
    assert {"surplus", "births"} <= set(model.order)
    seen = set()
    inputs = prepare(model, people=10.0)
    run_reference(inputs, [], watch=lambda v, known, year, member: seen.add(v.name))
    assert seen == {"surplus", "births"}
    assert inputs.references["level_2020"].tolist() == [[300.0]]


def test_variable_that_something_else_reads_too_is_run(make_model):
    model = make_model(
        ANCHORS
        + '''
def comparison(level, homes) -> one:
    """Level over homes."""
    return level / homes
'''
    )
    assert model.reference_only == frozenset() and set(model.sorted) == set(model.order)


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ("people * norm * norm", "'starting_homes' is declared in m2, its equation gives m2**2/person; declare it in"),
        (
            "people * norm if norm else norm",
            "'starting_homes': an equation cannot say 'people * norm if norm else norm'; it may use",
        ),
    ],
)
def test_what_is_not_run_is_checked_all_the_same(hear, wrong, complaint):
    said = hear(ANCHORS.replace("return people * norm\n", f"return {wrong}\n"))
    assert complaint in said.replace("m2 ** 2 / person", "m2**2/person")


def cut(inputs: Inputs, state: State, last_year: int) -> Inputs:
    """A part of a run, from a state that it reached to an earlier end."""
    part = slice(state.year - inputs.state.year, last_year + 1 - inputs.state.year)
    levers = {name: replace(lever, ramp=lever.ramp[part]) for name, lever in inputs.levers.items()}
    return replace(
        inputs, state=state, last_year=last_year, levers=levers, paths={name: path[:, part] for name, path in inputs.paths.items()}
    )


@pytest.fixture(scope="module")
def everything(cache, toys, prepare) -> Inputs:
    """A run of the toy with every word: stocks that were worked out, pipelines, cohorts and a profile."""
    luck = np.random.default_rng(11)
    return prepare(
        toys,
        counties=2,
        members=2,
        steps=2,
        last_year=2025,
        floor_space=luck.uniform(1e5, 4e5, (2, 2)),
        tenants=luck.uniform(5e3, 9e3, (2, 2)),
        land_price=[200.0, 500.0],
        distance=np.ones((2, 2)),
        school_places=10.0,
        death_schedule=np.full((2, 102), 0.02),
        school_schedule=luck.uniform(0, 1, 102),
        residents=luck.uniform(0, 100, (2, 2, 2, 102, 5)),
        schooling=luck.uniform(5, 15, (2, 102)),
        openness_amplitude=0.3,
        openness_ramp=np.linspace(0, 1, 18).reshape(6, 3),
        season=luck.uniform(0.8, 1.2, (2, 6, 3)),
    )


@ENGINES
def test_run_goes_on_from_a_saved_state_as_if_it_had_never_stopped(everything, engine, tmp_path):
    record = plan_kernel(everything.model).recorded
    whole = engine(everything, record)
    half = engine(cut(everything, everything.state, 2022), record)
    save_checkpoint(Checkpoint({"plan": half.state}, everything.references, {"known_2020": None}, {}), tmp_path / "checkpoint.npz")
    checkpoint = load_checkpoint(tmp_path / "checkpoint.npz")
    assert all(getattr(checkpoint.states["plan"], kind) for kind in KINDS), "every kind of state is saved"
    rest = engine(cut(everything, checkpoint.states["plan"], 2025).with_references(checkpoint.references), record)
    for name, path in {**whole.counties, **whole.region}.items():
        after = ({**rest.counties, **rest.region})[name]
        assert np.array_equal(after[:, 1:], path[:, 3:]), name
    for kind in KINDS:
        assert all(np.array_equal(getattr(rest.state, kind)[name], value) for name, value in getattr(whole.state, kind).items())


def test_reference_state_of_a_run_that_goes_on_leaves_its_stocks_alone(everything):
    """What was worked out once is part of the state from then on."""
    later = run_reference(cut(everything, everything.state, 2022), []).state
    _, again = find_reference_state(cut(everything, later, 2025))
    for kind in KINDS:
        assert getattr(again, kind).keys() == getattr(later, kind).keys()
        assert all(np.array_equal(getattr(again, kind)[name], value) for name, value in getattr(later, kind).items())
