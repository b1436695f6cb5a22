"""A digest put into a DOCX template of the desk's own."""

from __future__ import annotations

import io
from typing import Any
from zipfile import BadZipFile, ZipFile

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from service.config import TopicSet
from service.datamodels import Article, Digest
from service.errors import WriteError
from service.writers.bulletin import PLAIN, Bulletin
from service.writers.wording import SOURCE, headline_of

_LARGEST_UNPACKED = 64 * 2**20


def fill_template(
    template: bytes, digest: Digest, topics: TopicSet, bulletin: Bulletin = PLAIN
) -> bytes:
    """Fill a template with a digest.

    Args:
        template: A DOCX file with tags of docxtpl, such as `{{ title }}` and
            `{%p for article in articles %}`. It may use `title`, `masthead`, `paper`, `date`,
            `articles` and `groups` (each with `topic` and `articles`); an article has `headline`,
            `kicker`, `byline`, `topic`, `summary`, `text` and `source`.
        digest: What is filled in.
        topics: The label set, for titles and their order.
        bulletin: Title, masthead, sources and order.

    Returns:
        The DOCX file.

    Raises:
        WriteError: If the template is no DOCX file, or a tag in it is wrong; the message
            says which.
    """
    _check_size(template)
    groups = [
        {"topic": name, "articles": [_article(each, digest, topics, bulletin) for each in articles]}
        for name, articles in bulletin.groups(digest, topics)
    ]
    words: dict[str, Any] = {
        "title": bulletin.heading(digest),
        "masthead": bulletin.masthead or "",
        "paper": digest.paper or "",
        "date": digest.date or "",
        "groups": groups,
        "articles": [article for group in groups for article in group["articles"]],
    }
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    filled = io.BytesIO()
    try:
        document = DocxTemplate(io.BytesIO(template))
        document.render(words, jinja_env=environment)
        document.save(filled)
    except TemplateError as error:
        raise WriteError(
            "模板里有写错的标记；可用的见 docs/api.md "
            f"(a tag of the template is wrong, docs/api.md lists those there are: {error})"
        ) from error
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:
        raise _no_template() from error
    return filled.getvalue()


def _article(
    article: Article, digest: Digest, topics: TopicSet, bulletin: Bulletin
) -> dict[str, str]:
    facts = dict(bulletin.facts(article, digest))
    return {
        "headline": headline_of(article),
        "kicker": article.kicker or "",
        "byline": article.byline or "",
        "topic": topics[article.topic.label].zh if article.topic else "",
        "summary": bulletin.summary(article),
        "text": article.text,
        "source": facts.get(SOURCE, ""),
    }


def _check_size(template: bytes) -> None:
    """Refuse what unpacks to more than any template needs."""
    try:
        with ZipFile(io.BytesIO(template)) as parts:
            size = sum(part.file_size for part in parts.infolist())
    except BadZipFile as error:
        raise _no_template() from error
    if size > _LARGEST_UNPACKED:
        limit = _LARGEST_UNPACKED >> 20
        raise WriteError(
            f"模板展开后超过 {limit} MB (the template unpacks to more than {limit} MB)"
        )


def _no_template() -> WriteError:
    return WriteError(
        "模板不是 DOCX 文件，或已损坏；请用 Word 或 WPS 另存为 .docx "
        "(the template is no DOCX file, or damaged: save it anew as .docx)"
    )
