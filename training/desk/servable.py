"""Whether this version of the program can serve a model, asked before anything is made of it."""

from __future__ import annotations

from service.artifacts import ModelFolder
from service.classifiers.topics import TopicClassifier
from service.config import ServiceConfig, locate_model
from service.console import tell
from service.errors import ArtifactError
from service.registry import REGISTRY, SHIPPED, Registry, Version
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


def tell_of_other_model(settings: ServiceConfig, registry: Registry) -> None:
    """Say so where the settings name a model that is not the one that is taught.

    Raises:
        ConfigError: If there is no such model.
    """
    if settings.model == REGISTRY or locate_model(settings.model) == registry.shipped:
        return
    current = registry.current()
    tell(
        f"注意：设置里 model 是 {settings.model}，这里调教的是各版里在用的 {current.key} "
        f"{current.name}；要从那个开始，先 baozhai models add {settings.model} --desk 文件夹，"
        "再启用那一版 (the settings name another model than the one taught: add and promote it)"
    )
