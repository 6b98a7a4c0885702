"""Impossible declarations are refused when the model is gathered: one sentence with place, mistake and remedy."""

import re

import pytest

from simulator.language.errors import ModelError
from simulator.model.gather import gather
from simulator.model.sector_import import import_sector

HEADER = """from simulator.language.declarations import axis, parameter
from simulator.language.units import one, person"""
THEME = 'T = theme("toys")\n'


@pytest.fixture
def hear_import(sector):
    """Give the message with which a sector of this text is refused, as it is imported or as it is gathered."""

    def listen(text: str) -> str:
        with pytest.raises(ModelError) as caught:
            gather([sector(text)])
        return str(caught.value)

    return listen


def write_parameter(**changes: str) -> str:
    """A parameter that is sound but for the changes."""
    keys = {"value": "5.0", "unit": "one", "words": "'pace'", "source": "'toy'", "prior_low": "4.0", "prior_high": "6.0"} | changes
    first = ", ".join(keys.pop(name) for name in ("value", "unit", "words"))
    return f"pace = parameter({first}, {', '.join(f'{key}={value}' for key, value in keys.items() if value)})\n"


def write_lever(kind: str = "lever", **changes: str) -> str:
    """A lever that is sound but for the changes."""
    keys = {"plan": "1.0", "low": "0.0", "high": "1.0", "ramp": "(2021, 2030)", "source": "'toy'", "theme": "'T'"} | changes
    base = keys.pop("base", "0.5")
    if kind == "shock":
        keys = {key: value for key, value in keys.items() if key not in ("plan", "theme")}
    return f"pace = {kind}({base}, one, 'pace', {', '.join(f'{key}={value}' for key, value in keys.items() if value)})\n"


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"prior_low": "5.5"}, "is 5, outside its prior range 5.5 to 6; mend one"),
        ({"prior_low": "7.0"}, "has prior_low 7 above prior_high 6; exchange them"),
        ({"prior_high": ""}, "has no prior_high; give both ends of its prior range, or neither"),
        ({"lower_bound": "8.0", "upper_bound": "9.0"}, "is 5, outside its hard bounds 8 to 9"),
        ({"lower_bound": "9.0", "upper_bound": "8.0"}, "has lower_bound 9 above upper_bound 8; exchange them"),
        ({"upper_bound": "5.5"}, "has the prior range 4 to 6, which passes its hard bounds -inf to 5.5; mend one"),
        ({"distribution": "'unifrom'"}, "is drawn from 'unifrom', which is no distribution; did you mean 'uniform'?"),
        ({"distribution": "'log_uniform'", "prior_low": "0.0"}, "is drawn even in logs from 0 on"),
        ({"source": "''"}, "has no source; write where it comes from"),
        ({"source": "' '"}, "has no source; write where it comes from"),
        ({"value": "float('inf')"}, "is inf, outside its prior range 4 to 6; mend one"),
        ({"value": "'5.0'"}, "has value = '5.0', which is not a number, nor one for each"),
        ({"value": "float('nan')"}, "has value = nan, which is not a number"),
        ({"value": "True"}, "has value = True, which is not a number"),
        ({"value": "{}"}, "has value = {}, which is not a number"),
        ({"prior_low": "float('nan')"}, "has prior_low = nan, which is not a number"),
        ({"lower_bound": "None"}, "has lower_bound = None, which is not a number"),
        ({"unit": "'one'"}, "has unit = 'one', which is not a unit; write one without quotes"),
        ({"words": "3"}, "has description = 3, which is not a text"),
        ({"source": "2020"}, "has source = 2020, which is not a text"),
    ],
)
def test_impossible_parameter_is_refused(hear, changes, complaint):
    said = hear(write_parameter(**changes))
    assert re.match(rf"sectors\d+/toy_\d+\.py:5: 'pace' {re.escape(complaint)}", said), said


@pytest.mark.parametrize("kind", ["lever", "shock"])
@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"base": "2.0"}, "has base 2 outside its hard range 0 to 1; mend one"),
        ({"low": "2.0"}, "has low 2 above high 1; exchange them"),
        ({"ramp": "(2030, 2021)"}, "has a ramp from 2030 back to 2021; write the earlier year first"),
        ({"ramp": "2030"}, "has ramp = 2030, which is not a pair of whole years, such as (2021, 2030)"),
        ({"ramp": "(2021, 2030.5)"}, "has ramp = (2021, 2030.5), which is not a pair of whole years"),
        ({"shape": "'smoth'"}, "has a ramp of shape 'smoth', which is unknown; did you mean 'smooth'?"),
        ({"source": "''"}, "has no source"),
        ({"high": "'1'"}, "has high = '1', which is not a finite number"),
        ({"high": "float('inf')"}, "has high = inf, which is not a finite number"),
    ],
)
def test_impossible_lever_or_shock_is_refused(hear, kind, changes, complaint):
    said = hear(THEME + write_lever(kind, **changes))
    assert re.match(rf"sectors\d+/toy_\d+\.py:6: 'pace' {re.escape(complaint)}", said), said


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"plan": "9.0"}, "has plan 9 outside its hard range 0 to 1; mend one"),
        ({"prior": "(0.6, 0.4)"}, "has a prior from 0.6 down to 0.4; write the lower number first"),
        ({"prior": "(0.4, 1.4)"}, "has the prior 0.4 to 1.4, which passes its hard range 0 to 1; mend one"),
        ({"prior": "(0.6, 0.9)"}, "has base 0.5 outside its prior 0.6 to 0.9; mend one"),
        ({"prior": "0.4"}, "has prior = 0.4, which is not a pair of finite numbers"),
        ({"where": "{'county_class': 'core'}"}, "has where = {'county_class': 'core'}, which is not lists of names"),
    ],
)
def test_impossible_plan_or_prior_of_a_lever_is_refused(hear, changes, complaint):
    said = hear(THEME + write_lever(**changes))
    assert re.match(rf"sectors\d+/toy_\d+\.py:6: 'pace' {re.escape(complaint)}", said), said


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("pace = parameter(5.0, one, 'pace', sorce='toy')", "parameter() has no keyword 'sorce'; did you mean 'source'?"),
        ("pace = parameter(5.0, one, 'pace', least=0)", "parameter() has no keyword 'least'"),
        ("pace = parameter(5.0, one, 'pace')", "parameter() lacks source; write (value, unit, description, source=...)"),
        ("pace = parameter(5.0, one, 'pace', 'toy')", "parameter() lacks source"),
        ("pace = driver(one, 'pace', 3, source='toy')", "driver() has 3 values without a keyword and takes 2"),
        ("pace = driver(one, 'pace', unit=one, source='toy')", "driver() is given 'unit' twice; leave one out"),
        ("pace = lever(0.0, one, 'pace', plan=1.0)", "lever() lacks low and high and ramp and source"),
        ("pace = stock(person, 'pace', inflows=3)", "stock() is given a value of another kind"),
        ("pace = undefined_where_zero('people')", "undefined_where_zero() names nothing"),
        ("pace = axis('schools')", "axis() has 1 values without a keyword and takes 0"),
        ("pace = axis(school='places', clinic='places')", "two elements of the axis 'pace' are described as 'places'"),
        ("pace = axis()", "the axis 'pace' has no elements"),
        ("pace = axis(school=3)", "'school' of the axis 'pace' has no description in words"),
        ("pace = driver(one, 'pace', source='toy', factor='1')", "'pace' has factor = '1', which is not a finite number"),
        ("pace = table('pace', one, 'p', points=[(0, 1), (1,)], source='toy')", "'pace' has points = ((0, 1), (1,)), which is not"),
        (
            "pace = delay('pace', person, 'p', time='pace', order=0, initial='')",
            "'pace' has order = 0, which is not a whole number",
        ),
        ("pace = reference('pace', one, 'p', equals='pace', between=(1, 0))", "'pace' is solved for between 1 and 0"),
        ("pace = total(3, one, 'p')", "'pace' has of = 3, which is not a name in quotes"),
        ("pace = operator(3, 'p')", "'pace' has reference = 3, which is not a function on arrays"),
        ("pace = operator(sum, 'p', gives={'a': 3})", "'pace' has gives = {'a': 3}, which is not outputs by name"),
    ],
)
def test_misspelt_declaration_is_refused(hear_import, line, complaint):
    said = hear_import(line)
    assert re.match(r"sectors\d+/toy_\d+\.py:5: ", said) and complaint in said, said


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("from simulator.language.units import m4", ":5: simulator.language.units has no 'm4'; choose from hour, m2, one, person"),
        ("from simulator.language.functions import ratio", ":5: simulator.language.functions has no 'ratio'; choose from"),
        ("pace = parameter(5.0, persn, 'pace', source='toy')", ":5: NameError: name 'persn' is not defined"),
        ("pace = parameter(5.0, person / 'year', 'pace', source='toy')", ":5: TypeError: "),
        ("pace = axis(school='a', school='b')", ":5: keyword argument repeated: school"),
        ("pace = (", ":5: '(' was never closed"),
        ("import nothing_of_this_name", ":5: ModuleNotFoundError: No module named 'nothing_of_this_name'"),
    ],
)
def test_sector_that_cannot_be_imported_is_refused_with_its_line(tmp_path, monkeypatch, line, complaint):
    (tmp_path / "broken_sector.py").write_text(f'"""A toy."""\n{HEADER}\n\n{line}\n', encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModelError) as caught:
        import_sector("broken_sector")
    assert f"/broken_sector.py{complaint}" in str(caught.value)
