"""Package resources, user folders, signals and the guard of YAML files."""
