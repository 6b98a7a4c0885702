"""Floor space in towns: its price is held at the level of 2020 until building is modelled."""

from simulator.units import one
from simulator.words import driver

floor_price_index = driver(one, "price of floor space over that of 2020", source="held at 2020", value=1.0)
