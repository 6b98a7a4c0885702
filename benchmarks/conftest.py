"""What a kept run tells of the machine: nothing by which it can be found."""


def pytest_benchmark_update_machine_info(config, machine_info):
    """Leave out the name of the machine."""
    machine_info.pop("node", None)
