"""The folder of a user's own data: what belongs to neither the program nor one project."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path

HOME_VARIABLE = "BAOZHAI_HOME"


def data_folder() -> Path:
    """Where the user's own data lie; the folder need not exist.

    The variable `BAOZHAI_HOME` names it; without it, it is where programs of this system keep
    such data (`~/.local/share/baozhai` on Linux).
    """
    if named := os.environ.get(HOME_VARIABLE):
        return Path(named).expanduser()
    return user_data_path("baozhai", appauthor=False)
