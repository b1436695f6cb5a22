"""How sure the serving model is to be of a desk's articles, as a version of its own."""

from __future__ import annotations

import numpy as np

from service.errors import ConfigError
from service.registry import Registry
from training.desk.adapt import FEWEST_TO_LEARN, base_of
from training.desk.artifact import name_of, write_calibrated
from training.desk.fitting_run import fit_certainties
from training.desk.folder import key_of
from training.desk.gate import tell
from training.desk.servable import require_servable
from training.desk.topic_head import LabelChange, TopicHead
from training.desk.trial import Order, Outcome, Trial, judge_and_seal, read_desk
from training.desk.vectors import NewStore
from training.following import UNFOLLOWED, Following


def recalibrate(
    order: Order, registry: Registry, new_store: NewStore, following: Following = UNFOLLOWED
) -> Outcome:
    """Fit temperatures and thresholds of the serving version to a desk's articles.

    Only those count that the version did not learn from: of what it learned it is too sure.

    Args:
        order: What is to be done.
        registry: Where the version goes; nothing is promoted.
        new_store: Gives the vectors of a model's encoder.
        following: Told how far it is.

    Raises:
        DataError: With all that is wrong with the articles.
        ConfigError: If there are too few of them, or its topics are not those of the desk.
    """
    following.stage("checking")
    topics, sets = read_desk(order)
    parent = registry.current()
    require_servable(parent)
    parent.model.require_labels(topics.labels, str(order.desk.path))
    known = parent.learned()
    fresh = [article for article in sets.learned if key_of(article) not in known]
    if len(fresh) < FEWEST_TO_LEARN:
        raise ConfigError(
            f"{parent.key} 没学过的文章只有 {len(fresh)} 篇，校准至少要 {FEWEST_TO_LEARN} 篇；"
            "请多标一些，或直接调教，那时也校准 (too few articles that it did not learn from)"
        )
    following.stage("reading")
    vectors = new_store(parent.model).read([*fresh, *sets.test], following.on_done)
    following.stage("fitting")
    head = TopicHead.of_model(parent.model)
    true = np.array([head.labels.index(article.topic) for article in fresh], np.intp)
    logits = head.features(vectors[: len(fresh)]) @ head.rows.T
    certainty = fit_certainties(parent.model, fresh, logits, true, max_risk=order.max_risk)
    with registry.new_version() as version:
        name = name_of(parent.model, version.key)
        folder = write_calibrated(parent.model, certainty, version.model.path, name)
        trial = Trial(
            version,
            parent,
            way="calibrate",
            base=base_of(parent, registry).key,
            learned=fresh,
            learned_before=known,
            test=sets.test,
            topics=topics,
            figures={"certainty": {way: found.model_dump() for way, found in certainty.items()}},
        )
        following.stage("judging")
        of_test = vectors[len(fresh) :]
        told = {
            parent.key: tell(parent.model, sets.test, of_test),
            version.key: tell(folder, sets.test, of_test),
        }
        record, comparison = judge_and_seal(trial, order, told)
    change = LabelChange.between(head.labels, topics)
    finished = registry.get(version.key)
    return Outcome(finished, parent, record, comparison, fresh, certainty["whole"], change, None)
