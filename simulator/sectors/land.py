"""Land: its value to villagers is held at the mean of the region until land is modelled."""

from simulator.units import one
from simulator.words import driver

land_value_index = driver(one, "value of a villager's land rights over the mean of the region", source="held at 2020",
                          value=1.0)
