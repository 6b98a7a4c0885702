"""Incomes: rural income is held at its level of 2020 until its five parts are modelled."""

from simulator.units import person, year, yuan
from simulator.words import defined, driver

rural_income = driver(yuan / person / year, "disposable income of villagers", source="held at 2020",
                      column="counties.rural_income_2020_est")

without_villagers = defined("rural_population", "rural_income")
