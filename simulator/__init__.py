"""A county simulator of new-type urbanization: people, registration and towns, year by year to 2035."""

import sys
from importlib import import_module
from types import ModuleType

# What the package offers, and where each is made. It is loaded when it is first asked for, as the libraries behind it take
# seconds, in which the command line must already listen to Ctrl-C.
OFFERED = {
    "decompose_income_ratio": "simulator.indicators.decomposition:decompose_income_ratio",
    "effects": "simulator.indicators:measure_effects",
    "gather": "simulator.model.gather:gather",
    "import_sectors": "simulator.model.gather:import_sectors",
    "indicators": "simulator.indicators:compute_indicators",
    "list_scenarios": "simulator.scenario:list_scenarios",
    "load_region": "simulator.region.region:load_region",
    "measure_city_reach": "simulator.indicators.accessibility:measure_city_reach",
    "score_targets": "simulator.indicators.scoring:score_targets",
    "simulate": "simulator.run.simulate:simulate",
}
__all__ = list(OFFERED)


class Package(ModuleType):
    """The package, in which the name of a function stays its own where a module has the same one."""

    def __getattr__(self, name: str) -> object:
        if name not in OFFERED:
            raise AttributeError(f"module 'simulator' has no attribute '{name}'")
        module, _, function = OFFERED[name].partition(":")
        setattr(self, name, getattr(import_module(module), function))
        return self.__dict__[name]

    def __setattr__(self, name: str, value: object) -> None:
        # Python gives every module it loads to its package, under a name that may be that of a function here.
        if not (name in OFFERED and isinstance(value, ModuleType)):
            super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *OFFERED})


sys.modules[__name__].__class__ = Package
