"""`web` and `mcp`: what serves others until it is stopped."""

from __future__ import annotations

from argparse import Namespace

from service.arguments import version
from service.commands import loading
from service.config import ServiceConfig
from service.errors import MissingExtraError
from service.newsroom.jobs import Jobs
from service.newsroom.renewal import Renewal
from service.newsroom.room import Newsroom
from service.newsroom.training import Training
from service.processes import share_free_memory
from service.store import Store
from service.store.opening import opened


def web(arguments: Namespace, config: ServiceConfig) -> int:
    """Serve the page until it is stopped."""
    from service.web.server import Address, launch

    share_free_memory()  # before there are threads
    address = Address(
        arguments.host, arguments.port, tuple(arguments.allowed_host), arguments.no_login
    )
    config = config.model_copy(update={"store": arguments.store or config.store})
    with opened(config.store, create=True) as store:
        if config.retention_days:
            store.prune(config.retention_days)
        room = _open_newsroom(config, store)
        launch(room, address, config.web, open_browser=not arguments.no_browser)
    return 0


def mcp(_: Namespace, config: ServiceConfig) -> int:
    """Serve tools for assistants on standard input and output."""
    try:
        from service.mcp_tools import build_tools
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            f'mcp 缺少 {error.name}；请先安装：pip install "baozhai[mcp]" '
            "(mcp needs more packages: install them with this command)"
        ) from error
    with opened(config.store, create=True) as store:
        build_tools(_open_newsroom(config, store), version()).run()
    return 0


def _open_newsroom(config: ServiceConfig, store: Store) -> Newsroom:
    """A newsroom that takes up what is promoted while it is open."""
    renewal = Renewal(config, load=loading.load_pipeline)
    jobs = Jobs(most_waiting=config.web.waiting_jobs, most_of_one=config.web.waiting_jobs_each)
    room = Newsroom(loading.load_pipeline(config), store, jobs, training=Training(config))
    renewal.start(room)
    return room
