"""The real region loads and adds up."""

import re

import pytest

from simulator.language.errors import DataError
from simulator.region.region import HOME, list_regions, load_region, validate_region
from simulator.region.schema import load_format

YEAR_COLUMNS = ("year", "period_from", "period_to")
MAY_LOOK_AHEAD = {"vital_events", "targets", "fertility", "sources"}


@pytest.fixture(scope="module")
def shandong():
    return load_region("shandong")


def test_region_describes_itself(shandong):
    assert (shandong.name, shandong.synthetic, shandong.reference_year) == ("shandong", False, 2020)
    assert shandong.title == {"zh": "山东省", "en": "Shandong"}
    assert "shandong" in list_regions()
    assert "template" not in list_regions()


def test_counties_are_indexed_and_sorted_by_code(shandong):
    counties = shandong.table("counties")
    assert len(counties) == 136
    assert counties.index.name == "code"
    assert counties.index.is_monotonic_increasing
    assert counties.index.is_unique
    assert len(shandong.table("cities")) == 16


@pytest.mark.parametrize(("year", "residents", "urban"), [(2010, 95792719, 47620727), (2020, 101527453, 64014254)])
def test_census_totals_are_exact(shandong, year, residents, urban):
    counties = shandong.table("counties")
    assert counties[f"population_{year}"].sum() == residents
    assert counties[f"urban_population_{year}"].sum() == urban
    assert shandong.table("county_age_sex").query("year == @year")["persons"].sum() == residents


def test_other_check_sums_hold(shandong):
    counties = shandong.table("counties")
    columns = [f"registered_elsewhere_{origin}_2020" for origin in ("same_county", "other_county", "other_province")]
    assert counties[columns].sum().tolist() == [13_924_684, 9_973_071, 4_129_007]
    assert counties["hukou_population_2010"].sum() == 95_479_481
    assert counties["hukou_population_2020_est"].sum() == 101_724_667
    assert counties["hospital_beds_2020_est"].sum() == 646_900
    assert counties["gdp_2020_est"].sum() == 7_309_533
    assert counties["fiscal_revenue_2020_est"].sum() == 655_993


def test_five_counties_have_no_rural_income(shandong):
    counties = shandong.table("counties")
    without = counties["population_2020"] == counties["urban_population_2020"]
    assert without.sum() == 5
    assert counties["rural_income_2020_est"].isna().equals(without)


def test_incomes_agree_with_the_means_of_the_province(shandong):
    counties = shandong.table("counties")
    urban = counties["urban_population_2020"]
    rural = counties["population_2020"] - urban
    assert (counties["urban_income_2020_est"] * urban).sum() / urban.sum() == pytest.approx(43_726, abs=0.5)
    assert (counties["rural_income_2020_est"] * rural).sum() / rural.sum() == pytest.approx(18_753, abs=0.5)


def test_every_column_of_every_table_has_an_origin(shandong):
    sources = set(shandong.table("sources")["source"])
    for table in set(shandong.tables) - {"provenance", "sources"}:
        for column in load_format()[table]:
            origin = shandong.provenance(table, column.name)
            assert origin["method"]
            assert set(origin["source"].split(";")) <= sources


def test_every_source_is_cited(shandong):
    cited = set()
    for table in ("provenance", "province", "vital_events", "province_past", "rail_network"):
        cited |= {source for cell in shandong.table(table)["source"] for source in cell.split(";")}
    assert cited == set(shandong.table("sources")["source"])


def test_origin_of_single_cells_is_kept(shandong):
    assert shandong.provenance("counties", "area")["status"] == "published"
    assert shandong.provenance("counties", "population_2020", "370102") == {
        "status": "derived",
        "source": "nbs_census_2020_county;city_population_jinan",
        "method": "sum of the county and 23.8 % of zone 济南高新技术产业开发区",
    }


def test_estimates_are_marked_as_such(shandong):
    estimates = [column.name for column in load_format()["counties"] if column.name.endswith("_est")]
    assert len(estimates) == 6
    assert {shandong.provenance("counties", column)["status"] for column in estimates} == {"estimated"}


def test_nothing_later_than_2020_is_stored(shandong):
    for table in set(shandong.tables) - MAY_LOOK_AHEAD:
        frame = shandong.tables[table]
        for column in frame.columns.intersection(YEAR_COLUMNS):
            assert frame[column].max() <= 2020, table
        assert not [column for column in frame.columns if re.search(r"20(2[1-9]|[3-9]\d)", column)], table
    assert set(shandong.table("fertility").query("period_to > 2020")["period_from"]) == {2020, 2025, 2030}
    assert shandong.provenance("fertility", "total_fertility")["source"] == "un_wpp_2019"


def test_numbers_of_the_province(shandong):
    assert shandong.constant("resident_population", 2019) == 101_060_000
    assert shandong.constant("resident_population") == 101_650_000
    assert shandong.constant("mortality_factor") == 0.8347
    assert shandong.constant("detour", 2010) == shandong.constant("detour") == 1.3
    assert shandong.constant("rural_share_same_province") == 0.078


def test_number_that_does_not_exist_is_refused(shandong):
    with pytest.raises(DataError, match="no number 'detuor'; did you mean 'detour'"):
        shandong.constant("detuor")
    with pytest.raises(DataError, match="no births of 2010; add it, or ask for 2020"):
        shandong.constant("births", 2010)


def test_table_or_column_that_does_not_exist_is_refused(shandong):
    assert shandong.has("vital_events")
    assert not shandong.has("motrality")
    with pytest.raises(DataError, match="no table 'motrality'; did you mean 'mortality'"):
        shandong.table("motrality")
    with pytest.raises(DataError, match="nothing of column 'are' of counties; did you mean 'area'"):
        shandong.provenance("counties", "are")


def test_tables_are_handed_out_as_copies(shandong):
    mine = shandong.table("counties")
    mine.loc["370102", "area"] = -1
    assert shandong.table("counties").at["370102", "area"] == 101


def test_summary_tells_a_person_what_was_found():
    summary = "\n".join(validate_region("shandong"))
    for words in ("Shandong (山东省)", "counties: 136", "101,527,453", "63.05%", "vital_events", "nothing wrong found"):
        assert words in summary


def test_files_are_plain_utf8():
    for path in sorted(HOME.glob("*/*.csv")):
        content = path.read_bytes()
        assert not content.startswith(b"\xef\xbb\xbf"), path
        assert b"\r" not in content, path
        assert content.decode("utf-8"), path
