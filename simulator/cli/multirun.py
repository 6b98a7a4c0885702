"""Several values on a command line, and the words of the jobs that they make."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import ChoiceSweep, Override, RangeSweep
from hydra.errors import HydraException

from simulator.cli.override_syntax import SEVERAL, parse_word
from simulator.language.errors import ScenarioError

# More are a slip of the hand, or better an ensemble; to read and check even these takes longer than a run.
MOST_JOBS = 200


def expand_sweep(words: Sequence[str], parser: OverridesParser, sweeping: bool) -> list[list[str]]:
    """The words of each job: all combinations of the values that Hydra's grammar names for an option."""
    from hydra._internal.core_plugins.basic_sweeper import BasicSweeper

    parsed = [parse_word(word) for word in words]
    swept = [word for word, override in zip(words, parsed, strict=True) if override.is_sweep_override()]
    if not sweeping:
        if swept:
            raise ScenarioError(SEVERAL.format(swept[0]))
        return [list(words)]
    if math.prod(count_values(override) for override in parsed) > MOST_JOBS:
        raise ScenarioError(f"{' '.join(swept)}: makes more than {MOST_JOBS} jobs; write fewer values, or several commands")
    try:
        [jobs] = BasicSweeper.split_arguments(parser.parse_overrides(list(words)), None)
    except HydraException as error:
        raise ScenarioError(f"{' '.join(swept)}: {' '.join(str(error).split())}; write option=one,another") from None
    if not jobs:
        raise ScenarioError(f"{' '.join(swept)}: names nothing to run; write option=one,another")
    return jobs


def count_values(override: Override) -> int:
    """How many values a word names, counted no further than is needed to know that they are too many."""
    value = override.value()
    if isinstance(value, ChoiceSweep):
        return len(value.list)
    if isinstance(value, RangeSweep):
        return sum(1 for _ in itertools.islice(value.range(), MOST_JOBS + 1))
    return 1
