"""The design of experiments of a job, from its options."""

from __future__ import annotations

import json
from pathlib import Path

from simulator.calibration.members import make_posterior
from simulator.cli.options import Ensemble, Options
from simulator.cli.region import load_once
from simulator.language.errors import ScenarioError
from simulator.run.setup import load_model
from simulator.sampling import Design, make_design, read_problem
from simulator.system.safe_text import describe_broken, find_broken_character
from simulator.system.user_paths import find_path

# Which designs read each part of the options, those that cannot do without it, and an example.
READ = {
    "members": ("prior", "posterior", "lhs", "sobol", "morris", "saltelli"),
    "file": ("file",),
    "vary": ("prior", "lhs", "sobol", "morris", "saltelli"),
}
NEEDED = {"members": "ensemble.members=100", "file": "ensemble.file=members.csv"}


def choose_design(options: Options) -> Design:
    """The design of experiments. Raises ScenarioError where options of the ensemble contradict each other."""
    asked = options.ensemble
    check_parts(asked)
    model, vary = load_model(), asked.vary
    if asked.kind == "posterior":
        return make_posterior(model, load_once(options.region), asked.members)
    file = find_path(asked.file, "ensemble.file") if asked.file else None
    if isinstance(vary, str) and vary.endswith(".json"):
        return make_design(model, asked.kind, asked.members, options.seed, varied=read_problem(model, read_json(vary)))
    names = [vary] if isinstance(vary, str) else vary
    return make_design(model, asked.kind, asked.members, options.seed, names, file, options.parameters, options.extrapolate)


def check_parts(asked: Ensemble) -> None:
    """Raise ScenarioError for an option that the design does not read, or the lack of one that it needs."""
    for part, kinds in READ.items():
        given = getattr(asked, part) is not None
        if given and asked.kind not in kinds:
            raise ScenarioError(
                f"ensemble.{part}: ensemble={asked.kind} does not read it; leave it out, or choose a design that "
                f"does, such as ensemble={kinds[0]}"
            )
        if part in NEEDED and not given and asked.kind in kinds:
            raise ScenarioError(f"ensemble.{part}: ensemble={asked.kind} needs it; write one, such as {NEEDED[part]}")


def read_json(written: str) -> dict:
    """A SALib problem from a JSON file."""
    path = find_path(written, "ensemble.vary")
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ScenarioError(
            f"ensemble.vary: '{written}' cannot be read as JSON ({error}); name the file of a SALib problem"
        ) from None
    broken = find_broken_character(content)
    if broken is not None:
        raise ScenarioError(f"ensemble.vary: '{written}': {describe_broken(broken)}")
    if not isinstance(content, dict):
        raise ScenarioError(f"ensemble.vary: '{written}' holds no SALib problem; write names and bounds")
    return content
