"""Whether this version of the program can serve a model, asked before anything is made of it."""

from __future__ import annotations

from service.artifacts import ModelFolder
from service.classifiers.topics import TopicClassifier
from service.errors import ArtifactError
from service.registry import SHIPPED, Version
from service.summarizers.salience import SalienceSummarizer


def require_heads(folder: ModelFolder) -> None:
    """Make sure that both heads of a model can be fed by this version of the program.

    Raises:
        ArtifactError: If one is damaged, or of an earlier version that read other figures.
    """
    TopicClassifier.from_pretrained(folder.path)
    SalienceSummarizer.from_pretrained(folder.path)


def require_servable(version: Version) -> None:
    """Likewise of the version that serves: what is made of it would have its heads, too.

    Raises:
        ArtifactError: If it cannot be served; the message says what to do.
    """
    try:
        require_heads(version.model)
    except ArtifactError as error:
        if version.key == SHIPPED:
            raise
        raise ArtifactError(
            f"{version.key} 这一版用不了：{error}。请先启用随程序来的，再照原来标的重做一版："
            f"baozhai models promote {SHIPPED} (it cannot be served: promote the model that comes "
            "with the program, and make a version of that)"
        ) from error
