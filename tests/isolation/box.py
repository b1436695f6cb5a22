"""Commands run where they can reach nothing, and watched for whom they try to reach."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from service.config import CHECKOUT

REQUIRED = "BAOZHAI_REQUIRE_NAMESPACE"
_HERE = Path(__file__).parent
_LIMIT_S = 280
_ADDRESS = re.compile(r'sin6?_port=htons\((\d+)\).*?"([\d.]+|[\da-f:.]+)"')
_DNS = "53"
# The filter in the kernel lets all other calls pass without a stop.
_TRACING = ("strace", "-f", "--seccomp-bpf", "-qq", "-e")
_CALLS = "connect,sendto,sendmsg,sendmmsg"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a command, and whom it tried to reach outside this machine."""

    exit_code: int
    output: str
    calls: tuple[str, ...]
    written_at_home: tuple[str, ...]


def run_boxed(command: Sequence[str], folder: Path, *, calls: str = _CALLS) -> Outcome:
    """Run a command of Python's without a network, in an empty home.

    Every process that it starts is watched by Python's own audit events and,
    where strace works, by the system calls, which also show what libraries do.

    Args:
        command: Arguments of the interpreter.
        folder: An empty folder for the home and the logs.
        calls: The system calls that are watched; each stops for a moment.
    """
    home, log, trace = folder / "home", folder / "watch.log", folder / "trace.log"
    hook = folder / "hook"
    home.mkdir()
    hook.mkdir()
    shutil.copy(_HERE / "watch.py", hook / "sitecustomize.py")
    log.touch()
    # Built anew, or a variable of this machine or of its CI would keep a library silent.
    kept = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH", "LANG", "VIRTUAL_ENV")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    environment |= dict.fromkeys(("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"), str(home))
    environment["BAOZHAI_WATCH_LOG"] = str(log)
    environment["PYTHONPATH"] = os.pathsep.join((str(hook), str(CHECKOUT)))
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    # What is trained here is tiny: threads would only wait for each other.
    environment["OMP_NUM_THREADS"] = "1"
    tracer = (*_TRACING, f"trace={calls}", "-o", str(trace)) if has_tracer() else ()
    done = subprocess.run(
        [*_namespace(), *tracer, sys.executable, *command],
        env=environment,
        cwd=CHECKOUT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=_LIMIT_S,
        check=False,
    )
    written = tuple(str(path.relative_to(home)) for path in sorted(home.rglob("*")))
    found = (*log.read_text(encoding="utf-8").splitlines(), *_foreign_calls(trace))
    return Outcome(done.returncode, done.stdout.decode("utf-8", "replace"), found, written)


def require_namespace() -> None:
    """Skip, with the reason, where this system cannot take the network away; never in CI.

    Raises:
        RuntimeError: If the environment says that it must be possible.
    """
    if _namespace():
        return
    if os.environ.get(REQUIRED) == "1":
        raise RuntimeError(f"no network namespace can be made, but {REQUIRED}=1 asks for one")
    pytest.skip("NOT RUN WITHOUT A NETWORK: unshare -n works neither as this user nor as root here")


@cache
def _namespace() -> tuple[str, ...]:
    """What runs a command without a network; empty where nothing does."""
    if not sys.platform.startswith("linux") or shutil.which("unshare") is None:
        return ()
    for unshare in (("unshare", "-n"), ("unshare", "-rn")):
        prefix = (*unshare, sys.executable, str(_HERE / "loopback.py"))
        tried = subprocess.run([*prefix, "true"], capture_output=True, check=False)
        if tried.returncode == 0:
            return prefix
    return ()


@cache
def has_tracer() -> bool:
    """Whether system calls can be traced here."""
    if shutil.which("strace") is None:
        return False
    return (
        subprocess.run(
            [*_TRACING, f"trace={_CALLS}", "true"], capture_output=True, check=False
        ).returncode
        == 0
    )


def _foreign_calls(trace: Path) -> list[str]:
    """The system calls of a trace that lead elsewhere; a resolver on this machine asks others."""
    if not trace.exists():
        return []
    calls = []
    for line in trace.read_text(encoding="utf-8", errors="replace").splitlines():
        for port, address in _ADDRESS.findall(line):
            host = address.removeprefix("::ffff:")
            if port == _DNS or not (host.startswith("127.") or host == "::1"):
                calls.append(line)
    return calls
