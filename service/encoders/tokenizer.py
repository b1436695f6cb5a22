"""The tokenizer of a model folder."""

from __future__ import annotations

from tokenizers import Tokenizer

from service.artifacts import ModelFolder, damaged

# What newspapers print; a broken rule shows only when it is used.
_PROBE = "新药进医保，患者负担减轻 3.5%！query: 云川①ｂ\u3000𠮷"


def load_tokenizer(folder: ModelFolder) -> Tokenizer:
    """Load the tokenizer of a model folder, which fits its encoder.

    Raises:
        ArtifactError: If a file is missing or damaged, or the tokenizer is that of another model.
    """
    file, record = folder.checked(folder.tokenizer.name), folder.read_inference()
    try:
        tokenizer = Tokenizer.from_file(str(file))
        tokenizer.encode(_PROBE)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # bare Exceptions, and panics, which are none of these
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
