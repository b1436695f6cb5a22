"""Install what the lock file names into an empty environment, and digest with it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from service.config import CHECKOUT


def main() -> None:
    """Fails where a hash is another, a package is missing, or the product does not run."""
    uv = str(Path(sys.executable).with_name("uv"))
    with TemporaryDirectory() as folder:
        python = Path(folder) / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
        subprocess.run([sys.executable, "-m", "venv", python.parents[1]], check=True)
        into = ("--python", str(python))
        subprocess.run([uv, "pip", "sync", "-q", *into, CHECKOUT / "pylock.toml"], check=True)
        subprocess.run([uv, "pip", "install", "-q", "--no-deps", *into, CHECKOUT], check=True)
        subprocess.run([uv, "pip", "check", *into], check=True)
        page = str(shutil.copy(CHECKOUT / "examples" / "yunchuan_0318.txt", folder))
        # Nothing of the checkout may be found but what was installed.
        alone = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        command = [str(python), "-m", "service.cli", "digest", page]
        subprocess.run(command, check=True, cwd=folder, env=alone)


if __name__ == "__main__":
    main()
