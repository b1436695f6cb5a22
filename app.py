"""Serve the page from a checkout: configuration -> pipeline -> page."""

from __future__ import annotations


def main() -> None:
    """Serve the page with the settings that ship; `baozhai web` has options."""
    # Here, since each process that reads an upload imports this file and needs none of it.
    from service.config import ServiceConfig, load_config
    from service.pipeline import DigestPipeline
    from service.web.server import launch

    config = load_config("configs/service.yaml", ServiceConfig)
    launch(DigestPipeline.from_config(config))


if __name__ == "__main__":
    main()
