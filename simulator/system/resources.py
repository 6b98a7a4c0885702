"""Where the package keeps its configs, scenarios and data, in a checkout and in an installed wheel alike."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


def resource_dir(folder: str) -> Path:
    """The folder of configs or scenarios: inside the package in a wheel, beside it in a checkout."""
    inside = PACKAGE / folder
    return inside if inside.is_dir() else PACKAGE.parent / folder
