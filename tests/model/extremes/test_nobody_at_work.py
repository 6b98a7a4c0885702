"""Counties without workers: in the reference state itself, and without anybody of working age."""

COUNTY = 1


def test_a_town_that_never_had_workers_has_a_wage_and_fills(trial, assert_sound):
    usual = trial("tiny", last_year=2030)
    people, movers = usual.residents.copy(), usual.movers.copy()
    people[:, COUNTY, :, 15:, 1:] = 0.0
    movers[:, COUNTY] = 0.0
    lacking = usual.start(people, movers).refer(anew=True)
    run = lacking.run()
    assert_sound(lacking, run)
    assert run.counties["labour_force"][0, 0, COUNTY] == 0.0
    assert run.counties["urban_population"][0, 0, COUNTY] > 0.0
    assert (run.counties["urban_wage"] > 0.0).all()
    assert (run.counties["labour_force"][0, 1:, COUNTY] > 0.0).all()


def test_a_county_without_working_ages_has_no_dependency_ratio_but_a_number(trial, assert_sound):
    usual = trial("tiny", last_year=2022)
    people, movers = usual.residents.copy(), usual.movers.copy()
    people[:, COUNTY, :, 15:65] = 0.0
    movers[:, COUNTY] = 0.0
    lacking = usual.start(people, movers)
    run = lacking.run()
    assert_sound(lacking, run)
    assert run.counties["children"][0, 0, COUNTY] > 0.0
    assert run.counties["dependency_ratio"][0, 0, COUNTY] == 0.0
    # Those of 14 have grown up and others have come.
    assert run.counties["dependency_ratio"][0, -1, COUNTY] > 0.0
