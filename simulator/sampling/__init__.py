"""Many members of one study: how they differ, what is kept of them, and how they are run in blocks, here or elsewhere."""

from simulator.sampling.designs import DESIGNS, Design, make_design
from simulator.sampling.factors import Factor, find_uncertainties, list_factors
from simulator.sampling.members import Members, draw_members, tell_members
from simulator.sampling.overrides import Overrides, override
from simulator.sampling.random_streams import draw_shares
from simulator.sampling.salib import make_problem, read_problem

__all__ = [
    "DESIGNS",
    "Design",
    "Factor",
    "Members",
    "Overrides",
    "draw_members",
    "draw_shares",
    "find_uncertainties",
    "list_factors",
    "make_design",
    "make_problem",
    "override",
    "read_problem",
    "tell_members",
]
