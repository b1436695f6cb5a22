"""The upper layers of an encoder with both heads, on what the lower layers made of the text."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.learning.lower_states import run_layers
from training.learning.network import TopicModel, pool
from training.learning.salience_head import InputScale, SalienceHead, salience_loss


class TuningModel(nn.Module):
    """The layers that learn, and the two heads above them.

    Attributes:
        topics: The encoder with the topic head.
        salience: The head that rates sentences.
        scale: Of what that head reads.
        n_frozen: How many of the lowest layers stand still.
    """

    def __init__(
        self,
        topics: TopicModel,
        head: SalienceHead,
        scale: InputScale,
        *,
        n_frozen: int,
        topic_weight: float,
    ) -> None:
        super().__init__()
        self.topics = topics
        self.salience = head
        self.scale = scale
        self.n_frozen = n_frozen
        self._topic_weight = topic_weight

    def forward(
        self, windows: Mapping[str, Tensor], sentences: Mapping[str, Tensor], topics: Tensor
    ) -> dict[str, Tensor]:
        """Compare with the summaries, and with the topics that the articles are held to.

        Args:
            windows: `states` below the layers that learn, shape (windows, t, d), or, where all
                learn, `input_ids`; `attention_mask` and `slots` as for `TopicModel.forward`.
            sentences: Of the articles with a summary: `slots`, the sentence of each token,
                counted over the batch, or their number for none, shape (windows, t);
                `features` (sentences, features); `targets`, how much of its article's
                summary each stands for, shape (sentences,); and `n` of each article of the
                batch, shape (articles,), 0 where there is no summary.
            topics: Probabilities of the topics to hold, shape (articles, labels).

        Returns:
            `loss`.
        """
        hidden = self._read(windows)
        return {"loss": self.heads_loss(hidden, windows, sentences, topics)}

    def heads_loss(
        self,
        hidden: Tensor,
        windows: Mapping[str, Tensor],
        sentences: Mapping[str, Tensor],
        topics: Tensor,
    ) -> Tensor:
        """How far both heads are from what they should say of the last hidden states."""
        now = self.topics.score(hidden, windows["slots"], len(topics)).log_softmax(dim=1)
        loss = self._topic_weight * functional.kl_div(now, topics, reduction="batchmean")
        n_summarized = (sentences["n"] > 0).sum().clamp(min=1)
        missed = salience_loss(self.rate(hidden, sentences), sentences["targets"])
        return loss + missed / n_summarized

    def rate(self, hidden: Tensor, sentences: Mapping[str, Tensor]) -> Tensor:
        """Log-odds of the salience, shape (sentences,), from the last hidden states."""
        vectors = pool(hidden, sentences["slots"], len(sentences["features"]) + 1)[:-1]
        inputs = torch.cat([sentences["features"], vectors], dim=1)
        ratings: Tensor = self.salience(self.scale(inputs))
        return ratings

    def judge(self, windows: Mapping[str, Tensor], n_articles: int) -> Tensor:
        """Probabilities of the topics, shape (articles, labels)."""
        with torch.inference_mode():
            logits = self.topics.score(self._read(windows), windows["slots"], n_articles)
            return logits.softmax(dim=1)

    def _read(self, windows: Mapping[str, Tensor]) -> Tensor:
        """Last hidden states of the tokens, shape (windows, t, d)."""
        encoder = self.topics.encoder
        below = (
            windows["states"]
            if self.n_frozen
            else encoder.embeddings(input_ids=windows["input_ids"])
        )
        return run_layers(encoder.encoder.layer[self.n_frozen :], below, windows["attention_mask"])
