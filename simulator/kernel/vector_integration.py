"""Decays and pipelines of eight counties at once: the formulas of integration.py on SIMD vectors."""

from simulator.kernel.integration import bind
from simulator.simd.jit import compiled
from simulator.simd.vector_math import exp, expm1, minimum, where

VECTOR = bind({"exp": exp, "expm1": expm1, "minimum": minimum, "where": where}, compiled)
decay_outflow, limit_outflow = VECTOR["decay_outflow"], VECTOR["limit_outflow"]
stage_outflow, stage_content = VECTOR["stage_outflow"], VECTOR["stage_content"]
