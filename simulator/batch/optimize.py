"""Search for cheap mixes of levers that reach targets surely: NSGA-II of Optuna, asked for mixes in batches and told of them."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence

import numpy as np

from simulator.batch.portfolio import Answer, Mix
from simulator.language.errors import ScenarioError

STEP = 0.1  # strengths are told to a tenth
STARTS = (0.0, 0.5, 1.0)  # strengths of all levers with which a search begins


def search_mixes(
    levers: Sequence[str], most: float, trials: int, batch: int, seed: int, try_mix: Callable[[Mix], Answer]
) -> list[tuple[Mix, Answer]]:
    """Every mix that was tried, each once, with what it came to; strengths go from 0 (2020 practice) over 1 (the plan) to `most`.

    Raises ScenarioError where Optuna is not installed.
    """
    try:
        import optuna
    except ImportError:
        raise ScenarioError("design: Optuna is not installed; install the extra 'design'") from None
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sampler = optuna.samplers.NSGAIISampler(population_size=batch, seed=seed)
        study = optuna.create_study(directions=["minimize", "maximize"], sampler=sampler)
        for strength in STARTS:
            study.enqueue_trial(dict.fromkeys(levers, min(strength, most)))
        found: dict[tuple, tuple[Mix, Answer]] = {}
        for first in range(0, trials, batch):
            asked = [study.ask() for _ in range(min(batch, trials - first))]
            for trial in asked:
                mix = {lever: round(trial.suggest_float(lever, 0.0, most, step=STEP), 6) for lever in levers}
                key = tuple(mix.values())
                if key not in found:
                    found[key] = (mix, try_mix(mix))
                study.tell(trial, [found[key][1].cost, found[key][1].score])
    return list(found.values())


def find_front(tried: Sequence[tuple[Mix, Answer]]) -> list[tuple[Mix, Answer]]:
    """The mixes than which no other is both as cheap and as sure, the cheapest first."""
    front: list[tuple[Mix, Answer]] = []
    for mix, answer in sorted(tried, key=lambda each: (each[1].cost, -each[1].score)):
        if not front or answer.score > front[-1][1].score:
            front.append((mix, answer))
    return front


def thin(mix: Mix, answer: Answer, try_mix: Callable[[Mix], Answer], wanted: float) -> tuple[Mix, Answer]:
    """The mix without the levers that it does not need: each is taken back to 2020 practice, the dearest first, as long as the
    wanted probability is still reached and the mix becomes no dearer."""
    savings = {}
    for lever in [name for name, strength in mix.items() if strength > 0.0]:
        savings[lever] = answer.cost - try_mix(mix | {lever: 0.0}).cost
    for lever in sorted(savings, key=savings.get, reverse=True):
        less = mix | {lever: 0.0}
        found = try_mix(less)
        if found.probability >= min(wanted, answer.probability) and found.cost <= answer.cost:
            mix, answer = less, found
    return mix, answer


def choose(front: Sequence[tuple[Mix, Answer]], wanted: float) -> tuple[Mix, Answer]:
    """The cheapest mix that reaches the wanted probability, or else the surest there is."""
    sure = [each for each in front if each[1].probability >= wanted]
    return sure[0] if sure else front[int(np.argmax([each[1].score for each in front]))]
