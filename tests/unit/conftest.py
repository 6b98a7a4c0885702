"""Toy models: sectors made of text, the inputs of a run with as little as a test needs, and a cache of their own."""

from __future__ import annotations

import importlib.util
import itertools
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from simulator.kernel.inputs import Inputs, LeverPath, State
from simulator.kernel.reference import run_reference
from simulator.language.dimensions import AGES, SEXES, STATUSES
from simulator.language.errors import ModelError
from simulator.language.variables import Variable
from simulator.model.gather import gather
from simulator.model.graph import LEVERS, Model
from simulator.run.reference_state import find_reference_state

HERE = Path(__file__).parent
HEAD = '''\
"""A toy."""
from simulator.language.functions import clip, exp, log, maximum, minimum, divide_or_zero, where
from simulator.language.units import m2, one, person, place, year, yuan
from simulator.language.declarations import *
'''
COHORT = (len(SEXES), len(AGES), len(STATUSES))
MEMBERS, COUNTIES = 5, 4
numbers = itertools.count()
sys.path.insert(0, str(HERE / "toys"))


@pytest.fixture(scope="module")
def cache(tmp_path_factory) -> Iterator[Path]:
    """A folder of its own for the kernels of toys."""
    folder = tmp_path_factory.mktemp("kernels")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIMULATOR_CACHE", str(folder))
        yield folder


def load_sector(path: Path) -> ModuleType:
    """Import a sector file under its own name."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def toys() -> Model:
    """The toy of homes, people and services: every word of the language in one model."""
    return gather([load_sector(HERE / "toys" / f"{name}.py") for name in ("toy_homes", "toy_people", "toy_services")])


@pytest.fixture(scope="session")
def sector(tmp_path_factory) -> Callable[[str], ModuleType]:
    """Make a sector file of text, after the usual imports."""
    folder = tmp_path_factory.mktemp("sectors")

    def make(text: str) -> ModuleType:
        path = folder / f"toy_{next(numbers)}.py"
        path.write_text(HEAD + textwrap.dedent(text), encoding="utf-8")
        return load_sector(path)

    return make


@pytest.fixture(scope="session")
def make_model(sector) -> Callable[..., Model]:
    """Gather the model of sectors given as text."""
    return lambda *texts: gather([sector(text) for text in texts])


@pytest.fixture
def hear(sector) -> Callable[..., str]:
    """Give the message with which a model of these sectors is refused."""

    def listen(*texts: str) -> str:
        with pytest.raises(ModelError) as caught:
            gather([sector(text) for text in texts])
        return str(caught.value)

    return listen


def spread(value: object, shape: tuple[int, ...]) -> np.ndarray:
    """A value for every place of a shape."""
    return np.broadcast_to(np.asarray(value, float), shape).copy()


def is_worked_out(v: Variable, model: Model) -> bool:
    """Whether a stock or pipeline starts from a variable of the model, or from nothing, when nothing else is told."""
    return v.initial != v.name and (not v.initial or v.initial in model.variables)


@pytest.fixture(scope="session")
def prepare() -> Callable[..., Inputs]:
    """Make the inputs of a run: values by name, or else the defaults; `<lever>_amplitude`, `<lever>_ramp`, `<delay>_stages`."""

    def hold(v: Variable, shape: tuple[int, ...], values: dict) -> np.ndarray:
        return spread(values.get(v.name, list(v.value.values())[: shape[-1]] if isinstance(v.value, dict) else v.value), shape)

    def make(model: Model, *, counties: int = 1, members: int = 1, steps: int = 1, last_year: int = 2021, **values) -> Inputs:
        each, moments = (members, counties), (last_year - 2019, steps + 1)

        def drive(shape: tuple[int, ...], axes: tuple[str, ...], path: bool = False) -> dict[str, np.ndarray]:
            return {
                v.name: spread(values.get(v.name, v.value), shape)
                for v in model.of_kind("driver")
                if v.axes == axes and v.path == path
            }

        parameters = {
            v.name: hold(v, each if isinstance(v.value, dict) else (members,), values) for v in model.of_kind("parameter")
        }
        levers = {
            v.name: LeverPath(
                spread(values.get(v.name, v.base), each),
                spread(values.get(f"{v.name}_amplitude", 0.0), each),
                spread(values.get(f"{v.name}_ramp", 0.0), moments),
            )
            for v in model.of_kind(*LEVERS)
        }
        stocks = {
            v.name: spread(values[v.name], each)
            for v in model.of_kind("stock")
            if v.axes == ("county",) and (v.name in values or not is_worked_out(v, model))
        }
        cohorts = {v.name: spread(values[v.name], (*each, *COHORT)) for v in model.of_kind("stock") if "sex" in v.axes}
        profiles = {
            v.name: spread(values.get(v.name, 0.0), (members, len(AGES))) for v in model.of_kind("stock") if v.axes == ("age",)
        }
        stages = {
            v.name: spread(values.get(f"{v.name}_stages", 0.0), (members, v.order, counties))
            for v in model.of_kind("delay")
            if f"{v.name}_stages" in values or not is_worked_out(v, model)
        }
        inputs = Inputs(
            model=model,
            state=State(2020, stocks, cohorts, stages, profiles),
            last_year=last_year,
            steps=steps,
            parameters=parameters,
            references={},
            levers=levers,
            paths=drive((members, *moments), (), path=True),
            fields=drive((counties,), ("county",)),
            constants={name: float(value) for name, value in drive((), ()).items()},
            arrays={v.name: np.asarray(values[v.name], float) for v in model.of_kind("driver") if v.axes not in ((), ("county",))},
        )
        references, state = find_reference_state(inputs)
        return inputs.with_references(references).with_state(state)

    return make


@pytest.fixture(scope="session")
def follow() -> Callable[..., np.ndarray]:
    """The path of one variable in the plain reading, of the first member: [year, county] or [year]."""

    def read(inputs: Inputs, name: str) -> np.ndarray:
        outputs = run_reference(inputs, [name])
        return (outputs.counties | outputs.region)[name][0]

    return read


@pytest.fixture(scope="module", params=[1, 3], ids=["one_step", "three_steps"])
def lively(request, cache, toys, prepare) -> Inputs:
    """A run in which everything moves and no two members or counties are alike."""
    luck = np.random.default_rng(7)
    each, last_year, steps = (MEMBERS, COUNTIES), 2024, request.param
    moments = (last_year - 2019, steps + 1)
    return prepare(
        toys,
        counties=COUNTIES,
        members=MEMBERS,
        steps=steps,
        last_year=last_year,
        building_life=luck.uniform(30, 80, MEMBERS),
        haste=luck.uniform(0.9, 1.3, MEMBERS),
        wish=luck.uniform(0.05, 0.15, MEMBERS),
        floor_target=luck.uniform(25, 35, each),
        floor_target_amplitude=luck.uniform(-5, 10, each),
        floor_target_ramp=np.linspace(0, 1, np.prod(moments)).reshape(moments),
        openness_amplitude=luck.uniform(0, 0.5, each),
        openness_ramp=np.linspace(0, 1, np.prod(moments)).reshape(moments),
        land_price=luck.uniform(100, 900, COUNTIES),
        season=luck.uniform(0.8, 1.2, (MEMBERS, *moments)),
        distance=luck.uniform(0, 3, (COUNTIES, COUNTIES)),
        floor_space=luck.uniform(1e5, 4e5, each),
        tenants=luck.uniform(5e3, 9e3, each),
        completions_stages=luck.uniform(0, 1e4, (MEMBERS, 3, COUNTIES)),
        death_schedule=luck.uniform(0, 0.2, (2, 102)),
        school_schedule=luck.uniform(0, 1, 102),
        residents=luck.uniform(0, 100, (*each, 2, 102, 5)),
        school_places=luck.uniform(0, 1e3, each),
        wear_rate_school=luck.uniform(0.02, 0.1, MEMBERS),
        adequacy=luck.uniform(0.8, 1.0, MEMBERS),
        early_years=luck.uniform(10, 12, MEMBERS),
        schooling=luck.uniform(5, 15, (MEMBERS, 102)),
        crisis_amplitude=luck.uniform(-0.5, 0, each),
        crisis_ramp=np.linspace(0, 1, np.prod(moments)).reshape(moments),
    )
