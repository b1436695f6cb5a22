"""A topic head whose labels change: rows kept, joined and added by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from service.artifacts import ModelFolder
from service.config import TopicSet
from service.encoders.heads import TwoLayerHead

# Of the spread of a direction: what lies within it passes nearly as it is, and an odd article
# cannot shout.
_SQUASHED_FROM = 2.0
_NEW_BIAS = -2.0  # a topic that nothing is known of is unlikely until articles say otherwise


@dataclass(frozen=True, slots=True)
class TopicHead:
    """A topic head with its labels, in calibrated logits.

    Attributes:
        labels: In the order of the rows.
        layers: Its rows are divided by the temperature, so a softmax gives probabilities.
    """

    labels: tuple[str, ...]
    layers: TwoLayerHead

    @classmethod
    def of_model(cls, folder: ModelFolder) -> TopicHead:
        """The head of a model folder, at the temperature of whole articles."""
        labels, record = folder.read_labels(), folder.read_inference()
        weights = folder.read_head(
            "topic", n_inputs=2 * record.encoder.hidden_size, n_outputs=len(labels)
        )
        layers = TwoLayerHead.from_weights(weights, "topic")
        return cls(labels, _scaled(layers, 1 / record.temperature))

    def features(self, vectors: NDArray[np.float32]) -> NDArray[np.float64]:
        """What the rows weigh, and a last column of ones for their biases; (n, width + 1)."""
        inputs = vectors.astype(np.float64)
        hidden = np.tanh(inputs @ self.layers.hidden_weight.T + self.layers.hidden_bias)
        return np.hstack([hidden, np.ones((len(hidden), 1))])

    @property
    def rows(self) -> NDArray[np.float64]:
        """Weights and bias of each label, shape (labels, width + 1)."""
        return np.hstack([self.layers.out_weight, self.layers.out_bias[:, None]])

    def with_rows(self, rows: NDArray[np.float64]) -> TopicHead:
        """The same head with other rows."""
        layers = replace(self.layers, out_weight=rows[:, :-1], out_bias=rows[:, -1])
        return replace(self, layers=layers)

    def probabilities(self, vectors: NDArray[np.float32]) -> NDArray[np.float64]:
        """Of each label, shape (n, labels)."""
        return np.asarray(softmax(self.features(vectors) @ self.rows.T, axis=1))

    def weights(self, temperature: float) -> dict[str, NDArray[np.float32]]:
        """The arrays of a model folder that a temperature goes with."""
        layers = _scaled(self.layers, temperature)
        return {
            "topic_hidden.weight": layers.hidden_weight.astype(np.float32),
            "topic_hidden.bias": layers.hidden_bias.astype(np.float32),
            "topic_out.weight": layers.out_weight.astype(np.float32),
            "topic_out.bias": layers.out_bias.astype(np.float32),
        }


def _scaled(layers: TwoLayerHead, factor: float) -> TwoLayerHead:
    return replace(layers, out_weight=layers.out_weight * factor, out_bias=layers.out_bias * factor)


def widen(head: TopicHead, vectors: NDArray[np.float32], n_more: int) -> TopicHead:
    """Let the rows weigh more of the vectors than what the old topics needed.

    The hidden units of a head see what told its topics apart; a new topic may lie across. The
    directions in which the vectors spread most become units too, with rows of zero: until they
    are fitted, nothing changes.

    Args:
        head: Any head.
        vectors: By whose spread directions are chosen, shape (n, 2 d).
        n_more: Directions at most; fewer where the vectors have no more.
    """
    inputs = vectors.astype(np.float64)
    mean = inputs.mean(axis=0)
    _, sizes, directions = np.linalg.svd(inputs - mean, full_matrices=False)
    spreads = sizes / np.sqrt(max(len(inputs) - 1, 1))
    kept = np.flatnonzero(spreads > spreads.max(initial=0) * 1e-6)[:n_more]
    weight = directions[kept] / (_SQUASHED_FROM * spreads[kept, None])
    layers = head.layers
    n_labels = len(head.labels)
    return replace(
        head,
        layers=TwoLayerHead(
            hidden_weight=np.vstack([layers.hidden_weight, weight]),
            hidden_bias=np.concatenate([layers.hidden_bias, -weight @ mean]),
            out_weight=np.hstack([layers.out_weight, np.zeros((n_labels, len(weight)))]),
            out_bias=layers.out_bias,
        ),
    )


@dataclass(frozen=True, slots=True)
class LabelChange:
    """From the labels of a model to those of a topics file, by name.

    Attributes:
        old: The labels of the model.
        new: Those of the file, in its order.
        sources: For each new label the old ones that it takes over; none for a new topic.
    """

    old: tuple[str, ...]
    new: tuple[str, ...]
    sources: Mapping[str, tuple[str, ...]]

    @classmethod
    def between(cls, old: Sequence[str], topics: TopicSet) -> LabelChange:
        """Match by id, and by what a topic says that it was."""
        sources = {
            topic.id: tuple(name for name in old if name == topic.id or name in topic.was)
            for topic in topics.topics
        }
        return cls(tuple(old), topics.labels, sources)

    @property
    def added(self) -> tuple[str, ...]:
        """Topics that the model knows nothing of."""
        return tuple(label for label in self.new if not self.sources[label])

    @property
    def dropped(self) -> tuple[str, ...]:
        """Labels of the model that no topic takes over."""
        kept = {name for names in self.sources.values() for name in names}
        return tuple(label for label in self.old if label not in kept)

    def start_rows(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Rows of the new labels: those of the old by name, joined ones between their own."""
        found = np.zeros((len(self.new), rows.shape[1]))
        for place, label in enumerate(self.new):
            olds = [self.old.index(name) for name in self.sources[label]]
            if olds:
                found[place] = rows[olds].mean(axis=0)
                found[place, -1] += np.log(len(olds))
            else:
                found[place, -1] = rows[:, -1].mean() + _NEW_BIAS
        return found

    def map_from(self, of_new: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
        """What the old model would call articles of each new label, shape (new, old).

        Args:
            of_new: For each added label the mean probabilities that the old model gives to its
                articles, shape (old,); a label that is missing could be any.
        """
        found = np.zeros((len(self.new), len(self.old)))
        for place, label in enumerate(self.new):
            olds = [self.old.index(name) for name in self.sources[label]]
            if olds:
                found[place, olds] = 1
            else:
                found[place] = of_new.get(label, np.full(len(self.old), 1 / len(self.old)))
        return found

    def carry(self, probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
        """Probabilities of the old labels under the new names, shape (n, new)."""
        carried = np.zeros((len(probabilities), len(self.new)))
        for place, label in enumerate(self.new):
            for name in self.sources[label]:
                carried[:, place] += probabilities[:, self.old.index(name)]
        return carried
