"""Which task reads which option, so that none is typed in vain."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.cli.options import Options
from simulator.cli.override_syntax import parse_word
from simulator.language.errors import ScenarioError

# One scenario, or several compared.
RUNS = ("compare", "simulate")
# What tells of ensembles: these, and the brief of one county.
TELLERS = (*RUNS, "county")
# Many members, run in blocks.
STUDIES = ("sweep", "sensitivity", "discover")
MEMBERS = (*TELLERS, *STUDIES, "design")
FOLLOWERS = (*TELLERS, "export", *STUDIES, "design")
# What is made of the past.
MADE = ("calibrate", "hindcast", "score")
READERS = {
    "region": (*FOLLOWERS, *MADE, "document", "show", "validate"),
    "scenarios": ("compare", "county", *STUDIES),
    "scenario": ("simulate", "export"),
    "drivers": FOLLOWERS,
    "calibrated": (*RUNS, "export"),
    "screened": ("calibrate",),
    "kept": MADE,
    "install": ("calibrate",),
    "observed": ("score",),
    "holdout": ("score",),
    "ensemble": MEMBERS,
    "record": STUDIES,
    "sweep": STUDIES,
    "execution": STUDIES,
    "discover": ("discover",),
    "design": ("design",),
    "seed": (*MEMBERS, *MADE),
    "steps": (*FOLLOWERS, *MADE),
    "engine": (*TELLERS, *STUDIES),
    "first_year": RUNS,
    "last_year": FOLLOWERS,
    "parameters": FOLLOWERS,
    "extrapolate": FOLLOWERS,
    "out": (*FOLLOWERS, "calibrate", "hindcast", "document"),
    "cohorts": RUNS,
    "figures": (*RUNS, "sensitivity", "discover", "design", "hindcast"),
    "brief": ("compare",),
    "language": (*TELLERS, "sensitivity", "discover", "design", "hindcast"),
    "name": ("show", "county"),
    "levers": ("show",),
    "shocks": ("show",),
    "targets": ("show",),
    "manifest": ("reproduce",),
    "county": ("export",),
    "format": ("export",),
}


def refuse_unread(task: str, words: Sequence[str]) -> None:
    """Refuse a word whose option the task does not read. Raises ScenarioError that names the tasks that do."""
    for word in words:
        option = parse_word(word).key_or_group.partition(".")[0]
        readers = READERS.get(option, (task,))
        if task not in readers:
            raise ScenarioError(
                f"{option}: task={task} does not read it; leave it out, or name a task that does: {', '.join(readers)}"
            )


def refuse_idle(options: Options, words: Sequence[str]) -> None:
    """Refuse a word that changes nothing without another. Raises ScenarioError that names what it needs."""
    given = {parse_word(word).key_or_group for word in words}
    chosen = options.ensemble.kind in ("single", "file") and options.sweep.design == "grid"
    if "seed" in given and options.task in READERS["ensemble"] and chosen:
        raise ScenarioError("seed: a run with the default parameters draws nothing; add ensemble=prior, or leave it out")
    if (
        "seed" in given
        and options.task in (*TELLERS, *STUDIES)
        and options.ensemble.kind == "posterior"
        and (options.sweep.design == "grid")
    ):
        raise ScenarioError("seed: the members of ensemble=posterior are drawn already; add ensemble=prior, or leave it out")
    if "extrapolate" in given and options.extrapolate and not options.parameters:
        raise ScenarioError("extrapolate: no parameter is given a value; add parameters.NAME=VALUE, or leave it out")
