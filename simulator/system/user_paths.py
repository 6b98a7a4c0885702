"""The paths that people write: a ~ is spelt out, and what cannot be looked at is refused where it is written."""

import errno
import os
from pathlib import Path

from simulator.language.errors import ScenarioError

ABSENT = (FileNotFoundError, NotADirectoryError)


def find_path(written: str | Path, place: str) -> Path:
    """The path that a person wrote, be there anything or not.

    Raises ScenarioError, which names the place where it is written, for the home of nobody, a name that is too long, a ring
    of links, or a folder that may not be read.
    """
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
