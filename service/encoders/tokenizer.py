"""The tokenizer of a model folder."""

from __future__ import annotations

from tokenizers import Tokenizer

from service.artifacts import ModelFolder, damaged


def load_tokenizer(folder: ModelFolder) -> Tokenizer:
    """Load the tokenizer of a model folder, which fits its encoder.

    Raises:
        ArtifactError: If a file is missing or damaged, or the tokenizer is that of another model.
    """
    file, record = folder.checked(folder.tokenizer.name), folder.read_inference()
    try:
        tokenizer = Tokenizer.from_file(str(file))
    except Exception as error:  # the library raises bare Exceptions
        raise damaged(file, f"不能作为分词器载入 (cannot be loaded): {error}") from error
    n_tokens, n_known = tokenizer.get_vocab_size(), record.encoder.vocab_size
    if n_tokens > n_known:
        raise damaged(
            file,
            f"有 {n_tokens} 个词元，编码器只认得 {n_known} 个 (more tokens than the encoder has)",
        )
    for token in (record.windows.first_token, record.windows.last_token):
        if tokenizer.token_to_id(token) is None:
            raise damaged(file, f"没有词元 {token!r} (a token is missing)")
    return tokenizer
