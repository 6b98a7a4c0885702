"""Aliases of YAML, by which a short file can stand for more values than any memory holds."""

from typing import TextIO

import yaml

# Far more than a scenario with a mask for each lever over all counties of a large country.
MOST_VALUES = 100_000


def holds_too_many(text: str | TextIO) -> bool:
    """Whether YAML, its aliases written out, holds more values than anything read here needs. Raises what YAML raises."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    return node is not None and count_values(node, {}) > MOST_VALUES


def count_values(node: yaml.Node, known: dict[int, int]) -> int:
    """How many values a node holds, each as often as an alias stands for it; one that holds itself is counted once."""
    if id(node) not in known:
        known[id(node)] = 1
        if isinstance(node, yaml.MappingNode):
            known[id(node)] += sum(count_values(value, known) for _, value in node.value)
        elif isinstance(node, yaml.SequenceNode):
            known[id(node)] += sum(count_values(value, known) for value in node.value)
    return known[id(node)]
