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
    "unknown name": ('''
def crowd(poeple) -> person:
    """Crowd."""
    return poeple
''', ":11: 'crowd' needs 'poeple', which no sector declares; did you mean 'people'?"),
    "unknown flow": ('''
homes = stock(m2, "homes", initial="homes", inflows=["buildings"])
''', ":11: 'homes' needs 'buildings', which no sector declares; choose from births, fertility, homes, people"),
    "unknown name said to be defined": ('''
undefined = defined("peple", "births")
''', "'peple' is said to be defined or not, but no sector declares it; did you mean 'people'?"),
    "sum of two units": ('''
def crowd(people, births) -> person:
    """Crowd."""
    return people + births
''', ":11: 'crowd': Cannot convert from 'person' ([person]) to 'person / year' ([person] / [year]); bring both to one unit"),
    "log of a unit": ('''
def crowd(people) -> one:
    """Crowd."""
    return log(people)
''', ":11: 'crowd': Cannot convert from 'person' ([person]) to 'dimensionless'"),
    "declared in another unit": ('''
def crowd(people) -> yuan / person:
    """Crowd."""
    return 2.0 * people
''', ":11: 'crowd' is declared in yuan/person, its equation gives person; declare it in person or convert it in the equation"),
    "flow in a wrong unit": ('''
homes = stock(m2, "homes", initial="homes", inflows=["births"])
''', ":11: 'births' flows into or out of 'homes' in person/year; it should be in m2/year"),
    "total in another unit": ('''
crowd = total("people", yuan, "all people")
''', ":11: 'crowd' is declared in yuan, what it is taken from gives person; declare it in person"),
    "measure of a schedule in another unit": ('''
ages = driver(1 / year, "schedule", source="toy", axes=("age",))
crowds = stock(person, "crowds", initial="crowds", axes=("sex", "age", "status"))
crowd = measure("crowds", person, "crowd", weight="ages")
''', ":13: 'crowd' is declared in person, what it is taken from gives person/year; declare it in person/year"),
    "reference in another unit": ('''
crowd = reference("people", one, "people of 2020")
''', ":11: 'crowd' is declared in 1, what it is taken from gives person; declare it in person"),
    "reference that equates two units": ('''
crowd = reference("people", one, "crowd", equals="births", between=(0, 1))
''', ":11: 'crowd' makes 'people' in person equal 'births' in person/year; take two variables of one unit"),
    "delay by what is no time": ('''
homes = delay("births", person / year, "late births", time="people", order=2, initial="none")
''', ":11: 'homes' is delayed by 'people' in person; a delay time is in year"),
    "loop without a stock": ('''
def mood(gloom) -> one:
    """Mood."""
    return 1.0 - gloom
def gloom(mood) -> one:
    """Gloom."""
    return 1.0 - mood
''', "a loop with no stock in it; let one of these read a stock instead:\n    mood "),
    "reference made of itself": ('''
crowd_2020 = reference("crowd", person, "crowd of 2020")
def crowd(people, crowd_2020) -> person:
    """Crowd."""
    return people + crowd_2020
''', "a reference constant that is made of itself; give it 'equals' and 'between', or take the reference of another variable:\n"),
    "word of another library": ('''
import numpy as np
def crowd(people) -> person:
    """Crowd."""
    return np.tanh(people)
''', ":12: 'crowd': an equation cannot say 'np.tanh(people)'; it may use + - * / **, one comparison at a time and exp, log, sqrt"),
    "if": ('''
def crowd(people, births) -> person:
    """Crowd."""
    return people if births else people
''', ":11: 'crowd': an equation cannot say 'people if births else people'; it may use"),
    "index": ('''
def crowd(people) -> person:
    """Crowd."""
    return people[0]
''', ":11: 'crowd': an equation cannot say 'people[0]'; it may use"),
    "and": ('''
def crowd(people) -> one:
    """Crowd."""
    return people and people
''', ":11: 'crowd': an equation cannot say 'people and people'; it may use"),
    "chained comparison": ('''
def crowd(people) -> one:
    """Crowd."""
    return 1 < people / people < 2
''', ":11: 'crowd': an equation cannot say '1 < people / people < 2'; it may use + - * / **, one comparison at a time"),
    "sign that the language lacks": ('''
def crowd(people) -> person:
    """Crowd."""
    return people // 2
''', ":11: 'crowd': an equation cannot say 'people // 2'; it may use"),
    "text": ('''
def crowd(people) -> one:
    """Crowd."""
    return "many"
''', ":11: 'crowd': an equation cannot say ''many''; it may use"),
    "second statement": ('''
def crowd(people) -> person:
    """Crowd."""
    doubled = 2.0 * people
    return doubled
''', ":11: 'crowd' should be a description and one 'return ...', nothing else"),
    "no return": ('''
def crowd(people) -> person:
    """Crowd."""
''', ":11: 'crowd' should be a description and one 'return ...', nothing else"),
    "name that is no argument": ('''
def crowd(people) -> person:
    """Crowd."""
    return people + births
''', ":11: 'crowd' uses 'births', which is not among its arguments; add it"),
    "word not imported": ('''
def crowd(people) -> one:
    """Crowd."""
    return sqrt(people / people)
''', ":11: 'crowd' uses the word 'sqrt'; import it from simulator.language"),
    "word of the same name from elsewhere": ('''
from math import log
def crowd(people) -> one:
    """Crowd."""
    return log(people / people)
''', ":12: 'crowd' uses the word 'log'; import it from simulator.language"),
    "word with too few arguments": ('''
def crowd(people) -> person:
    """Crowd."""
    return bounded(people)
''', ":11: 'crowd' cannot be worked out: bounded() missing 2 required positional arguments: 'low' and 'high'; mend its"),
    "array read by an equation": ('''
ages = driver(one, "schedule", source="toy", axes=("age",))
def crowd(people, ages) -> person:
    """Crowd."""
    return people * ages
''', ":12: 'crowd' reads 'ages', which is an array; take a measure of it or use an operator"),
    "name too long": ('''
def people_who_live_in_a_town(people) -> person:
    """People who live in a town."""
    return people
''', ":11: 'people_who_live_in_a_town' should be lower-case words of at most 24 letters"),
    "name in capitals": ('''
Crowd = parameter(1.0, one, "crowd", source="toy")
''', ":11: 'Crowd' should be lower-case words of at most 24 letters"),
    "no description": ('''
def crowd(people) -> person:
    return people
''', ":11: 'crowd' has no description; say in one sentence what it is"),
    "no unit": ('''
def crowd(people):
    """Crowd."""
    return people
''', ":11: 'crowd' has no unit; write one after the arrow, such as '-> person / year'"),
    "points that do not rise": ('''
comfort = table("people", one, "comfort", points=[(0, 1), (2, 3), (1, 4)], source="toy")
''', ":11: 'comfort' should list its points with rising arguments"),
    "status that nobody has": ('''
crowds = stock(person, "crowds", initial="crowds", axes=("sex", "age", "status"))
crowd = measure("crowds", person, "crowd", statuses=["rurall"])
''', ":12: 'crowd' counts 'rurall', whom nobody is; did you mean 'rural'?"),
    "ages that nobody has": ('''
crowds = stock(person, "crowds", initial="crowds", axes=("sex", "age", "status"))
crowd = measure("crowds", person, "crowd", ages=(65, 120))
''', ":12: 'crowd' counts ages 65 to 120; they should rise and lie between 0 and 101"),
    "measure of a number": ('''
crowd = measure("people", person, "crowd")
''', ":11: 'crowd' is a measure of 'people', which is no cohort stock; use an equation"),
}


@pytest.mark.parametrize("case", CASES)
def test_mistake_is_said_with_place_and_remedy(hear, case):
    text, complaint = CASES[case]
    said = hear(SOUND + text)
    assert complaint in said
    assert re.search(PLACE, said) or case == "unknown name said to be defined"
    assert said.count("; ") or re.search(" should ", said), "a message says what would be right"


@pytest.mark.parametrize(("ending", "unit", "text"), [
    ("rate", "1 / year", "1/year"), ("share", "one", "1"), ("time", "year", "year"), ("life", "year", "year"),
    ("index", "one", "1")])
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
