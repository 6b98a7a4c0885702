"""A family is one line for each element of an axis; all that is made of it is a family too, unless it is written out."""

import re

import numpy as np
import pytest

from simulator.kernel.reference import run_reference
from simulator.kernel.run import run_kernel
from simulator.kernel.schedule import plan_kernel
from simulator.language.errors import ModelError
from simulator.model.graph import describe

AXIS = 'service = axis(school="schools", clinic="clinics")\n'
PEOPLE = 'people = stock(person, "people", initial="people")\n'
NORMS = (
    AXIS
    + PEOPLE
    + '''\
norm = parameter({"school": 0.5, "clinic": 0.1}, place / person, "places a person needs", source="toy", axis="service")
def need(people, norm) -> place:
    """Places that people need."""
    return people * norm
'''
)


@pytest.fixture
def families(make_model):
    """A model of lines after those of norms, and the members of each of its families."""

    def make(text: str = ""):
        model = make_model(NORMS + text)
        found: dict[str, list[str]] = {}
        for v in model.variables.values():
            if v.family:
                found.setdefault(v.family, []).append(v.element)
        return model, found

    return make


def test_family_is_one_variable_for_each_element(families):
    model, found = families()
    assert found == {"norm": ["school", "clinic"], "need": ["school", "clinic"]}
    assert list(model.variables) == ["people", "norm_school", "norm_clinic", "need_school", "need_clinic"]
    assert (model["norm_school"].value, model["norm_clinic"].value) == (0.5, 0.1)
    assert model["need_clinic"].needs == ("people", "norm_clinic")
    assert model["need_clinic"].description == "Places that people need: clinics"
    assert model["norm_school"].description == "places a person needs: schools"
    assert model["need_clinic"].place == model["need_school"].place


def test_values_and_ranges_go_to_their_members_and_one_value_to_all(families):
    model, _ = families("""
life = parameter({"school": 30.0, "clinic": 20.0}, year, "life", source="toy", prior_low={"school": 25.0, "clinic": 15.0}, prior_high=40.0,
                 axis="service")
pace = parameter(2.0, one, "pace", source="toy", prior_low=1.0, prior_high=3.0, axis="service")
""")
    said = {v.name: (v.value, v.prior_low, v.prior_high) for v in model.of_kind("parameter") if v.family != "norm"}
    assert said == {
        "life_school": (30.0, 25.0, 40.0),
        "life_clinic": (20.0, 15.0, 40.0),
        "pace_school": (2.0, 1.0, 3.0),
        "pace_clinic": (2.0, 1.0, 3.0),
    }


def test_member_may_have_a_value_for_each_class_of_county(families, prepare, follow):
    model, _ = families('''
quality = parameter({"school": {"core": 1.0, "district": 2.0, "county_level_city": 3.0, "county": 4.0}, "clinic": 5.0}, one,
                    "quality", source="toy", axis="service")
def comfort(need, quality) -> place:
    """Comfort."""
    return need * quality
''')
    assert (model.scope["quality_school"], model.scope["quality_clinic"]) == ("county", "region")
    inputs = prepare(model, counties=4, people=10.0)
    assert follow(inputs, "comfort_school")[0].tolist() == [5.0, 10.0, 15.0, 20.0]
    assert follow(inputs, "comfort_clinic")[0].tolist() == [5.0] * 4


WORDS = '''
build_time = parameter({"school": 2.0, "clinic": 1.0}, year, "time to build", source="toy", axis="service")
wear_rate = parameter(0.1, 1 / year, "wear", source="toy")
capacity = stock(place, "places", initial="need", inflows="finished", outflows="worn", axis="service")
worn = decay("capacity", place / year, "places that wear out", rate="wear_rate")
finished = delay("begun", place / year, "places finished", time="build_time", order=2, initial="need")
under_way = in_transit("finished", place, "places being built")
need_2020 = reference("need", place, "need of 2020")
comfort = table("adequacy", one, "comfort", points=[(0.0, 0.0), (2.0, 1.0)], source="toy")
capacity_in_region = total("capacity", place, "places in the region")
mean_adequacy = total("adequacy", one, "places over need in the region", weight="need")
places = total("capacity", place, "all places", over="service")
places_in_region = total("capacity_in_region", place, "all places in the region", over="service")
def begun(worn, under_way, build_time) -> place / year:
    """Places begun."""
    return worn + 0.1 * under_way / build_time
def adequacy(capacity, need, need_2020) -> one:
    """Places over need."""
    return capacity / need * (need / need_2020)
'''
MADE_OF_NORMS = (
    "build_time",
    "capacity",
    "worn",
    "finished",
    "under_way",
    "need_2020",
    "comfort",
    "capacity_in_region",
    "mean_adequacy",
    "begun",
    "adequacy",
    "norm",
    "need",
)


def test_every_word_made_of_a_family_is_a_family(families):
    model, found = families(WORDS)
    assert found == {name: ["school", "clinic"] for name in MADE_OF_NORMS}
    assert model["finished_clinic"].of == "begun_clinic" and model["finished_clinic"].time == "build_time_clinic"
    assert model["finished_clinic"].initial == "need_clinic" and model["capacity_school"].inflows == ("finished_school",)
    assert model["worn_school"].rate == "wear_rate" and model["under_way_clinic"].of == "finished_clinic"
    assert model["comfort_school"].argument == "adequacy_school" and model["mean_adequacy_school"].weight == "need_school"


def test_sum_over_an_axis_is_no_family(families, prepare, follow, cache):
    model, _ = families(WORDS)
    assert model["places"].of == ("capacity_school", "capacity_clinic") and model["places"].family == ""
    assert (model.scope["places"], model.scope["places_in_region"]) == ("county", "region")
    inputs = prepare(model, counties=2, steps=2, last_year=2023, people=[10.0, 20.0])
    parts = [follow(inputs, name) for name in ("capacity_school", "capacity_clinic")]
    assert follow(inputs, "places")[0].tolist() == [6.0, 12.0]
    assert follow(inputs, "places") == pytest.approx(sum(parts), rel=1e-15)
    assert follow(inputs, "places_in_region") == pytest.approx(sum(parts).sum(axis=1), rel=1e-15)
    record = plan_kernel(model).recorded
    fast, plain = run_kernel(inputs, record), run_reference(inputs, record)
    for name, path in {**plain.counties, **plain.region}.items():
        np.testing.assert_allclose(({**fast.counties, **fast.region})[name], path, rtol=1e-13, err_msg=name)


def test_member_written_out_replaces_that_of_the_family(families, prepare, follow):
    model, found = families('''
def need_clinic(people, norm_clinic) -> place:
    """Clinics that people need, more than the norm."""
    return 7.0 * people * norm_clinic
''')
    assert found["need"] == ["school", "clinic"]
    assert model["need_clinic"].needs == ("people", "norm_clinic") and model["need_clinic"].description.startswith("Clinics that")
    inputs = prepare(model, people=10.0)
    assert follow(inputs, "need_school")[0] == 5.0 and follow(inputs, "need_clinic")[0] == pytest.approx(7.0)


def test_family_may_be_nothing_but_members_written_out(families, prepare, follow):
    model, found = families('''
pupils_school = driver(place, "seats asked for", source="toy", value=3.0)
def pupils_clinic(people, norm_clinic) -> place:
    """Beds asked for."""
    return people * norm_clinic
all_pupils = total("pupils", place, "all asked for", over="service")
def lack(pupils, need) -> place:
    """Places asked for beyond need."""
    return pupils - need
''')
    assert found["pupils"] == found["lack"] == ["school", "clinic"]
    inputs = prepare(model, people=10.0)
    assert (follow(inputs, "all_pupils")[0, 0], follow(inputs, "lack_school")[0, 0]) == (4.0, -2.0)


def test_operator_may_be_a_family_that_ages_profiles(families, prepare):
    """What is read under `reads`, and what ages a stock, is that of the member."""
    model, found = families("""
import toy_operators
young = driver(one, "share of an age that changes", source="toy", axes=("age",))
skill = stock(one, "skill by age", initial="skill", axes=("age",), aged_by="growing", axis="service")
growing = operator(toy_operators.graduation, "Skills grow.", reads=["skill", "level", "young"])
level = parameter({"school": 3.0, "clinic": 4.0}, one, "skill of the young", source="toy", axis="service")
""")
    assert found["growing"] == ["school", "clinic"] and model["skill_clinic"].aged_by == "growing_clinic"
    inputs = prepare(model, people=1.0, young=np.eye(102)[0], skill_school=1.0, skill_clinic=2.0)
    after = run_reference(inputs, []).state.profiles
    assert after["skill_school"][0, :3].tolist() == [3.0, 1.0, 1.0] and after["skill_clinic"][0, :3].tolist() == [4.0, 2.0, 2.0]


def test_members_are_described_each_with_its_family_and_its_own_parts(families):
    model, _ = families(WORDS)
    assert describe(model, "need_clinic") | {"place": "", "source": ""} == {
        "name": "need_clinic",
        "kind": "equation",
        "place": "",
        "description": "Places that people need: clinics",
        "unit": "place",
        "equation": "need_clinic = people * norm_clinic",
        "family": "need",
        "source": "",
        "written by": "its equation",
        "made of": "people, norm_clinic",
        "read by": "need_2020_clinic, mean_adequacy_clinic, adequacy_clinic",
    }
    assert describe(model, "places")["equation"] == "places = capacity_school + capacity_clinic"
    assert describe(model, "worn_school")["equation"] == "worn_school = capacity_school * (1 - exp(-wear_rate * step)) / step"
    assert describe(model, "under_way_school")["equation"] == "under_way_school = all stages of finished_school"
    assert describe(model, "norm_school")["value"] == "0.5"


def test_family_itself_is_no_variable_and_its_members_are_named(families):
    model, _ = families()
    with pytest.raises(ModelError) as caught:
        describe(model, "need")
    assert str(caught.value) == "'need' is a family; choose from need_school, need_clinic"


CASES = {
    "unknown axis": (
        """
pace = parameter(1.0, one, "pace", source="toy", axis="servise")
""",
        ":12: 'pace' is given by 'servise', which is no axis; did you mean 'service'?",
    ),
    "sum over an unknown axis": (
        """
all_need = total("need", place, "all need", over="services")
""",
        ":12: 'all_need' is given by 'services', which is no axis; did you mean 'service'?",
    ),
    "sum with a weight": (
        """
all_need = total("need", place, "all need", over="service", weight="crowd")
""",
        ":12: the sum of 'need' over 'service' has a weight, which only a mean over counties has; multiply by it in an equation",
    ),
    "sum of what is no family": (
        """
crowd = total("people", person, "crowd", over="service")
""",
        ":12: 'crowd' adds up 'people' over 'service', which is no family of that axis; choose from need, norm",
    ),
    "sum over another axis": (
        """
sort = axis(new="new", old="old")
crowd = total("need", place, "crowd", over="sort")
""",
        ":13: 'crowd' adds up 'need' over 'sort', which is no family of that axis",
    ),
    "two axes": (
        '''
sort = axis(new="new", old="old")
pace = parameter(1.0, one, "pace", source="toy", axis="sort")
def hurry(need, pace) -> place:
    """Hurry."""
    return need * pace
''',
        ":14: 'hurry' is made of families of service and sort; take one axis",
    ),
    "element without a value": (
        """
pace = parameter({"school": 1.0}, one, "pace", source="toy", axis="service")
""",
        ":12: 'pace' has no value for 'clinic'; give one for each of school, clinic",
    ),
    "element without a low": (
        """
pace = parameter(1.0, one, "pace", source="toy", prior_low={"clinic": 1.0}, prior_high=2.0, axis="service")
""",
        ":12: 'pace' has no prior_low for 'school'; give one for each of school, clinic",
    ),
    "value of no element": (
        """
pace = parameter({"school": 1.0, "clinik": 1.0}, one, "pace", source="toy", axis="service")
""",
        ":12: 'pace' has a value for 'clinik', which is not of 'service'; did you mean 'clinic'?",
    ),
    "values by class where elements should be": (
        """
pace = parameter({"core": 1, "district": 1, "county_level_city": 1, "county": 1}, one, "pace", source="toy", axis="service")
""",
        ":12: 'pace' has a value for 'core', which is not of 'service'; choose from clinic, school",
    ),
    "values by element without the axis": (
        """
pace = parameter({"school": 1.0, "clinic": 2.0}, one, "pace", source="toy")
""",
        ":12: 'pace' has a value for 'school', which is no class of county, and it names no axis; choose from core",
    ),
    "class missing in a member": (
        """
pace = parameter({"school": {"core": 1.0}, "clinic": 2.0}, one, "pace", source="toy", axis="service")
""",
        ":12: 'pace_school' has no value for 'district'; give one for each of core, district, county_level_city, county",
    ),
    "long name": (
        """
pace_of_all_that_is_built = parameter(1.0, one, "pace", source="toy", axis="service")
""",
        ":12: 'pace_of_all_that_is_built' should be lower-case words of at most 24 letters",
    ),
    "element in capitals": (
        """
sort = axis(New="new")
pace = parameter(1.0, one, "pace", source="toy", axis="sort")
""",
        ":13: 'New', for which there is a 'pace_New', should be lower-case words",
    ),
    "wrong ending": (
        """
pace_rate = parameter(1.0, one, "pace", source="toy", axis="service")
""",
        ":12: 'pace_rate' ends in _rate and so should be in 1/year, not in 1",
    ),
    "no description": (
        """
def lack(need) -> place:
    return need
""",
        ":12: 'lack' has no description; say in one sentence what it is",
    ),
    "no unit": (
        '''
def lack(need):
    """Lack."""
    return need
''',
        ":12: 'lack' has no unit; write one after the arrow, such as '-> person / year'",
    ),
    "unknown name": (
        '''
def lack(need, pepole) -> place:
    """Lack."""
    return need
''',
        ":12: 'lack_school' needs 'pepole', which no sector declares; did you mean 'people'?",
    ),
    "member that nobody declares": (
        '''
def pupils_school(people, norm_school) -> place:
    """Pupils."""
    return people * norm_school
all_pupils = total("pupils", place, "pupils", over="service")
''',
        ":15: 'all_pupils' needs 'pupils_clinic', which no sector declares; did you mean 'pupils_school'?",
    ),
    "member made of a whole family": (
        '''
def need_clinic(people, norm) -> place:
    """Clinics needed."""
    return people * norm
''',
        ":12: 'need_clinic' stands for one of 'service', but is made of the whole family 'norm'; take 'norm_clinic'",
    ),
    "family read by an operator's argument": (
        """
import toy_people
older = operator(toy_people.toy_operators.surroundings, "older", gives={})
influence = parameter(1.0, one, "influence", source="toy", axis="service")
crowding = parameter(1.0, one, "crowding", source="toy")
""",
        ":13: 'older' needs 'influence', which is a family; choose from influence_school, influence_clinic",
    ),
    "mistake of grammar": (
        '''
def lack(need) -> place:
    """Lack."""
    return need if need else 1.0
''',
        ":12: 'lack': an equation cannot say 'need if need else 1.0'; it may use",
    ),
    "units that do not agree": (
        '''
def lack(need, people) -> place:
    """Lack."""
    return need + people
''',
        ":12: 'lack_school': Cannot convert from 'place' ([place]) to 'person' ([person]); bring both to one unit",
    ),
    "declared in another unit": (
        '''
def lack(need) -> person:
    """Lack."""
    return need
''',
        ":12: 'lack_school' is declared in person, its equation gives place; declare it in place",
    ),
    "sum of two units": (
        '''
def need_clinic(people) -> person:
    """Clinics needed."""
    return people
all_need = total("need", place, "all need", over="service")
''',
        ":15: 'all_need' adds up 'need_school' in place and 'need_clinic' in person; bring both to one unit",
    ),
    "sum in another unit": (
        """
all_need = total("need", person, "all need", over="service")
""",
        ":12: 'all_need' is declared in person, what it is taken from gives place; declare it in place",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_mistake_is_said_once_with_place_and_remedy(hear, case):
    text, complaint = CASES[case]
    said = hear(NORMS + text)
    assert complaint in said and re.match(r"sectors\d+/toy_\d+.py:", said)
    assert len(said.splitlines()) == 1, "all members of a family share one sentence"


def test_axis_declared_twice_is_refused(hear):
    said = hear(NORMS, 'service = axis(school="schools", clinic="clinics")\n')
    assert re.fullmatch(
        r"\w+/toy_\d+.py:\d+: the axis 'service' is already declared in \w+/toy_\d+.py:\d+; give one of them another name", said
    )
