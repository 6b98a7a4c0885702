"""Run many members in chunks: specification, checkpointed runner, store, statistics, optimisation and execution backends."""
