"""`cache`: how full it is, or all of it forgotten."""

from __future__ import annotations

from argparse import Namespace

from service.cache import RatingCache
from service.config import ServiceConfig
from service.console import write_output
from service.encoders import compiled_cache


def cache(arguments: Namespace, config: ServiceConfig) -> int:
    """Look at the cache, or clear it; tells what is left in it."""
    ratings = RatingCache("", max(config.cache_mebibytes, 1))
    if arguments.action == "clear":
        ratings.clear()
        compiled_cache.clear()
    figures = ratings.figures()
    most = f"上限 {config.cache_mebibytes} MiB" if config.cache_mebibytes else "设置里关了"
    size = f"{figures.size_bytes / (1 << 20):.1f} MiB"
    write_output(
        f"{figures.path}：{figures.n_ratings} 篇，{size}，{most} (articles, size)\n".encode()
    )
    ratings.close()
    return 0
