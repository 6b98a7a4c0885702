"""User-given paths: expand ~ and refuse a path that cannot be accessed, naming the option it came from."""

import errno
import os
from pathlib import Path

from simulator.language.errors import ScenarioError
from simulator.system.safe_text import describe_broken, find_broken_character

ABSENT = (FileNotFoundError, NotADirectoryError)


def find_path(written: str | Path, place: str) -> Path:
    """The expanded path, whether it exists or not.

    Raises ScenarioError, which names the option or file it came from (`place`), for the home of an unknown user, a name that
    is too long, a loop of symbolic links, or a folder without read permission.
    """
    if find_broken_character(str(written)) is not None:
        raise ScenarioError(f"{place}: {describe_broken(str(written))}")
    try:
        path = Path(written).expanduser()
        path.stat()
        if path.is_dir() and not os.access(path, os.R_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except ABSENT:
        return path
    except RuntimeError:
        raise ScenarioError(
            f"{place}: '{written}' starts in the home of a user who is not known here; write the whole path"
        ) from None
    except (OSError, ValueError) as error:
        raise ScenarioError(
            f"{place}: '{written}' cannot be looked at ({getattr(error, 'strerror', error)}); name a path that can"
        ) from None
    return path
