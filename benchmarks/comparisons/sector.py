"""B1 as a sector of this project: villagers leave for towns that earn more and serve better."""

from benchmarks.comparisons import ways
from simulator.language.declarations import driver, operator, operator_output, parameter, reference, stock
from simulator.language.functions import clip_below_zero, minimum
from simulator.language.units import one, person, year

way_weight = driver(one, "weight of the way from a county to a destination", source="made up", axes=("county", "destination"))

appeal_exponent = parameter(1.2, one, "how strongly pay draws", source="made up", prior_low=0.8, prior_high=2.0)
service_exponent = parameter(0.6, one, "how strongly services draw", source="made up", prior_low=0.2, prior_high=1.0)
leaving_base_rate = parameter(
    0.01, 1 / year, "villagers who leave in a year where pay is alike", source="made up", prior_low=0.005, prior_high=0.02
)
returning_rate = parameter(0.02, 1 / year, "migrants who return in a year", source="made up", prior_low=0.01, prior_high=0.04)
converting_rate = parameter(
    0.03, 1 / year, "migrants who become citizens in a year", source="made up", prior_low=0.01, prior_high=0.06
)
migrant_weight = parameter(
    0.6, one, "places that a migrant needs, over those of a citizen", source="made up", prior_low=0.3, prior_high=1.0
)
villager_growth_rate = parameter(0.004, 1 / year, "natural growth of villagers", source="made up")
migrant_growth_rate = parameter(0.005, 1 / year, "natural growth of migrants", source="made up")
citizen_growth_rate = parameter(0.003, 1 / year, "natural growth of citizens", source="made up")
catching_up_time = parameter(4.0, year, "time to begin what lacks", source="made up", prior_low=2.0, prior_high=6.0)
building_time = parameter(2.0, year, "time to build", source="made up", prior_low=1.0, prior_high=4.0)
place_life = parameter(40.0, year, "life of a place", source="made up")
urban_growth_rate = parameter(0.04, 1 / year, "growth of urban pay", source="made up", prior_low=0.02, prior_high=0.06)
size_exponent = parameter(0.1, one, "how strongly larger towns gain", source="made up", prior_low=0.05, prior_high=0.2)
rural_growth_rate = parameter(0.03, 1 / year, "growth of rural pay", source="made up")
sharing_rate = parameter(0.004, 1 / year, "share of the lead of towns that villages gain in a year", source="made up")

villagers = stock(person, "people in villages", initial="villagers", inflows=["villager_growth", "returns"], outflows="leaving")
migrants = stock(
    person,
    "townspeople who are no citizens",
    initial="migrants",
    inflows=["migrant_growth", "arrivals"],
    outflows=["returns", "conversions"],
)
citizens = stock(person, "citizens of towns", initial="citizens", inflows=["citizen_growth", "conversions"])
service_places = stock(
    person, "people whom services can serve", initial="service_places", inflows="completions", outflows="closures"
)
begun_places = stock(person, "places begun", initial="begun_places", inflows="starts", outflows="completions")
urban_pay = stock(one, "pay in towns", initial="urban_pay", inflows="urban_gain")
rural_pay = stock(one, "pay in villages", initial="rural_pay", inflows="rural_gain")

offering = operator(
    ways.offering, "What all towns together offer a county.", gives={"offer": operator_output(one, "offer of all towns")}
)
drawing = operator(
    ways.drawing,
    "Those who leave come to towns in proportion to what each offers.",
    gives={"draw": operator_output(person / year, "arrivals for one unit of appeal")},
)


def demand(citizens, migrants, migrant_weight) -> person:
    """People to be served."""
    return citizens + migrant_weight * migrants


def served_share(service_places, demand) -> one:
    """Share of them for whom there are places."""
    return minimum(1.0, service_places / demand)


def appeal(urban_pay, served_share, appeal_exponent, service_exponent) -> one:
    """What draws people to a town."""
    return urban_pay**appeal_exponent * served_share**service_exponent


def leaving(leaving_base_rate, villagers, urban_pay, rural_pay) -> person / year:
    """Villagers who leave."""
    return leaving_base_rate * villagers * urban_pay / rural_pay


def pressure(leaving, offer) -> person / year:
    """Those who leave, for one unit of what is offered."""
    return leaving / offer


def arrivals(appeal, draw) -> person / year:
    """Villagers who come to a town."""
    return appeal * draw


def returns(returning_rate, migrants) -> person / year:
    """Migrants who return."""
    return returning_rate * migrants


def conversions(converting_rate, migrants, served_share) -> person / year:
    """Migrants who become citizens."""
    return converting_rate * migrants * served_share


def villager_growth(villager_growth_rate, villagers) -> person / year:
    """Natural growth of villagers."""
    return villager_growth_rate * villagers


def migrant_growth(migrant_growth_rate, migrants) -> person / year:
    """Natural growth of migrants."""
    return migrant_growth_rate * migrants


def citizen_growth(citizen_growth_rate, citizens) -> person / year:
    """Natural growth of citizens."""
    return citizen_growth_rate * citizens


def starts(demand, service_places, catching_up_time) -> person / year:
    """Places that are begun."""
    return clip_below_zero(demand - service_places) / catching_up_time


def completions(begun_places, building_time) -> person / year:
    """Places that are completed."""
    return begun_places / building_time


def closures(service_places, place_life) -> person / year:
    """Places that wear out."""
    return service_places / place_life


def townspeople(migrants, citizens) -> person:
    """All who live in towns."""
    return migrants + citizens


townspeople_2020 = reference("townspeople", person, "all who live in towns at the start")


def urban_gain(urban_pay, urban_growth_rate, townspeople, townspeople_2020, size_exponent) -> 1 / year:
    """Growth of urban pay."""
    return urban_pay * urban_growth_rate * (townspeople / townspeople_2020) ** size_exponent


def rural_gain(rural_pay, rural_growth_rate, sharing_rate, urban_pay) -> 1 / year:
    """Growth of rural pay."""
    return rural_pay * (rural_growth_rate + sharing_rate * (urban_pay / rural_pay - 1.0))
