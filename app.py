"""Serve the page from a checkout: configuration -> pipeline -> page."""

from __future__ import annotations


def main() -> None:
    """Serve the page with the settings that ship; `baozhai web` has options."""
    # Here, since each process that reads an upload imports this file and needs none of it.
    from service.config import ServiceConfig, load_config
    from service.newsroom.room import Newsroom
    from service.pipeline import DigestPipeline
    from service.store import Store
    from service.web.server import Address, launch

    config = load_config("configs/service.yaml", ServiceConfig)
    with Store.open(config.store) as store:
        launch(Newsroom(DigestPipeline.from_config(config, cached=True), store), Address())


if __name__ == "__main__":
    main()
