"""Whatever a person gets wrong in a sector is said in one sentence: where, what is wrong, and what would be right."""

import re

import pytest

SOUND = '''\
people = stock(person, "people", initial="people", inflows=["births"])
fertility = parameter(0.1, 1 / year, "births a head", source="toy")
def births(people, fertility) -> person / year:
    """Births."""
    return people * fertility
'''
PLACE = r"sectors\d+/toy_\d+.py:"
CASES = {
    "unknown name": (
        '''
def crowd(poeple) -> person:
    """Crowd."""
    return poeple
''',
        ":11: 'crowd' needs 'poeple', which no sector declares; did you mean 'people'?",
    ),
    "unknown flow": (
        """
homes = stock(m2, "homes", initial="homes", inflows=["buildings"])
""",
        ":11: 'homes' needs 'buildings', which no sector declares; choose from births, fertility, homes, people",
    ),
    "unknown name in undefined_where_zero": (
        """
undefined = undefined_where_zero("peple", "births")
""",
        "'peple' is named by undefined_where_zero, but no sector declares it; did you mean 'people'?",
    ),
    "sum of two units": (
        '''
def crowd(people, births) -> person:
    """Crowd."""
    return people + births
''',
        ":11: 'crowd': Cannot convert from 'person' ([person]) to 'person / year' ([person] / [year]); bring both to one unit",
    ),
    "log of a unit": (
        '''
def crowd(people) -> one:
    """Crowd."""
    return log(people)
''',
        ":11: 'crowd': Cannot convert from 'person' ([person]) to 'dimensionless'",
    ),
    "declared in another unit": (
        '''
def crowd(people) -> yuan / person:
    """Crowd."""
    return 2.0 * people
''',
        ":11: 'crowd' is declared in yuan/person, its equation gives person; declare it in person or convert it in the equation",
    ),
    "flow in a wrong unit": (
        """
homes = stock(m2, "homes", initial="homes", inflows=["births"])
""",
        ":11: 'births' flows into or out of 'homes' in person/year; it should be in m2/year",
    ),
    "total in another unit": (
        """
crowd = total("people", yuan, "all people")
""",
        ":11: 'crowd' is declared in yuan, what it is taken from gives person; declare it in person",
    ),
    "cohort sum of a schedule in another unit": (
        """
ages = driver(1 / year, "schedule", source="toy", axes=("age",))
crowds = stock(person, "crowds", initial="crowds", axes=("sex", "age", "status"))
crowd = cohort_sum("crowds", person, "crowd", weight="ages")
""",
        ":13: 'crowd' is declared in person, what it is taken from gives person/year; declare it in person/year",
    ),
    "reference in another unit": (
        """
crowd = reference("people", one, "people of 2020")
""",
        ":11: 'crowd' is declared in 1, what it is taken from gives person; declare it in person",
    ),
    "reference that equates two units": (
        """
crowd = reference("people", one, "crowd", equals="births", between=(0, 1))
""",
        ":11: 'crowd' makes 'people' in person equal 'births' in person/year; take two variables of one unit",
    ),
    "delay by what is no time": (
        """
homes = delay("births", person / year, "late births", time="people", order=2, initial="none")
""",
        ":11: 'homes' is delayed by 'people' in person; a delay time is in year",
    ),
    "loop without a stock": (
        '''
def mood(gloom) -> one:
    """Mood."""
    return 1.0 - gloom
def gloom(mood) -> one:
    """Gloom."""
    return 1.0 - mood
''',
        "a loop with no stock in it; let one of these read a stock instead:\n    mood ",
    ),
    "reference made of itself": (
        '''
crowd_2020 = reference("crowd", person, "crowd of 2020")
def crowd(people, crowd_2020) -> person:
    """Crowd."""
    return people + crowd_2020
''',
        "a value of the reference state that is made of itself; give a reference 'equals' and 'between', or let it, or the start of "
        "the stock, be made of other variables:\n",
    ),
    "word of another library": (
        '''
import numpy as np
def crowd(people) -> person:
    """Crowd."""
    return np.tanh(people)
''',
        ":12: 'crowd': an equation cannot say 'np.tanh(people)'; it may use + - * / **, one comparison at a time and exp, log, "
        "expm1, log1p, sqrt, minimum, maximum, where, clip_below_zero, clip, divide_or_zero, smooth_minimum, logistic",
    ),
    "if": (
        '''
def crowd(people, births) -> person:
    """Crowd."""
    return people if births else people
''',
        ":11: 'crowd': an equation cannot say 'people if births else people'; it may use",
    ),
    "index": (
        '''
def crowd(people) -> person:
    """Crowd."""
    return people[0]
''',
        ":11: 'crowd': an equation cannot say 'people[0]'; it may use",
    ),
    "and": (
        '''
def crowd(people) -> one:
    """Crowd."""
    return people and people
''',
        ":11: 'crowd': an equation cannot say 'people and people'; it may use",
    ),
    "chained comparison": (
        '''
def crowd(people) -> one:
    """Crowd."""
    return 1 < people / people < 2
''',
        ":11: 'crowd': an equation cannot say '1 < people / people < 2'; it may use + - * / **, one comparison at a time",
    ),
    "sign that the language lacks": (
        '''
def crowd(people) -> person:
    """Crowd."""
    return people // 2
''',
        ":11: 'crowd': an equation cannot say 'people // 2'; it may use",
    ),
    "text": (
        '''
def crowd(people) -> one:
    """Crowd."""
    return "many"
''',
        ":11: 'crowd': an equation cannot say ''many''; it may use",
    ),
    "second statement": (
        '''
def crowd(people) -> person:
    """Crowd."""
    doubled = 2.0 * people
    return doubled
''',
        ":11: 'crowd' should be a description and one 'return ...', nothing else",
    ),
    "no return": (
        '''
def crowd(people) -> person:
    """Crowd."""
''',
        ":11: 'crowd' should be a description and one 'return ...', nothing else",
    ),
    "name that is no argument": (
        '''
def crowd(people) -> person:
    """Crowd."""
    return people + births
''',
        ":11: 'crowd' uses 'births', which is not among its arguments; add it",
    ),
    "word not imported": (
        '''
def crowd(people) -> one:
    """Crowd."""
    return sqrt(people / people)
''',
        ":11: 'crowd' uses the word 'sqrt'; import it from simulator.language.functions",
    ),
    "word of the same name from elsewhere": (
        '''
from math import log
def crowd(people) -> one:
    """Crowd."""
    return log(people / people)
''',
        ":12: 'crowd' uses the word 'log'; import it from simulator.language.functions",
    ),
    "word with too few arguments": (
        '''
def crowd(people) -> person:
    """Crowd."""
    return clip(people)
''',
        ":11: 'crowd' cannot be worked out: clip() missing 2 required positional arguments: 'low' and 'high'; mend its",
    ),
    "array read by an equation": (
        '''
ages = driver(one, "schedule", source="toy", axes=("age",))
def crowd(people, ages) -> person:
    """Crowd."""
    return people * ages
''',
        ":12: 'crowd' reads 'ages', which is an array; take a cohort_sum of it or use an operator",
    ),
    "name too long": (
        '''
def people_who_live_in_a_town(people) -> person:
    """People who live in a town."""
    return people
''',
        ":11: 'people_who_live_in_a_town' should be lower-case words of at most 24 letters",
    ),
    "name in capitals": (
        """
Crowd = parameter(1.0, one, "crowd", source="toy")
""",
        ":11: 'Crowd' should be lower-case words of at most 24 letters",
    ),
    "no description": (
        """
def crowd(people) -> person:
    return people
""",
        ":11: 'crowd' has no description; say in one sentence what it is",
    ),
    "no unit": (
        '''
def crowd(people):
    """Crowd."""
    return people
''',
        ":11: 'crowd' has no unit; write one after the arrow, such as '-> person / year'",
    ),
    "points that do not rise": (
        """
comfort = table("people", one, "comfort", points=[(0, 1), (2, 3), (1, 4)], source="toy")
""",
        ":11: 'comfort' should list its points with rising arguments",
    ),
    "status that nobody has": (
        """
crowds = stock(person, "crowds", initial="crowds", axes=("sex", "age", "status"))
crowd = cohort_sum("crowds", person, "crowd", statuses=["rurall"])
""",
        ":12: 'crowd' counts 'rurall', whom nobody is; did you mean 'rural'?",
    ),
    "ages that nobody has": (
        """
crowds = stock(person, "crowds", initial="crowds", axes=("sex", "age", "status"))
crowd = cohort_sum("crowds", person, "crowd", ages=(65, 120))
""",
        ":12: 'crowd' counts ages 65 to 120; they should rise and lie between 0 and 101",
    ),
    "cohort sum of a number": (
        """
crowd = cohort_sum("people", person, "crowd")
""",
        ":11: 'crowd' is a cohort_sum of 'people', which is no cohort stock; use an equation",
    ),
    "cohort sum of a profile": (
        """
years = stock(year, "schooling", initial="years", axes=("age",))
crowd = cohort_sum("years", year, "crowd")
""",
        ":12: 'crowd' is a cohort_sum of 'years', which is no cohort stock; use an equation",
    ),
    "cohort sum weighed by a number": (
        """
crowds = stock(person, "crowds", initial="crowds", axes=("sex", "age", "status"))
crowd = cohort_sum("crowds", person / year, "crowd", weight="fertility")
""",
        ":12: 'crowd' weighs people by 'fertility', which has no value by age; multiply by it in an equation",
    ),
    "total of what the region has once": (
        """
crowd = total("fertility", 1 / year, "crowd")
""",
        ":11: 'crowd' is taken from 'fertility', which has one value for the whole region; take one that has a value a county",
    ),
    "decay at what is no rate": (
        """
crowd = decay("people", person * person, "crowd", rate="people")
""",
        ":11: 'crowd' leaves at 'people' in person; a rate is in 1/year",
    ),
    "decay in another unit": (
        """
crowd = decay("people", person, "crowd", rate="fertility")
""",
        ":11: 'crowd' is declared in person, what it is taken from gives person/year; declare it in person/year",
    ),
    "decay of what the region has once": (
        """
crowd = decay("fertility", 1 / year / year, "crowd", rate="fertility")
""",
        ":11: 'crowd' is taken from 'fertility', which has one value for the whole region; take one that has a value a county",
    ),
    "decay of an array": (
        """
crowds = stock(person, "crowds", initial="crowds", axes=("sex", "age", "status"))
crowd = decay("crowds", person / year, "crowd", rate="fertility")
""",
        ":12: 'crowd' reads 'crowds', which is an array; take a cohort_sum of it or use an operator",
    ),
    "in transit of a stock": (
        """
crowd = in_transit("people", person * year, "crowd")
""",
        ":11: 'crowd' is what is in transit to 'people', which is no pipeline; take a delay or read the stock",
    ),
    "in transit in the unit of its flow": (
        """
wait = parameter(1.0, year, "wait", source="toy")
late = delay("births", person / year, "late births", time="wait", order=2, initial="late")
crowd = in_transit("late", person / year, "crowd")
""",
        ":13: 'crowd' is declared in person/year, what it is taken from gives person; declare it in person",
    ),
    "start in another unit": (
        """
homes = stock(m2, "homes", initial="births")
""",
        ":11: 'homes' starts from 'births' in person/year; it should be in m2",
    ),
    "pipeline that starts from its flow": (
        """
wait = parameter(1.0, year, "wait", source="toy")
late = delay("births", person / year, "late births", time="wait", order=2, initial="births")
""",
        ":12: 'late' starts from 'births' in person/year; it should be in person",
    ),
    "start made of itself": (
        '''
crowd = stock(person, "crowd", initial="half_a_crowd", inflows="births")
def half_a_crowd(crowd) -> person:
    """Half a crowd."""
    return 0.5 * crowd
''',
        "a value of the reference state that is made of itself; give a reference 'equals' and 'between', or let it, or the start of "
        "the stock, be made of other variables:\n",
    ),
    "pipeline that starts from what leaves it": (
        '''
wait = parameter(1.0, year, "wait", source="toy")
late = delay("births", person / year, "late births", time="wait", order=2, initial="waiting")
def waiting(late, wait) -> person:
    """Waiting."""
    return late * wait
''',
        "a value of the reference state that is made of itself",
    ),
    "reference of a step": (
        """
import toy_people
crowds = stock(person, "crowds", initial="crowds", axes=("sex", "age", "status"), moved_by="moving")
moving = operator(toy_people.living.reference, "moves", reads=["crowds"], gives={"movers": operator_output(person / year, "movers")})
movers_2020 = reference("movers", person / year, "movers of 2020")
""",
        ":14: 'movers_2020' is made in the reference state of what 'moving' gives, but nobody moves there; make it of what holds "
        "at one moment",
    ),
    "start of a path without a value": (
        """
growth = driver(one, "growth", source="toy", axes=(), path=True)
crowd = stock(one, "crowd", initial="growth")
""",
        ":12: 'crowd' is made in the reference state of 'growth', a path without a value; give 'growth' the value it has there",
    ),
    "reference of an array": (
        """
ages = driver(one, "schedule", source="toy", axes=("age",))
ages_2020 = reference("ages", one, "schedule of 2020")
""",
        ":12: 'ages_2020' reads 'ages', which is an array; take a cohort_sum of it or use an operator",
    ),
    "start of an array": (
        """
ages = driver(one, "schedule", source="toy", axes=("age",))
crowd = stock(one, "crowd", initial="ages")
""",
        ":12: 'crowd' reads 'ages', which is an array; take a cohort_sum of it or use an operator",
    ),
    "stock with other axes": (
        """
crowd = stock(person, "crowd", initial="crowd", axes=("county", "age"))
""",
        ":11: 'crowd' is a stock by county and age; let it be by county, by sex, age and status (or errand), or by age",
    ),
    "number that is aged": (
        """
import toy_people
crowd = stock(person, "crowd", initial="crowd", aged_by="older")
older = operator(toy_people.birthday.reference, "older", reads=["crowd"])
""",
        ":12: 'crowd' has one value a county and so is not moved by 'older'; give it inflows and outflows",
    ),
    "array with a flow": (
        """
crowd = stock(person, "crowd", initial="crowd", axes=("age",), inflows="births")
""",
        ":11: 'crowd' is an array and so has no inflows and outflows; let an operator move it",
    ),
    "profile that is moved": (
        """
import toy_people
crowd = stock(person, "crowd", initial="crowd", axes=("age",), moved_by="older")
older = operator(toy_people.birthday.reference, "older", reads=["crowd"])
""",
        ":12: 'crowd' belongs to the whole region and so is not moved by 'older'; let an operator age it",
    ),
    "profile that starts from nothing": (
        """
crowd = stock(person, "crowd", axes=("age",))
""",
        ":11: 'crowd' is an array and so starts from the tables; name what they give under 'initial'",
    ),
    "ageing of another stock": (
        """
import toy_people
crowd = stock(person, "crowd", initial="crowd", axes=("age",), aged_by="older")
older = operator(toy_people.birthday.reference, "older", reads=["people"])
""",
        ":13: 'older' ages 'crowd' without reading it; name it among what it reads",
    ),
    "ageing by another profile": (
        """
import toy_people
crowd = stock(person, "crowd", initial="crowd", axes=("age",), aged_by="older")
other = stock(person, "other", initial="other", axes=("age",))
older = operator(toy_people.birthday.reference, "older", reads=["crowd", "other"])
""",
        ":14: 'older' ages 'crowd' and reads 'other', another array that moves; let it read a cohort_sum of it",
    ),
    "ageing by what happens in a step": (
        """
import toy_people
crowds = stock(person, "crowds", initial="crowds", axes=("sex", "age", "status"), moved_by="moving", aged_by="older")
moving = operator(toy_people.living.reference, "moves", reads=["crowds"], gives={"movers": operator_output(person / year, "movers")})
older = operator(toy_people.birthday.reference, "older", reads=["crowds", "movers"])
""",
        ":14: 'older' reads 'movers', which people make while they move; let it read what holds at the end of the year",
    ),
    "class that no county has": (
        """
pace = parameter({"core": 1, "district": 1, "county_level_citty": 1, "county": 1}, one, "pace", source="toy")
""",
        ":11: 'pace' has a value for 'county_level_citty', which is no class of county, and it names no axis; did you mean "
        "'county_level_city'?",
    ),
    "class without a value": (
        """
pace = parameter({"core": 1, "district": 1, "county": 1}, one, "pace", source="toy")
""",
        ":11: 'pace' has no value for 'county_level_city'; give one for each of core, district, county_level_city, county",
    ),
    "range by class": (
        """
pace = parameter(1.0, one, "pace", source="toy", prior_low={"core": 1.0}, prior_high=2.0)
""",
        ":11: 'pace' has several values of prior_low or prior_high; give one of each, or name their axis",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_mistake_is_said_with_place_and_remedy(hear, case):
    text, complaint = CASES[case]
    said = hear(SOUND + text)
    assert complaint in said
    assert re.search(PLACE, said) or case == "unknown name in undefined_where_zero"
    assert said.count("; ") or re.search(" should ", said), "a message says what would be right"


def test_every_place_of_a_ring_of_starts_is_listed(hear):
    ring = hear(SOUND + CASES["start made of itself"][0]).splitlines()[1:]
    assert {line.split()[0] for line in ring} == {"crowd", "half_a_crowd"}
    assert all(re.fullmatch(r"sectors\d+/toy_\d+.py:1[12]", line.split()[1]) for line in ring)


@pytest.mark.parametrize(
    ("ending", "unit", "text"),
    [
        ("rate", "1 / year", "1/year"),
        ("share", "one", "1"),
        ("time", "year", "year"),
        ("life", "year", "year"),
        ("index", "one", "1"),
    ],
)
def test_endings_mean_one_unit(hear, make_model, ending, unit, text):
    def declare(unit: str) -> str:
        return f'{SOUND}\ncrowd_{ending} = parameter(1.0, {unit}, "crowd", source="toy")\n'

    assert f":11: 'crowd_{ending}' ends in _{ending} and so should be in {text}, not in m2" in hear(declare("m2"))
    assert str(make_model(declare(unit))[f"crowd_{ending}"].unit) == text


def test_name_declared_twice_names_both_places(hear):
    said = hear(SOUND, '"""Another sector."""\npeople = parameter(1.0, one, "people", source="toy")\n')
    twice = rf"{PLACE}6: 'people' is already declared in {PLACE}5; give one of them another name"
    assert re.fullmatch(twice, said.splitlines()[0])


def test_loop_lists_its_ring_with_places(hear):
    ring = hear(SOUND + CASES["loop without a stock"][0]).splitlines()[1:]
    assert [line.split()[0] for line in ring] == ["mood", "gloom", "mood"]
    assert all(re.fullmatch(r"sectors\d+/toy_\d+.py:1[14]", line.split()[1]) for line in ring)


def test_several_mistakes_are_said_together(hear):
    said = hear(SOUND + CASES["no unit"][0], CASES["name in capitals"][0])
    assert len(said.splitlines()) == 2


def test_sound_sector_is_accepted(make_model):
    assert make_model(SOUND).order == ("births",)
