"""Where blocks run: in this process, in several of this machine, on a Slurm cluster or on workers of Dask; with the same bits."""
