"""The axes along which people are counted, in the order in which every array holds them."""

SEXES = ("female", "male")
AGES = tuple(range(102))
STATUSES = ("rural", "migrant", "eligible", "outsider", "registered")
# What people are about who came within the last step and leave again with the next.
ERRANDS = ("to_town", "back_home", "migrant_move", "settled_move")
COUNTY_CLASSES = ("core", "district", "county_level_city", "county")

FEMALE, MALE = range(2)
RURAL, MIGRANT, ELIGIBLE, OUTSIDER, REGISTERED = range(5)
TO_TOWN, BACK_HOME, MIGRANT_MOVE, SETTLED_MOVE = range(4)
OPEN_AGE = AGES[-1]
# Axes that a stock may have: one value a county, cohorts, people who moved within the last step, a profile by age.
COUNTY, COHORT, TRANSIENT, PROFILE = ("county",), ("sex", "age", "status"), ("sex", "age", "errand"), ("age",)
