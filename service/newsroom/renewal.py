"""A server takes up the model that was promoted: no restart, no request that fails."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Thread

from service.config import ServiceConfig
from service.errors import DigestError
from service.newsroom.room import Newsroom
from service.pipeline import DigestPipeline
from service.registry import current_model

_LOG = logging.getLogger(__name__)
_LOOK_EVERY_S = 2.0

Load = Callable[[ServiceConfig], DigestPipeline]


class Renewal:
    """Watches which model the settings of a running newsroom mean.

    While another one is loaded, and where it cannot be, the newsroom serves with the one it has;
    what has begun with one model ends with it.

    Args:
        config: The settings; with `model: registry` a promotion changes what they mean. What
            they mean now is what the newsroom is to begin with: build this before the pipeline.
        load: How a pipeline is built of them.
    """

    def __init__(self, config: ServiceConfig, load: Load = DigestPipeline.from_config) -> None:
        self._config, self._load = config, load
        self._key = current_model(config).key

    def start(self, room: Newsroom) -> None:
        """Look every two seconds, in a thread, until the newsroom closes."""
        Thread(target=self._watch, args=(room,), name="renewal", daemon=True).start()

    def look(self, room: Newsroom) -> bool:
        """Let the newsroom serve with another model if another one is meant.

        Returns:
            Whether another one was.

        Raises:
            DigestError: If the model that is meant now cannot be loaded, or the registry cannot
                be read. A model that failed is tried again only after another change.
        """
        key = current_model(self._config).key
        if key == self._key:
            return False
        self._key = key
        room.pipeline = self._load(self._config)
        return True

    def _watch(self, room: Newsroom) -> None:
        complaint = ""
        while not room.closing.wait(_LOOK_EVERY_S):
            try:
                if self.look(room):
                    _LOG.warning("已换用 %s (now serving with it)", room.pipeline.model)
                complaint = ""
            except DigestError as error:
                # A damaged pointer stays damaged; it is told once, not every two seconds.
                if str(error) != complaint:
                    complaint = str(error)
                    kept = room.pipeline.model
                    _LOG.error("没有换模型，仍用 %s (still serving with it): %s", kept, error)
