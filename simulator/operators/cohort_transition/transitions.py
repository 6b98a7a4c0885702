"""The table of the cohort transition: statuses, hazards, exits and entries.

The reference step, the hazard columns of the compiled step and the flows of the diagram are made from this table. The compiled
passes and formulas.yaml are written by hand; tests/unit/operators/test_transitions.py holds them to it, entry by entry.
"""

from __future__ import annotations

from dataclasses import dataclass

from simulator.language.dimensions import STATUSES

# How people leave a status: they die; leave the region; change status in place; move to towns of the region, the own county among
# them or not; return to the villages that movers of their town come from; or register in a village of the own county.
DEATH, EXIT, STATUS, TOWNS, OTHER_TOWNS, ORIGINS, OWN_VILLAGES = KINDS = (
    "death",
    "exit",
    "status",
    "towns",
    "other_towns",
    "origins",
    "own_villages",
)
# Born or arriving from outside the region: of no status before.
OUTSIDE = "outside"


@dataclass(frozen=True)
class Transition:
    """A hazard (1/year) of all people of some statuses: rate [county] times schedule ([age] or [sex, age], or 1)."""

    name: str
    sources: tuple[str, ...]
    rate: str
    kind: str
    flow: str
    schedule: str = ""
    # Status entered; with `share` [county], that part of the people enter it, and the rest enter `otherwise`.
    target: str = ""
    share: str = ""
    otherwise: str = ""
    # Flow of arrivals, and the transients [county, sex, age] who arrived within the step and leave again in the next one.
    arrivals: str = ""
    pending: str = ""


TOWN_STATUSES = ("migrant", "eligible", "outsider", "registered")
# Hazards of a status are added up in this order, and the statuses are stepped in theirs.
TRANSITIONS = (
    Transition("rural_death", ("rural",), "rural_death_factor", DEATH, "rural_deaths", "mortality_schedule"),
    Transition("town_death", TOWN_STATUSES, "town_death_factor", DEATH, "urban_deaths", "mortality_schedule"),
    Transition(
        "departure",
        ("rural",),
        "rural_departure_rate",
        TOWNS,
        "rural_departures",
        "departure_schedule",
        target="migrant",
        arrivals="town_arrivals",
        pending="to_town",
    ),
    Transition(
        "reclassification",
        ("rural",),
        "reclassification_rate",
        STATUS,
        "reclassifications",
        target="registered",
        share="reclassified_share",
        otherwise="eligible",
    ),
    Transition("eligibility", ("migrant",), "eligibility_rate", STATUS, "eligibility_gains", target="eligible"),
    Transition("registration", ("eligible",), "registration_rate", STATUS, "migrant_registrations", target="registered"),
    Transition(
        "outsider_registration", ("outsider",), "outsider_register_rate", STATUS, "outsider_registrations", target="registered"
    ),
    Transition(
        "return_migration",
        ("migrant", "eligible"),
        "return_rate",
        ORIGINS,
        "return_departures",
        "return_schedule",
        target="rural",
        arrivals="return_arrivals",
        pending="back_home",
    ),
    Transition(
        "migrant_move",
        ("migrant", "eligible"),
        "migrant_move_rate",
        OTHER_TOWNS,
        "migrant_departures",
        "departure_schedule",
        target="migrant",
        arrivals="migrant_arrivals",
        pending="migrant_move",
    ),
    Transition(
        "outsider_move",
        ("outsider",),
        "outsider_move_rate",
        OTHER_TOWNS,
        "settled_departures",
        "departure_schedule",
        target="outsider",
        arrivals="settled_arrivals",
        pending="settled_move",
    ),
    Transition(
        "registered_move",
        ("registered",),
        "registered_move_rate",
        OTHER_TOWNS,
        "settled_departures",
        "departure_schedule",
        target="outsider",
        arrivals="settled_arrivals",
        pending="settled_move",
    ),
    Transition("town_outflow", TOWN_STATUSES[:3], "town_outflow_rate", EXIT, "town_outflow", "departure_schedule"),
    Transition("registered_outflow", ("registered",), "registered_outflow_rate", EXIT, "town_outflow", "departure_schedule"),
    Transition(
        "village_return",
        ("registered",),
        "village_return_rate",
        OWN_VILLAGES,
        "village_registrations",
        "return_schedule",
        target="rural",
    ),
)
# Status in which transients are counted while they wait to leave.
PENDING_STATUS = {"to_town": "rural", "back_home": "migrant", "migrant_move": "migrant", "settled_move": "outsider"}
# Status that children enter, by the status of their mother.
CHILD_STATUS = {"rural": "rural", "migrant": "eligible", "eligible": "eligible", "outsider": "outsider", "registered": "registered"}
# Entries: flow, and the status entered by the status of those whom it is made of.
ENTRIES = {
    "rural_births": {"rural": CHILD_STATUS["rural"]},
    "urban_births": {status: CHILD_STATUS[status] for status in TOWN_STATUSES},
    "town_inflow": {OUTSIDE: "outsider"},
}
# The stock that the table is of.
STOCK = "residents"


def list_flows() -> dict[str, dict[str, tuple[tuple[str, ...], tuple[str, ...]]]]:
    """For each flow, by the status of the people it consists of, the statuses that lose and that gain by it."""
    flows: dict[str, dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for flow, entries in ENTRIES.items():
        flows[flow] = {status: ((), (entered,)) for status, entered in entries.items()}
    for each in TRANSITIONS:
        entered = tuple(status for status in STATUSES if status in (each.target, each.otherwise))
        flows.setdefault(each.flow, {}).update({status: ((status,), () if each.arrivals else entered) for status in each.sources})
        if each.arrivals:
            flows.setdefault(each.arrivals, {}).update(dict.fromkeys(each.sources, ((), entered)))
    return flows
