"""The axes along which people are counted, in the order in which every array holds them."""

SEXES = ("female", "male")
AGES = tuple(range(102))
STATUSES = ("rural", "migrant", "eligible", "outsider", "registered")
COUNTY_CLASSES = ("core", "district", "county_level_city", "county")

FEMALE, MALE = range(2)
RURAL, MIGRANT, ELIGIBLE, OUTSIDER, REGISTERED = range(5)
OPEN_AGE = AGES[-1]
