"""A guard against YAML alias expansion: a short file can stand for more values than fit into memory."""

from typing import TextIO

import yaml

# Far more than a scenario with a mask for each lever over all counties of a large country.
MOST_VALUES = 100_000


def holds_too_many(text: str | TextIO) -> bool:
    """Whether a YAML text with its aliases expanded has more than `MOST_VALUES` values. Raises yaml.YAMLError."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    return node is not None and count_values(node, {}) > MOST_VALUES


def count_values(node: yaml.Node, known: dict[int, int]) -> int:
    """Number of values in a node with aliases expanded; a recursive alias is counted once."""
    if id(node) not in known:
        known[id(node)] = 1
        if isinstance(node, yaml.MappingNode):
            known[id(node)] += sum(count_values(value, known) for _, value in node.value)
        elif isinstance(node, yaml.SequenceNode):
            known[id(node)] += sum(count_values(value, known) for value in node.value)
    return known[id(node)]
