"""The numbers that the golden test holds, and the named way to move them: python tests/golden/pathways.py, with a reason."""

import json
from pathlib import Path

import simulator

FILE = Path(__file__).with_name("pathways.json")
WATCHED = (
    "population",
    "urban_population",
    "registered_population",
    "births",
    "deaths",
    "net_migration",
    "registrations",
    "jobs",
    "capacity_school",
    "capacity_hospital",
    "floor_space",
    "debt",
    "programme_cost",
)


def compute_pathways() -> dict[str, dict[str, list[float]]]:
    """Totals of the region every fifth year, under both scenarios and driver sets."""
    found = {}
    for drivers in ("observed_2025", "known_2020"):
        results = simulator.simulate(["frozen", "plan"], drivers=drivers, record=WATCHED)
        for scenario in ("frozen", "plan"):
            totals = results.sel(scenario=scenario, member=0, year=[2025, 2030, 2035]).sum("county")
            found[f"{scenario}, {drivers}"] = {name: totals[name].values.round(3).tolist() for name in WATCHED}
    return found


if __name__ == "__main__":
    FILE.write_text(json.dumps(compute_pathways(), indent=1) + "\n", encoding="utf-8")
