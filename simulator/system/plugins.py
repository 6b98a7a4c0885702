"""Sectors, scenarios, regions and indicators of other packages, found by their entry points.

A package declares them in its pyproject.toml, for example

    [project.entry-points."urbanization_simulator.sectors"]
    water = "my_package.water"

A sector is a module, and so is a list of indicators; scenarios and regions are packages whose folder holds scenario files, or one folder a region.
"""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

from simulator.language.errors import ModelError

PREFIX = "urbanization_simulator"


def load_plugins(kind: str) -> dict[str, ModuleType]:
    """The plug-ins of a kind (sectors, scenarios, regions or indicators) by name, in the order of their names.

    Raises ModelError that names a plug-in that cannot be loaded, is no module, or has the name of another one.
    """
    plugins: dict[str, ModuleType] = {}
    for point in sorted(entry_points(group=f"{PREFIX}.{kind}"), key=lambda point: (point.name, point.value)):
        where = f"plug-in '{point.name}' of {kind} ({point.value})"
        if point.name in plugins:
            raise ModelError(f"{where}: another package declares one of this name; uninstall one of them")
        try:
            plugins[point.name] = point.load()
        except ModelError:
            raise
        except Exception as error:  # whatever a foreign module raises as it is imported
            raise ModelError(
                f"{where}: cannot be loaded ({type(error).__name__}: {error}); mend its package or uninstall it"
            ) from None
        if not isinstance(plugins[point.name], ModuleType):
            raise ModelError(f"{where}: is no module; let the entry point name a module, without a colon")
    return plugins


def list_plugin_folders(kind: str) -> list[Path]:
    """The folders of the packages that bring scenarios or regions."""
    return [Path(folder) for plugin in load_plugins(kind).values() for folder in getattr(plugin, "__path__", [])]
