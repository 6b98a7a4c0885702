"""Tables that contradict each other are refused, and the sentence says which number is wrong."""

from simulator.region.region import load_region


def test_missing_county(folder):
    folder.drop_rows("counties", code="900103")
    complaint = folder.hear_complaint()
    assert "column population_2020: the counties add up to" in complaint
    assert "county_age_sex.csv, column county: '900103' is not in counties.csv; add it there or" in complaint


def test_county_without_ages(folder):
    folder.drop_rows("county_age_sex", county="900103", year="2020", sex="male")
    assert "county_age_sex.csv: county 900103 has no rows of 2020, male; add them" in folder.hear_complaint()


def test_all_ages_missing(folder):
    folder.change_table("county_age_sex", lambda rows: [])
    assert "county_age_sex.csv: county 900101 has no rows of 2010, female; add them" in folder.hear_complaint()


def test_missing_age_group(folder):
    folder.drop_rows("county_age_sex", county="900103", year="2020", sex="male", age_from="10")
    complaint = folder.hear_complaint()
    assert "county_age_sex.csv, 900103 2020 male: the age group from 15 does not follow the one before" in complaint
    assert "county_age_sex.csv, 900103 2020 male: the age groups differ from those of the others" in complaint


def test_closed_last_age_group(folder):
    folder.set_cell("mortality", -1, "age_to", "101")
    assert folder.hear_complaint() == "mortality.csv, male: the last age group ends at 101; leave its age_to empty"


def test_ages_that_do_not_add_up(folder):
    folder.set_cell("county_age_sex", 0, "persons", "1")
    complaint = folder.hear_complaint()
    assert complaint.startswith("county_age_sex.csv, county 900101, 2010: the ages add up to ")
    assert "but population_2010 in counties.csv is" in complaint


def test_wrong_census_total(folder):
    def raise_total(rows):
        row = next(row for row in rows if (row["name"], row["year"]) == ("census_urban_population", "2010"))
        row["value"] = str(int(row["value"]) + 7)

    folder.change_table("province", raise_total)
    complaint = folder.hear_complaint()
    assert complaint.startswith("counties.csv, column urban_population_2010: the counties add up to ")
    assert complaint.endswith("mend the difference of -7")


def test_missing_census_total(folder):
    folder.drop_rows("province", name="census_population", year="2010")
    assert folder.hear_complaint() == "province.csv has no census_population of 2010; add it, or ask for 2020"


def test_missing_number_of_the_province(folder):
    folder.drop_rows("province", name="detour")
    assert folder.hear_complaint() == "province.csv: there is no row 'detour'; add it"


def test_number_outside_its_own_range(folder):
    def break_range(rows):
        next(row for row in rows if row["name"] == "detour")["high"] = "1.25"

    folder.change_table("province", break_range)
    assert folder.hear_complaint() == "province.csv, detour: 1.3 lies outside its range 1.2 to 1.25; mend one"


def test_more_townspeople_than_residents(folder):
    folder.set_cell("counties", 3, "urban_population_2020", "9000000")
    assert "county 900104: urban_population_2020 counts 9,000,000 people; they cannot be more" in folder.hear_complaint()


def test_more_newcomers_than_residents(folder):
    folder.set_cell("counties", 3, "registered_elsewhere_other_county_2010", "9000000")
    assert "county 900104: registered_elsewhere of 2010 counts 9," in folder.hear_complaint()


def test_rural_income_stands_exactly_where_villagers_live(folder):
    folder.set_cell("counties", 3, "rural_income_2020_est", "")
    folder.set_cell("counties", 0, "rural_income_2020_est", "20000")
    complaint = folder.hear_complaint()
    assert "county 900101: rural_income_2020_est is given, but nobody lives in villages; leave it empty" in complaint
    assert "county 900104: rural_income_2020_est is empty, but" in complaint


def test_county_of_an_unknown_city(folder):
    folder.set_cell("counties", 0, "city", "900900")
    assert folder.hear_complaint().startswith("counties.csv, column city: '900900' is not in cities.csv; add it there or")


def test_county_in_another_circle_than_its_city(folder):
    folder.set_cell("counties", 0, "circle", "south")
    assert "county 900101: circle is 'south', but that of its city is 'west'; make them equal" in folder.hear_complaint()


def test_train_to_nowhere(folder):
    folder.set_cell("rail", 0, "to_city", "999900")
    assert "rail.csv, column to_city: '999900' is not in cities.csv" in folder.hear_complaint()


def test_mortality_without_men(folder):
    folder.drop_rows("mortality", sex="male")
    assert folder.hear_complaint() == "mortality.csv: there are no rows of sex male; add them"


def test_urban_share_without_a_census(folder):
    folder.change_table("urban_share_by_age", lambda rows: [])
    assert "urban_share_by_age.csv: no row has the method census" in folder.hear_complaint()


def test_fertility_must_cover_every_year(folder):
    folder.drop_rows("fertility", variant="low", period_from="2025")
    folder.drop_rows("fertility", variant="high", period_from="2030")
    complaint = folder.hear_complaint()
    assert "fertility.csv, variant low: after the period to 2025 comes one from 2030; begin it in 2025" in complaint
    assert (
        "fertility.csv, variant high: year 2031 is missing; the periods must reach from 2020 or before to 2035 or later"
        in complaint
    )


def test_vital_events_must_have_no_gap(folder):
    text = "year,births,deaths,population,status,source,note\n"
    text += "2021,10,9,100,assumed,made_up,\n2023,10,9,100,assumed,made_up,\n"
    (folder.path / "vital_events.csv").write_text(text, encoding="utf-8")
    assert "vital_events.csv: the years are 2021, 2023; they must run from 2021 without a gap" in folder.hear_complaint()


def test_column_without_an_origin(folder):
    folder.drop_rows("provenance", table="cities", column="circle")
    assert folder.hear_complaint() == (
        "provenance.csv: column circle of cities has no row for all counties; say where it comes from"
    )


def test_origin_of_a_column_that_does_not_exist(folder):
    folder.add_row("provenance", column="aera")
    assert folder.hear_complaint() == "provenance.csv: counties has no column 'aera'; did you mean 'area'?"


def test_origin_for_an_unknown_county(folder):
    folder.add_row("provenance", county="910101")
    assert "provenance.csv, column county: '910101' is not in counties.csv" in folder.hear_complaint()


def test_source_that_is_not_listed(folder):
    folder.set_cell("provenance", 0, "source", "made_up;made_upp")
    assert folder.hear_complaint() == ("provenance.csv, column source: 'made_upp' is not in sources.csv; did you mean 'made_up'?")


def test_deviating_origin_of_one_county_is_kept(folder):
    folder.add_row("provenance", county="900102", method="by hand")
    region = load_region(folder.path)
    assert region.provenance("counties", "code", "900102")["method"] == "by hand"
    assert region.provenance("counties", "code", "900103")["method"] == "made up"
