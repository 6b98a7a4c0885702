"""Multirun (-m): several values of an option make several jobs, one for each combination."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import ChoiceSweep, Override, RangeSweep

from simulator.cli.override_syntax import SEVERAL, parse_override
from simulator.language.errors import ScenarioError

# To read and check even these takes longer than a run; more are a mistake, or better an ensemble.
MOST_JOBS = 200


def expand_multirun(words: Sequence[str], parser: OverridesParser, multirun: bool) -> list[list[str]]:
    """The overrides of each job: the Cartesian product of the values that Hydra's grammar gives each option.

    Raises ScenarioError for several values without multirun, too many jobs, none, or an interval, which has no values to list.
    """
    parsed = [parse_override(word) for word in words]
    swept = " ".join(word for word, override in zip(words, parsed, strict=True) if override.is_sweep_override())
    if not multirun:
        if swept:
            raise ScenarioError(SEVERAL.format(swept.partition(" ")[0]))
        return [list(words)]
    if math.prod(count_values(override) for override in parsed) > MOST_JOBS:
        raise ScenarioError(f"{swept}: makes more than {MOST_JOBS} jobs; write fewer values, or several commands")
    jobs = [list(each) for each in itertools.product(*(list_values(override) for override in parser.parse_overrides(list(words))))]
    if not jobs:
        raise ScenarioError(f"{swept}: names nothing to run; write option=one,another")
    return jobs


def list_values(override: Override) -> list[str]:
    """An override once for each of its values."""
    key = override.get_key_element()
    if not override.is_sweep_override():
        return [override.input_line or key]
    if not override.is_discrete_sweep():
        raise ScenarioError(f"{override.input_line}: an interval has no values to run one by one; write option=one,another")
    return [f"{key}={value}" for value in override.sweep_string_iterator()]


def count_values(override: Override) -> int:
    """The number of values of an override, counted no further than MOST_JOBS + 1."""
    value = override.value()
    if isinstance(value, ChoiceSweep):
        return len(value.list)
    if isinstance(value, RangeSweep):
        return sum(1 for _ in itertools.islice(value.range(), MOST_JOBS + 1))
    return 1
