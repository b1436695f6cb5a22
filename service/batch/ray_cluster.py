"""Being connected to workers of Ray, on this machine or on a cluster.

Ray is imported in the functions: what it reads of its environment must be there before.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import Any

from service.errors import ConfigError

# On Linux, too, it then takes the loopback device; else it asks 8.8.8.8 for the way out.
_ON_THIS_MACHINE = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",
    "RAY_AUTH_MODE": "token",
}
# Even with reports off, one of its processes asks 169.254.169.254 and metadata.google.internal in
# which cloud it is (`get_cloud_from_metadata_requests`). No setting forbids it, but it keeps to
# a proxy, and this one is nobody.
_NO_WAY_OUT = {
    **dict.fromkeys(("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"), "http://127.0.0.1:9"),
    **dict.fromkeys(("no_proxy", "NO_PROXY"), "localhost,127.0.0.1"),
}


@contextmanager
def local_cluster(n_cores: int) -> Iterator[str]:
    """Run a cluster on this machine that hears nobody else, tells nobody and leaves nothing.

    Ray must not have been imported in this process but by this: it would know of no token.

    Args:
        n_cores: How many the workers take.

    Yields:
        Its address; whoever connects to it needs the token, which stands in the environment
        of this process alone.

    Raises:
        ConfigError: If Ray cannot be started.
    """
    own = {**_ON_THIS_MACHINE, "RAY_AUTH_TOKEN": _token()}
    with _environment(own), TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        settings = {"num_cpus": n_cores, "include_dashboard": False, "_temp_dir": folder}
        with _environment(_NO_WAY_OUT):
            _init("local", settings)
        import ray

        try:
            yield str(ray.get_runtime_context().gcs_address)
        finally:
            ray.shutdown()


@contextmanager
def connected(address: str, n_cores: int) -> Iterator[None]:
    """Be connected to a cluster that runs.

    Args:
        address: Such as `10.0.0.5:6379`.
        n_cores: How many the workers take.

    Raises:
        ConfigError: If it is not there, or has fewer cores.
    """
    _init(address, {})
    import ray

    try:
        n_there = int(ray.cluster_resources().get("CPU", 0))
        if n_there < n_cores:
            raise ConfigError(
                f"--workers: 要 {n_cores} 个核，Ray 集群只有 {n_there} 个；"
                "请减少 --workers (more cores for the workers than the cluster has)"
            )
        yield
    finally:
        ray.shutdown()


@cache
def _token() -> str:
    """What opens a cluster of this process; Ray asks the environment for it only once."""
    return token_hex(32)


def open_ways_out() -> None:
    """Let this process, a worker, reach the addresses that it is told to read."""
    for name, value in _NO_WAY_OUT.items():
        if os.environ.get(name) == value:
            del os.environ[name]


def _init(address: str, settings: Mapping[str, Any]) -> None:
    import ray

    try:
        ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR, **settings)
    except Exception as error:  # it raises bare ones, too
        ray.shutdown()
        reason = str(error).strip().partition("\n")[0]
        raise ConfigError(
            f"--ray-address {address}: 连不上 Ray：{reason}；本机的起不来，多半是机器太忙 "
            "(Ray cannot be reached, or not started on a busy machine)"
        ) from error


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
