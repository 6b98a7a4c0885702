"""Many members of one study: how they differ, what is kept of them, and how they are run in blocks, here or elsewhere."""

from simulator.ensemble.designs import DESIGNS, Design, make_design
from simulator.ensemble.draws import draw_shares
from simulator.ensemble.holding import Overrides, override
from simulator.ensemble.members import Members, draw_members, tell_members
from simulator.ensemble.problem import make_problem, read_problem
from simulator.ensemble.variation import Varied, find_uncertainties, list_varied

__all__ = ["DESIGNS", "Design", "Members", "Overrides", "Varied", "draw_members", "draw_shares", "find_uncertainties",
           "list_varied", "make_design", "make_problem", "override", "read_problem", "tell_members"]
