"""Public services: access is held at its level of 2020 until capacity and load are modelled."""

from simulator.units import one
from simulator.words import driver, lever

permit_entitlement = lever(0.60, one, "share of public services that a residence permit opens", plan=0.95, low=0.0, high=1.0,
                           prior=(0.4, 0.8), ramp=(2021, 2030), group="L4", source="plan 5.2, 4.3",
                           cost="recurrent cost of the added load")
registered_access = driver(one, "access of the registered to services", source="held at 2020", value=1.0)
migrant_access = driver(one, "access of the non-registered to services, over that of 2020", source="held at 2020", value=1.0)
rural_access = driver(one, "access of villagers to services, over that of 2020", source="held at 2020", value=1.0)
