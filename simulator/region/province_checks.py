"""What must hold for the province: every number the model needs is there, and every year is covered."""

from collections.abc import Iterator

from simulator.region.census_years import REFERENCE_YEAR
from simulator.region.schema import find_choices
from simulator.region.tables import Tables

LAST_YEAR = 2035


def check_numbers(tables: Tables) -> Iterator[str]:
    """Every number of the province is given and lies inside its own range."""
    province = tables["province"]
    for name in find_choices("province", "name"):
        if name not in set(province["name"]):
            yield f"province.csv: there is no row '{name}'; add it"
    for row in province[(province["value"] < province["low"]) | (province["value"] > province["high"])].itertuples():
        yield f"province.csv, {row.name}: {row.value:g} lies outside its range {row.low:g} to {row.high:g}; mend one"


def check_fertility(tables: Tables) -> Iterator[str]:
    """Every variant of fertility runs without a gap over all years a run may have."""
    for variant in find_choices("fertility", "variant"):
        place = f"fertility.csv, variant {variant}"
        periods = tables["fertility"].query("variant == @variant")
        starts, ends = periods["period_from"].tolist(), periods["period_to"].tolist()
        if not starts or starts[0] > REFERENCE_YEAR or ends[-1] < LAST_YEAR:
            missing = REFERENCE_YEAR if not starts or starts[0] > REFERENCE_YEAR else int(ends[-1]) + 1
            yield (
                f"{place}: year {missing} is missing; the periods must reach from {REFERENCE_YEAR} or before to {LAST_YEAR} "
                "or later"
            )
        for end, start in zip(ends, starts[1:], strict=False):
            if start != end:
                yield f"{place}: after the period to {end} comes one from {start}; begin it in {end}"


def check_vital_events(tables: Tables) -> Iterator[str]:
    """The years of births and deaths follow each other from the year after the reference year."""
    if "vital_events" not in tables:
        return
    years, first = tables["vital_events"]["year"].tolist(), REFERENCE_YEAR + 1
    if years != list(range(first, first + len(years))):
        yield f"vital_events.csv: the years are {', '.join(map(str, years))}; they must run from {first} without a gap"
