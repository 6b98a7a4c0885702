"""Extremes of birth and death: X1 to X5 of the model specification."""

import numpy as np

EXACT = 1e-9


def test_x1_without_any_process_people_only_grow_older(trial, assert_sound):
    still = trial(last_year=2024).alone()
    run = still.run()
    people = run.cohorts["residents"][0]
    expected = people[0]
    for found in people[1:]:
        older = np.zeros_like(expected)
        older[:, :, 1:] = expected[:, :, :-1]
        older[:, :, -1] += expected[:, :, -1]
        expected = older
        np.testing.assert_allclose(found, expected, rtol=EXACT)
    np.testing.assert_allclose(run.counties["population"][0], run.counties["population"][0, :1].repeat(5, axis=0), rtol=EXACT)
    assert_sound(still, run)


def test_x2_without_moves_the_urban_share_follows_natural_increase(trial, share, assert_sound):
    vital = trial(last_year=2030).alone("births", "deaths")
    run = vital.run()
    assert_sound(vital, run)
    rise = np.diff(share(run))
    flows = {
        name: run.counties[name][0, 1:].sum(axis=-1) for name in ("rural_births", "rural_deaths", "urban_births", "urban_deaths")
    }
    before = {name: run.counties[name][0, :-1].sum(axis=-1) for name in ("rural_population", "urban_population")}
    increase = {
        where: (flows[f"{where}_births"] - flows[f"{where}_deaths"]) / before[f"{where}_population"] for where in ("urban", "rural")
    }
    assert (rise > 0.0).all()
    np.testing.assert_array_equal(np.sign(rise), np.sign(increase["urban"] - increase["rural"]))


def test_x2_towns_lose_share_where_they_alone_grow_old(trial, share):
    vital = trial(last_year=2022).alone("births", "deaths")
    swapped = vital.start(np.roll(vital.residents, 1, axis=-1)[..., [1, 0, 2, 3, 4]])
    flipped = vital.start(np.stack([vital.residents[..., 4], *np.moveaxis(vital.residents[..., :4], -1, 0)], axis=-1))
    for each in (swapped, flipped):
        run = each.hold(rural_mortality_factor=1.0).run()
        rates = [
            (run.counties[f"{where}_births"] - run.counties[f"{where}_deaths"])[0, 1].sum()
            / run.counties[f"{where}_population"][0, 0].sum()
            for where in ("urban", "rural")
        ]
        assert np.sign(np.diff(share(run))[0]) == np.sign(rates[0] - rates[1])


def test_x3_without_births_and_inflow_no_cohort_is_born(trial, assert_sound):
    barren = trial(last_year=2026).without("births", "inflow")
    run = barren.run()
    for years, people in enumerate(run.cohorts["residents"][0]):
        assert (people[:, :, :years] == 0.0).all()
        assert (people[:, :, years:].sum(axis=(1, 2, 3)) > 0.0).all()
    assert (run.counties["births"][0, 1:] == 0.0).all()
    assert_sound(barren, run)


def test_x4_under_deadly_mortality_everyone_dies_and_nothing_is_undefined(trial, assert_sound):
    deadly = trial(last_year=2026).hold(death_level_factor=1e6).without("inflow")
    run = deadly.run()
    people = run.counties["population"][0].sum(axis=-1)
    assert people[-1] < EXACT * people[0]
    assert_sound(deadly, run)


def test_x5_immortal_sterile_and_closed_the_population_stays(trial, assert_sound):
    closed = trial("small", "plan", last_year=2026).without("births", "deaths", "inflow", "outflow")
    run = closed.run()
    people = run.counties["population"][0].sum(axis=-1)
    np.testing.assert_allclose(people, people[0], rtol=EXACT)
    assert not np.allclose(run.counties["urban_population"][0, 0], run.counties["urban_population"][0, -1])
    assert_sound(closed, run)
