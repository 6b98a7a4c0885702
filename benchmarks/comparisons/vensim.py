"""B1 as a Vensim file, which PySD and pysimlin read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.comparisons.problem import FIRST_YEAR, LAST_YEAR, PARAMETERS, STEP, STOCKS, Problem

# Names by which the file says what mathematics says with one letter: Vensim does not tell small letters from capitals.
STOCK_NAMES = dict(zip(STOCKS, ("villagers", "migrants", "citizens", "places", "begun", "urban_pay", "rural_pay"), strict=True))
PARAMETER_NAMES = {name: f"par_{name}" for name in PARAMETERS}
EQUATIONS = """
demand[County] = citizens[County] + par_phi * migrants[County]
served[County] = MIN(1, places[County] / demand[County])
appeal[County] = urban_pay[County] ^ par_a * served[County] ^ par_b
offered[County] = SUM(weight[County, Other!] * appeal[Other!])
leaving[County] = par_m * villagers[County] * urban_pay[County] / rural_pay[County]
pressure[County] = leaving[County] / offered[County]
coming[County] = appeal[County] * SUM(weight[Other!, County] * pressure[Other!])
returning[County] = par_rho * migrants[County]
converting[County] = par_h * migrants[County] * served[County]
starting[County] = MAX(0, demand[County] - places[County]) / par_tau_a
ending[County] = begun[County] / par_tau_c
town_size[County] = (migrants[County] + citizens[County]) / (migrants_0[County] + citizens_0[County])
town_gain[County] = town_size[County] ^ par_eps
villagers[County] = INTEG(par_nr * villagers[County] - leaving[County] + returning[County], villagers_0[County])
migrants[County] = INTEG(par_nm * migrants[County] + coming[County] - returning[County] - converting[County], migrants_0[County])
citizens[County] = INTEG(par_nu * citizens[County] + converting[County], citizens_0[County])
places[County] = INTEG(ending[County] - places[County] / par_life, places_0[County])
begun[County] = INTEG(starting[County] - ending[County], begun_0[County])
urban_pay[County] = INTEG(urban_pay[County] * par_gu * town_gain[County], urban_pay_0[County])
lead[County] = urban_pay[County] / rural_pay[County]
rural_pay[County] = INTEG(rural_pay[County] * (par_gr + par_kappa * (lead[County] - 1)), rural_pay_0[County])
"""
END = (
    "\n\\\\\\---/// Sketch information - do not modify anything except names\nV300\n*View 1\n"
    "$192-192-192,0,Arial|12\n///---\\\\\\\n"
)


def write_vensim(problem: Problem, path: Path) -> Path:
    """Write the model with its data as a .mdl file."""
    entries = [f"{line}\n\t~\t{unit}\n\t~\t\n\t|\n" for line, unit in list_lines(problem)]
    path.write_text("{UTF-8}\n" + "\n".join(entries) + END, encoding="utf-8")
    return path


def list_lines(problem: Problem) -> Iterator[tuple[str, str]]:
    """Every line of the file with its unit."""
    yield f"County:\n\t(c1-c{problem.counties})", "Dmnl"
    yield "Other <-> County", "Dmnl"
    yield "weight[County, Other] =\n\t" + "\n\t".join(",".join(map(repr, row)) + ";" for row in problem.weight.tolist()), "Dmnl"
    for name, start in zip(STOCK_NAMES.values(), problem.start.tolist(), strict=True):
        yield f"{name}_0[County] =\n\t" + ",".join(map(repr, start)), "Dmnl"
    for name, (value, *_) in PARAMETERS.items():
        yield f"{PARAMETER_NAMES[name]} = {value!r}", "Dmnl"
    for line in EQUATIONS.strip().splitlines():
        yield line, "Dmnl"
    for name, value in (
        ("FINAL TIME", LAST_YEAR),
        ("INITIAL TIME", FIRST_YEAR),
        ("SAVEPER", LAST_YEAR - FIRST_YEAR),
        ("TIME STEP", STEP),
    ):
        yield f"{name} = {value}", "Year"
