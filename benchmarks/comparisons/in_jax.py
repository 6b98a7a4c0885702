"""B1 in JAX: one member as a scan over steps, mapped over members."""

from __future__ import annotations

import numpy as np

from benchmarks.comparisons.problem import ROUNDS, STEP, Problem, Run


def prepare(problem: Problem) -> Run:
    """A run of any number of members: parameters [member, parameter] to final stocks [member, stock, county]."""
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    weight, start, towns = jnp.asarray(problem.weight), jnp.asarray(problem.start), jnp.asarray(problem.towns)

    def change(stocks, parameters):
        a, b, m, rho, h, phi, nr, nm, nu, tau_a, tau_c, life, gu, eps, gr, kappa = parameters
        R, M, U, C, P, yu, yr = stocks
        D = U + phi * M
        sat = jnp.minimum(1.0, C / D)
        A = yu**a * sat**b
        out = m * R * yu / yr
        coming = A * (weight.T @ (out / (weight @ A)))
        ret, conv, comp, inv = rho * M, h * M * sat, P / tau_c, jnp.maximum(0.0, D - C) / tau_a
        return jnp.stack(
            [
                nr * R - out + ret,
                nm * M + coming - ret - conv,
                nu * U + conv,
                comp - C / life,
                inv - comp,
                yu * gu * ((M + U) / towns) ** eps,
                yr * (gr + kappa * (yu / yr - 1.0)),
            ]
        )

    def run_one(parameters):
        ends, _ = jax.lax.scan(lambda stocks, _: (stocks + STEP * change(stocks, parameters), None), start, None, length=ROUNDS)
        return ends

    run_all = jax.jit(jax.vmap(run_one))
    return lambda parameters: np.asarray(run_all(parameters))
