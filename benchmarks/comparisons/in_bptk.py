"""B1 in BPTK-Py, run by its engine in Rust: its Python engine would take hundreds of times longer.

A power of a fraction stands in a variable of its own, as version 3.2 writes (a / b) ** c without the brackets.
"""

from __future__ import annotations

import json

import numpy as np

from benchmarks.comparisons.problem import FIRST_YEAR, LAST_YEAR, PARAMETERS, STEP, STOCKS, Problem, Run


def prepare(problem: Problem) -> Run:
    """A run of any number of members, one after another: parameters [member, parameter] to final stocks
    [member, stock, county]."""
    from BPTK_Py._rust_engine import RustSdEngine

    told = build(problem).to_json()
    engine = RustSdEngine().load_model(told if isinstance(told, str) else json.dumps(told))
    names = [f"{stock}_{county}" for stock in STOCKS for county in range(problem.counties)]

    def last(path: dict | list) -> float:
        return path[max(path, key=float)] if isinstance(path, dict) else path[-1]

    def run_one(values: np.ndarray) -> np.ndarray:
        for name, value in zip(PARAMETERS, values, strict=True):
            engine.set_constant(f"par_{name}", float(value))
        ends = engine.simulate(names)
        return np.array([last(ends[name]) for name in names]).reshape(problem.start.shape)

    return lambda parameters: np.stack([run_one(values) for values in parameters])


def build(problem: Problem) -> object:
    """The model as BPTK-Py's own objects, a variable a county."""
    from BPTK_Py import Model
    from BPTK_Py import sd_functions as sd

    model = Model(starttime=float(FIRST_YEAR), stoptime=float(LAST_YEAR), dt=STEP, name="small_model")
    par = {name: model.constant(f"par_{name}") for name in PARAMETERS}
    for name, (value, *_) in PARAMETERS.items():
        par[name].equation = value
    stocks = {name: [model.stock(f"{name}_{i}") for i in range(problem.counties)] for name in STOCKS}
    for path, start in zip(stocks.values(), problem.start.tolist(), strict=True):
        for stock, value in zip(path, start, strict=True):
            stock.initial_value = value

    def let(name: str, place: int, equation: object) -> object:
        made = model.converter(f"{name}_{place}")
        made.equation = equation
        return made

    everywhere = range(problem.counties)
    served, appeal, demand = [], [], []
    for i in everywhere:
        demand.append(let("demand", i, stocks["U"][i] + par["phi"] * stocks["M"][i]))
        served.append(let("served", i, sd.min(stocks["C"][i] / demand[i], 1.0)))
        appeal.append(let("appeal", i, (stocks["yu"][i] ** par["a"]) * (served[i] ** par["b"])))
    leaving, pressure = [], []
    for i in everywhere:
        offered = let("offered", i, add_up([appeal[j] * float(problem.weight[i, j]) for j in everywhere]))
        leaving.append(let("leaving", i, par["m"] * stocks["R"][i] * stocks["yu"][i] / stocks["yr"][i]))
        pressure.append(let("pressure", i, leaving[i] / offered))
    for i in everywhere:
        R, M, U, C, P, yu, yr = (stocks[name][i] for name in STOCKS)
        coming = let("coming", i, appeal[i] * add_up([pressure[j] * float(problem.weight[j, i]) for j in everywhere]))
        ret, conv = let("returning", i, par["rho"] * M), let("converting", i, par["h"] * M * served[i])
        inv, comp = let("starting", i, sd.max(demand[i] - C, 0.0) / par["tau_a"]), let("ending", i, P / par["tau_c"])
        gain = let("gain", i, let("size", i, (M + U) / float(problem.towns[i])) ** par["eps"])
        R.equation = par["nr"] * R - leaving[i] + ret
        M.equation = par["nm"] * M + coming - ret - conv
        U.equation = par["nu"] * U + conv
        C.equation = comp - C / par["life"]
        P.equation = inv - comp
        yu.equation = yu * par["gu"] * gain
        yr.equation = yr * (par["gr"] + par["kappa"] * (let("lead", i, yu / yr) - 1.0))
    return model


def add_up(parts: list) -> object:
    """A sum in pairs: a long chain of brackets is too deep for the engine."""
    while len(parts) > 1:
        parts = [parts[at] + parts[at + 1] if at + 1 < len(parts) else parts[at] for at in range(0, len(parts), 2)]
    return parts[0]
