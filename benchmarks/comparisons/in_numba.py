"""B1 in Numba as one writes it first: a member a task, loops over counties."""

from __future__ import annotations

import numpy as np
from numba import njit, prange

from benchmarks.comparisons.problem import ROUNDS, STEP, Problem, Run


def prepare(problem: Problem) -> Run:
    """A run of any number of members: parameters [member, parameter] to final stocks [member, stock, county]."""
    back = np.ascontiguousarray(problem.weight.T)

    def run(parameters: np.ndarray) -> np.ndarray:
        ends = np.empty((len(parameters), *problem.start.shape))
        run_members(problem.weight, back, problem.start, parameters, STEP, ROUNDS, ends)
        return ends

    return run


@njit(parallel=True)
def run_members(weight, back, start, parameters, step, rounds, ends):
    n = len(weight)
    for member in prange(len(parameters)):
        a, b, m, rho, h, phi, nr, nm, nu, tau_a, tau_c, life, gu, eps, gr, kappa = parameters[member]
        stocks = start.copy()
        R, M, U, C, P, yu, yr = stocks
        towns = start[1] + start[2]
        A, sat, out, pressure = np.empty(n), np.empty(n), np.empty(n), np.empty(n)
        for _ in range(rounds):
            for i in range(n):
                sat[i] = min(1.0, C[i] / (U[i] + phi * M[i]))
                A[i] = yu[i] ** a * sat[i] ** b
            for i in range(n):
                offered = 0.0
                for j in range(n):
                    offered += weight[i, j] * A[j]
                out[i] = m * R[i] * yu[i] / yr[i]
                pressure[i] = out[i] / offered
            for i in range(n):
                drawn = 0.0
                for j in range(n):
                    drawn += back[i, j] * pressure[j]
                D, ret, conv, comp = U[i] + phi * M[i], rho * M[i], h * M[i] * sat[i], P[i] / tau_c
                inv, growth = max(0.0, D - C[i]) / tau_a, gu * ((M[i] + U[i]) / towns[i]) ** eps
                changes = (
                    nr * R[i] - out[i] + ret,
                    nm * M[i] + A[i] * drawn - ret - conv,
                    nu * U[i] + conv,
                    comp - C[i] / life,
                    inv - comp,
                    yu[i] * growth,
                    yr[i] * (gr + kappa * (yu[i] / yr[i] - 1.0)),
                )
                for stock in range(7):
                    stocks[stock, i] += step * changes[stock]
        ends[member] = stocks
