"""The folders of a user's own data: what belongs to neither the program nor one project."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_cache_path, user_data_path

HOME_VARIABLE = "BAOZHAI_HOME"


def data_folder() -> Path:
    """Where the user's own data lie; the folder need not exist.

    The variable `BAOZHAI_HOME` names it; without it, it is where programs of this system keep
    such data (`~/.local/share/baozhai` on Linux).
    """
    if named := os.environ.get(HOME_VARIABLE):
        return Path(named).expanduser()
    return user_data_path("baozhai", appauthor=False)


def cache_folder() -> Path:
    """Where lies what can be computed again; the folder need not exist.

    `cache` in the folder that `BAOZHAI_HOME` names; without it, where programs of this system
    keep such files (`~/.cache/baozhai` on Linux).
    """
    if os.environ.get(HOME_VARIABLE):
        return data_folder() / "cache"
    return user_cache_path("baozhai", appauthor=False)
