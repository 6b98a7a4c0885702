"""Names that options had in the first release, and the names they have now: the one table for words and manifests alike."""

from __future__ import annotations

from collections.abc import Container

from simulator.language.errors import ScenarioError

# Where one name became several, the command decides: the first of them that it reads.
ALIASES: dict[str, tuple[str, ...]] = {
    "task": ("command",),
    "name": ("variable", "county"),
    "design.goals": ("design.targets",),
    "design.most": ("design.max_strength",),
}


def rename_override(override: str, readable: Container[str]) -> str:
    """A word of the command line, option=value, with the present name of its option."""
    option, equals, value = override.partition("=")
    if option not in ALIASES:
        return override
    new = next((name for name in ALIASES[option] if name in readable), ALIASES[option][0])
    return f"{new}{equals}{value}"


def rename_options(content: dict, prefix: str = "") -> dict:
    """Options of a manifest under their present names. Raises ScenarioError where the old and the new name both occur."""
    renamed: dict = {}
    for key, value in content.items():
        inner = rename_options(value, f"{prefix}{key}.") if isinstance(value, dict) else value
        new = ALIASES.get(f"{prefix}{key}", (f"{prefix}{key}",))[0].removeprefix(prefix)
        if new in renamed or (new != key and new in content):
            raise ScenarioError(f"{prefix}{key}: is now called {prefix}{new}, which is given too; write one of them")
        renamed[new] = inner
    return renamed
