"""Where what the program brings along lies: in a checkout, or in the installed wheel."""

from __future__ import annotations

import errno
from pathlib import Path

from service.errors import ConfigError

BUNDLED = Path(__file__).parents[1] / "bundled"
CHECKOUT = Path(__file__).parents[2]
SHIPPED_LINE_SCORER = "models/line_scorer"
SHIPPED_MODEL = "models/default"
SHIPPED_MODELS = {"default": SHIPPED_MODEL, "fast": "models/fast"}
"""Folders of the models that come with the program, by the names that settings may call them."""


def locate(path: str | Path) -> Path:
    """Find a file or folder the program brings along.

    Looked up in this order: as given (absolute, or relative to the current
    folder), below the checkout the program runs from, inside the installed wheel.

    Raises:
        ConfigError: If it is in none of them.
    """
    places = (Path(path), CHECKOUT / path, BUNDLED / path)
    for place in places:
        if _may_exist(place):
            return place
    tried = dict.fromkeys(map(str, places))  # an absolute path is one place alone
    looked = f"，找过 {'、'.join(tried)}" if len(tried) > 1 else ""
    raise ConfigError(
        f"{path} 不存在{looked}；请给出存在的路径 ({path} does not exist: give a path that exists)"
    )


def _may_exist(place: Path) -> bool:
    """Whether something is there, or cannot be asked about: to open it then tells why."""
    try:
        return place.exists()
    except OSError as error:
        return error.errno != errno.ENAMETOOLONG


def locate_model(name: str | Path) -> Path:
    """Find a model folder by the name of a model that comes with the program, or by its path.

    Raises:
        ConfigError: If it is neither; the message tells the names.
    """
    try:
        return locate(SHIPPED_MODELS.get(str(name), name))
    except ConfigError as error:
        raise ConfigError(
            f"没有模型 {name}：自带的有 {'、'.join(SHIPPED_MODELS)}；也可以写 registry，或模型目录"
            f"的路径 (no such model; name one of these, `registry`, or a folder): {error}"
        ) from error
