"""Schooling of cohorts: what it was when they left school, carried along as they grow older."""

from simulator.language.dimensions import OPEN_AGE
from simulator.operators.implementations import compiled_version_of

# Those who leave school in a year, first and last age; younger ones are still at school, older ones keep what they have.
FIRST_LEAVER, LAST_LEAVER = 20, 22


def school_leaving(schooling, entry_years):
    """Years of schooling by age on 1 January: cohorts older than 22 keep theirs, those of 20 to 22 have that of today.

    `schooling` [age] and `entry_years`, one number, in years. Below 20 the profile by age stays.
    """
    after = schooling.copy()
    after[LAST_LEAVER + 1 :] = schooling[LAST_LEAVER:OPEN_AGE]
    after[FIRST_LEAVER : LAST_LEAVER + 1] = entry_years
    return after


@compiled_version_of(school_leaving)
def _school_leaving(schooling, entry_years):
    for age in range(OPEN_AGE, LAST_LEAVER, -1):
        schooling[age] = schooling[age - 1]
    for age in range(FIRST_LEAVER, LAST_LEAVER + 1):
        schooling[age] = entry_years
