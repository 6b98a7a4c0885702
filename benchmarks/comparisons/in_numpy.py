"""B1 in NumPy: blocks of members side by side, so that the ways between counties are matrix products."""

from __future__ import annotations

import numpy as np

from benchmarks.comparisons.problem import ROUNDS, STEP, Problem, Run

BLOCK = 256


def prepare(problem: Problem) -> Run:
    """A run of any number of members: parameters [member, parameter] to final stocks [member, stock, county]."""

    def run(parameters: np.ndarray) -> np.ndarray:
        return np.concatenate([run_block(problem, parameters[at : at + BLOCK]) for at in range(0, len(parameters), BLOCK)])

    return run


def run_block(problem: Problem, parameters: np.ndarray) -> np.ndarray:
    """The members of one block, arrays [county, member]."""
    a, b, m, rho, h, phi, nr, nm, nu, tau_a, tau_c, life, gu, eps, gr, kappa = np.ascontiguousarray(parameters.T)
    R, M, U, C, P, yu, yr = (np.repeat(stock[:, None], len(parameters), axis=1) for stock in problem.start)
    weight, back, towns = problem.weight, np.ascontiguousarray(problem.weight.T), problem.towns[:, None]
    for _ in range(ROUNDS):
        D = U + phi * M
        sat = np.minimum(1.0, C / D)
        A = yu**a * sat**b
        out = m * R * yu / yr
        coming = A * (back @ (out / (weight @ A)))
        ret, conv, comp = rho * M, h * M * sat, P / tau_c
        inv = np.maximum(0.0, D - C) / tau_a
        growth = gu * ((M + U) / towns) ** eps
        R, M, U, C, P, yu, yr = (
            R + STEP * (nr * R - out + ret),
            M + STEP * (nm * M + coming - ret - conv),
            U + STEP * (nu * U + conv),
            C + STEP * (comp - C / life),
            P + STEP * (inv - comp),
            yu + STEP * (yu * growth),
            yr + STEP * (yr * (gr + kappa * (yu / yr - 1.0))),
        )
    return np.stack([R, M, U, C, P, yu, yr]).transpose(2, 0, 1)
