"""Run again what a manifest tells of, and compare the digests."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from simulator.data.regions import load_region
from simulator.errors import DataError, ScenarioError
from simulator.results import digest_results
from simulator.scenario import Scenario, check_scenario
from simulator.study import load_model
from simulator.tasks.jobs import Job
from simulator.tasks.manifest import digest_code, read_manifest
from simulator.tasks.options import check_options
from simulator.tasks.pathways import run_scenarios


def reproduce(job: Job, console: Console) -> None:
    """Repeat a run from its manifest. Raises DataError when the data or the results are not the same bits."""
    options = job.options
    if not options.manifest:
        raise ScenarioError("task=reproduce: name the manifest of a run, such as manifest=outputs/my_run/manifest.json")
    manifest = read_manifest(Path(options.manifest).expanduser())
    again = check_options(manifest["options"])
    scenarios = [read_scenario(each, options.manifest) for each in manifest["scenarios"]]
    results = run_scenarios(again, scenarios, load_region(again.region), console)
    changed = [part for part, now in (("data", results.attrs["data_digest"]), ("code", digest_code()))
               if manifest[f"{part}_digest"] != now]
    found = digest_results(results)
    saved = manifest["results"]
    unlike = sorted(name for name in {*found, *saved} - {"all"} if found.get(name) != saved.get(name))
    if changed:
        console.print(f"the {' and the '.join(changed)} changed since that run", highlight=False)
    if unlike:
        raise DataError(f"{len(unlike)} of {len(found) - 1} variables differ from {options.manifest}, the first of them "
                        f"'{unlike[0]}'; run it with the same code, data, libraries and kind of processor")
    console.print(f"reproduced: all {len(found) - 1} variables are the same bits as in {options.manifest}", highlight=False,
                  soft_wrap=True)


def read_scenario(content: dict, place: str) -> Scenario:
    """A scenario as a manifest holds it, with its name."""
    return check_scenario({key: value for key, value in content.items() if key != "name"}, content["name"], place, load_model())
