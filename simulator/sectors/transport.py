"""Towns come nearer to one another as rail and road are built."""

from simulator.language.declarations import driver, lever, operator, operator_output, parameter
from simulator.language.units import hour, one, person
from simulator.operators import destination_choice as destinations

travel_time_2020 = driver(hour, "hours from county to county in 2020, the lesser of road and rail; own on the diagonal",
                          source="rail timetables of January 2021; road time assumed from distance",
                          axes=("county", "destination"))
travel_time_saving = driver(one, "share of the travel time that the full programme saves", axes=("county", "destination"),
                            source="plan 4.1: 1 hour inside a circle, 2 hours between all cities")
time_friction = parameter(1.2, one, "how strongly travel time deters", prior_low=0.8, prior_high=1.8, lower_bound=0,
                          source="Zhang & Zhao 2013; Liu, Zhuo & Wang 2020")
home_bias = parameter(3.4, one, "appeal of the own county's towns beyond their nearness, in logs", prior_low=2.5, prior_high=4.5,
                      source="assumed: 50 to 60 % of leaving villagers stay in their county")
transport_programme = lever(0.0, one, "share of the transport programme in service", plan=1.0, low=0.0, high=1.2, ramp=(2021, 2030),
                            group="L14", theme="spatial", source="plan 4.1", cost="exogenous capital plan")

market_reach = parameter(1.5, hour, "travel time in which the weight of a market falls by e", prior_low=1.0, prior_high=3.0,
                         lower_bound=1e-6, source="assumed")

nearness = operator(destinations.nearness, "Nearness falls with travel time, and home is nearer than its distance.", gives={
    "distance_weight": operator_output(one, "weight of a destination by the way to it", axes=("county", "destination")),
    "market_weight": operator_output(one, "weight of a market by the way to it", axes=("county", "destination"))})
trade = operator(destinations.trade, "A county trades with all towns within reach.", gives={
    "market_access": operator_output(person, "townspeople within reach, the nearer the more they count")})
