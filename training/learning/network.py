"""The network that is fine-tuned: one BERT, pooled to headline and text, with the topic head."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

TOPIC_WIDTH = 256


class TopicModel(nn.Module):
    """Reads a batch of articles, each cut into windows, in one pass.

    A slot is a place to which tokens are averaged: slot a is the headline of article
    a, slot n + a its text, and slot 2 n takes what belongs to nobody. The head is what
    `service.classifiers.topics` computes in numpy.
    """

    def __init__(self, encoder: BertModel, n_labels: int, width: int = TOPIC_WIDTH) -> None:
        super().__init__()
        self.encoder = encoder
        self.topic_hidden = nn.Linear(2 * encoder.config.hidden_size, width)
        self.topic_out = nn.Linear(width, n_labels)

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, slots: Tensor, targets: Tensor
    ) -> dict[str, Tensor]:
        """Score articles.

        Args:
            input_ids: Token ids of all windows, shape (windows, t).
            attention_mask: 1 for tokens, 0 for padding, same shape.
            slots: Slot of each token, same shape.
            targets: Distribution over labels, shape (articles, labels).

        Returns:
            `loss`, the cross-entropy averaged over articles, and `logits`,
            shape (articles, labels).
        """
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask)
        logits = self.score(hidden.last_hidden_state, slots, len(targets))
        return {"loss": functional.cross_entropy(logits, targets), "logits": logits}

    def score(self, hidden: Tensor, slots: Tensor, n_articles: int) -> Tensor:
        """Topic logits, shape (articles, labels), from the encoder's output (windows, t, d)."""
        means = pool(hidden, slots, 2 * n_articles + 1)
        pooled = torch.cat([means[:n_articles], means[n_articles:-1]], dim=1)
        logits: Tensor = self.topic_out(torch.tanh(self.topic_hidden(pooled)))
        return logits


def pool(hidden: Tensor, slots: Tensor, n_slots: int) -> Tensor:
    """Mean vector of the tokens of each slot, zeros for an empty one."""
    hidden, flat = hidden.float(), slots.flatten()
    sums = hidden.new_zeros(n_slots, hidden.shape[-1]).index_add(0, flat, hidden.flatten(0, 1))
    counts = hidden.new_zeros(n_slots).index_add(0, flat, hidden.new_ones(len(flat)))
    return sums / counts.clamp(min=1)[:, None]
