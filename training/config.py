"""A training configuration: one file, one run that can be repeated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, field_validator

from service.config import Schema


def _as_several(files: object) -> object:
    """One file is written without brackets."""
    return (files,) if isinstance(files, str) else files


class TinyEncoder(Schema):
    """A randomly initialised encoder, for tests that must take seconds."""

    hidden_size: Annotated[int, Field(ge=8)] = 32
    num_hidden_layers: Annotated[int, Field(ge=1)] = 2
    num_attention_heads: Annotated[int, Field(ge=1)] = 2


class ModelBlock(Schema):
    """What is trained.

    Attributes:
        name: Name of the model that comes out, shown as `name@version`.
        version: Its version.
        encoder: Where it starts: an artifact folder, a folder of transformers, the name of a
            BERT on the hub, or `registry` for the version that serves, with its topic head.
        tiny: Replaces the weights of `encoder` (its tokenizer is kept) by a
            small random BERT.
        max_length: Tokens of a window.
        max_headline_tokens: Tokens of the headline that lead each window.
        prefix: Text before the headline in each window.
        stand_in_chars: Characters behind the lead of the text that stand in for a headline that
            is missing; 0 leaves its place empty.
        made_by: How the weights came about where it was not, or not only, by one run of this
            configuration; the card prints it. Empty where the run tells all.
    """

    name: str
    version: str
    encoder: str
    tiny: TinyEncoder | None = None
    max_length: Annotated[int, Field(ge=32, le=512)] = 256
    max_headline_tokens: Annotated[int, Field(ge=8, le=128)] = 64
    prefix: str = "query: "
    stand_in_chars: Annotated[int, Field(ge=0, le=200)] = 60
    made_by: str = ""


class DataBlock(Schema):
    """What it is trained on; paths are relative to `root`.

    Attributes:
        root: Folder of the data; `--data` on the command line replaces it.
        topics: Labelled articles, or articles with `probabilities` (soft labels).
        own_topics: Likewise, but paths of the project or the current folder: what is
            not part of the data, such as texts that are no news, or soft labels just made. Of an
            article that stands in several files the last one counts.
        topics_validation: Labelled articles that choose and calibrate; a file, or several that
            are each to hold.
        summaries: Articles with a reference `summary`. `tuning` learns from them; without it
            the salience head alone does, by features; without any it learns to rate as that
            of the model which `model.encoder` names, or that ships.
        own_summaries: Likewise, but paths of the project or the current folder.
        summaries_validation: Likewise, for the figures in the card.
        corpus: Articles of which nothing is said; `distillation` learns from them what its model
            says. What is judged with is left out.
        corpus_articles: How many of each file of `corpus` are drawn.
        max_windows: Windows of an article that the topic loss reads.
        headlines_dropped: Share of the articles with a headline that are learned from without
            it, so that the model knows articles that have none; in [0, 1].
        headlines_alone: Whether each article with a headline is also learned from by its
            headline alone, under the same label: where the text is missing, doubt is due.
        secondary_weight: Share of the label that goes to the secondary topic.
    """

    root: str = "."
    topics: Annotated[tuple[str, ...], Field(min_length=1)]
    own_topics: tuple[str, ...] = ()
    topics_validation: Annotated[tuple[str, ...], BeforeValidator(_as_several), Field(min_length=1)]
    summaries: tuple[str, ...] = ()
    own_summaries: tuple[str, ...] = ()
    summaries_validation: tuple[str, ...] = ()
    corpus: tuple[str, ...] = ()
    corpus_articles: Annotated[int, Field(ge=1)] = 2000
    max_windows: Annotated[int, Field(ge=1)] = 1
    headlines_dropped: Annotated[float, Field(ge=0, le=1)] = 0
    headlines_alone: bool = False
    secondary_weight: Annotated[float, Field(ge=0, lt=0.5)] = 0.2

    @property
    def all_summaries(self) -> tuple[str, ...]:
        """Every file that salience is learned from."""
        return (*self.summaries, *self.own_summaries)


class LearningBlock(Schema):
    """The Trainer's own settings, by its own names, and the few it does not have.

    Attributes:
        head_learning_rate: Of the heads.
        bf16: Compute in bfloat16; None does where the processor has instructions for it
            (there it saves three quarters of the time; elsewhere it takes many times longer).
        n_threads: Threads of torch; 0 takes all cores.
        n_seeds: Runs, with the seed of the configuration and those that follow, whose weights
            are averaged: each takes its time, serving takes no more.
    """

    output_dir: str
    num_train_epochs: Annotated[float, Field(gt=0)] = 3
    per_device_train_batch_size: Annotated[int, Field(ge=1)] = 8
    learning_rate: Annotated[float, Field(gt=0)] = 7e-5
    head_learning_rate: Annotated[float, Field(gt=0)] = 1e-3
    weight_decay: Annotated[float, Field(ge=0)] = 0.01
    warmup_ratio: Annotated[float, Field(ge=0, lt=1)] = 0.1
    max_grad_norm: Annotated[float, Field(gt=0)] = 1.0
    bf16: bool | None = None
    save_steps: Annotated[int, Field(ge=1)] = 200
    logging_steps: Annotated[int, Field(ge=1)] = 25
    n_threads: Annotated[int, Field(ge=0)] = 0
    n_seeds: Annotated[int, Field(ge=1)] = 1


class DistillationBlock(LearningBlock):
    """How a model of fewer layers learns to say what that of `model.encoder` says.

    It learns window by window what the last layer there makes of each token, so that both heads
    go on working, and what the heads there say. Its embeddings stay as they are.

    Attributes:
        start: Folder of the model whose layers the student starts from, of the same width and
            vocabulary; empty for `model.encoder`. What knows its language already learns the rest
            in fewer steps.
        layers: The layers of that model that it starts from, counted from 0, rising; it has as
            many.
        corpus_windows: Windows that are read of an article of `data.corpus`; of labelled ones
            `data.max_windows`.
        summary_windows: Windows that are read of an article with a summary.
        token_weight: Weight of the share that it misses of what the last layer says, in [0, 1].
        topic_weight: Weight of the topics of each window, beside the salience.
        label_share: How much of what the heads learn comes from readers, where one told a topic
            or chose sentences, and not from the model; in [0, 1].
    """

    start: str = ""
    layers: Annotated[tuple[Annotated[int, Field(ge=0)], ...], Field(min_length=1)]
    corpus_windows: Annotated[int, Field(ge=1)] = 1
    summary_windows: Annotated[int, Field(ge=1)] = 5
    learning_rate: Annotated[float, Field(gt=0)] = 4e-4
    head_learning_rate: Annotated[float, Field(gt=0)] = 4e-4
    token_weight: Annotated[float, Field(ge=0)] = 10
    topic_weight: Annotated[float, Field(ge=0)] = 5
    label_share: Annotated[float, Field(ge=0, le=1)] = 0.3

    @field_validator("layers")
    @classmethod
    def _rise(cls, layers: tuple[int, ...]) -> tuple[int, ...]:
        if list(layers) != sorted(set(layers)):
            raise ValueError(
                f"是 {list(layers)}：须从低到高，各写一次 (each layer once, from the lowest up)"
            )
        return layers


class TrainerBlock(LearningBlock):
    """How topics are learned.

    Attributes:
        head_learning_rate: Of the head, which starts from little or nothing.
        layer_decay: Factor on the learning rate from each layer to the one
            below; 1 gives all layers the same.
        frozen_layers: Lowest layers that stay as they are, and the embeddings with
            them; saves time where the start was fine-tuned already. 0 trains all.
        dropout: In the layers that learn. On a CPU it costs most of a step; several passes over
            all layers gain by it.
    """

    layer_decay: Annotated[float, Field(gt=0, le=1)] = 0.9
    frozen_layers: Annotated[int, Field(ge=0)] = 0
    dropout: Annotated[float, Field(ge=0, lt=1)] = 0


class TuningBlock(TrainerBlock):
    """How the encoder learns salience from `data.summaries` without forgetting its topics.

    Attributes:
        frozen_layers: As there; what they make of the text is computed once. With 0 all layers
            learn, and the embeddings alone stay.
        topic_weight: Weight of the topics it is held to, beside the salience.
        label_share: How much of these topics comes from what a reader said, where one did, and
            not from what the model itself said before; in [0, 1]. Above 0 the topic head learns
            too.
        label_shares: The same of single files of `data.topics` and `data.own_topics`, such as of
            those whose topics the model knows well already.
        start_share: Share of the weights before in those after, in [0, 1): what was learned
            before is forgotten less.
    """

    frozen_layers: Annotated[int, Field(ge=0)] = 8
    topic_weight: Annotated[float, Field(ge=0)] = 2
    label_share: Annotated[float, Field(ge=0, le=1)] = 0
    label_shares: Mapping[str, Annotated[float, Field(ge=0, le=1)]] = Field(default_factory=dict)
    start_share: Annotated[float, Field(ge=0, lt=1)] = 0

    def share_of_label(self, file: str) -> float:
        """How much of the topics of a file comes from its labels."""
        return self.label_shares.get(file, self.label_share)

    @property
    def topics_learn(self) -> bool:
        """Whether any label has a share."""
        return any(share > 0 for share in (self.label_share, *self.label_shares.values()))


class SalienceBlock(Schema):
    """What the salience head is, and how it is fitted to inputs that stand still.

    Attributes:
        width: Hidden units, where the head starts from nothing.
        n_epochs: Passes over the articles.
        batch_size: Articles a step.
        learning_rate: Of AdamW, falling to zero along a cosine.
        weight_decay: Of AdamW.
        dropout: On the inputs of the head.
        oracle_share: Of a sentence's target, what it gets for being in the best possible pick
            from an editor's summary; the rest is the share of it that the summary says.
    """

    width: Annotated[int, Field(ge=1)] = 32
    n_epochs: Annotated[int, Field(ge=1)] = 10
    batch_size: Annotated[int, Field(ge=1)] = 16
    learning_rate: Annotated[float, Field(gt=0)] = 3e-3
    weight_decay: Annotated[float, Field(ge=0)] = 0.05
    dropout: Annotated[float, Field(ge=0, lt=1)] = 0.1
    oracle_share: Annotated[float, Field(ge=0, le=1)] = 0.5


class TrainingConfig(Schema):
    """One run: model, data, how it learns; and where the artifact goes.

    Attributes:
        distillation: Makes the encoder one of fewer layers, before all else; None keeps it.
        trainer: Of the topics; None leaves the encoder and its topics as they start.
        tuning: Of the salience, after the topics; None leaves the encoder as the topics left it.
        topics: The label set; where none is named, that of the settings of all commands.
        seed: Of new weights and of the order of what is learned.
        artifact: Folder of the finished model; it replaces a model, and nothing else.
        max_risk: Share of errors that the calibration leaves among articles not called
            uncertain.
        limits: A line of the card: what the data do not hold, such as where they end.
        floors: Checks, as in `configs/quality.yaml`, that the finished model must pass to
            get there; None asks for none.
    """

    model: ModelBlock
    data: DataBlock
    distillation: DistillationBlock | None = None
    trainer: TrainerBlock | None = None
    tuning: TuningBlock | None = None
    salience: SalienceBlock = SalienceBlock()
    topics: str = ""
    seed: int = 13
    artifact: str
    max_risk: Annotated[float, Field(gt=0, lt=1)] = 0.03
    limits: str = ""
    floors: str | None = None

    @property
    def keeps_encoder(self) -> bool:
        """Whether tuning finds the encoder as it starts, so that its salience head still fits."""
        return self.distillation is None and self.trainer is None

    def settings(self, *without: str) -> dict[str, Any]:
        """All that bears on the weights of a part of the run, besides the files that it reads.

        Args:
            without: The keys that do not.
        """
        settings = self.model_dump(mode="json", exclude={*without, "limits", "max_risk"})
        del settings["data"]["root"]  # what lies there counts, not where that is
        if settings.get("tuning"):
            del settings["tuning"]["start_share"]  # the mean is taken of what the run left
        return settings
