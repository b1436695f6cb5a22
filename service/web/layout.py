"""The page: its components, and what happens when they are used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import gradio as gr

from service.config import Language
from service.datamodels import Digest, Issue
from service.errors import DigestError
from service.readers import read_issue
from service.web.handlers import DigestDesk, Example, find_examples
from service.web.render import render_banner
from service.web.uploads import COOKIE, Uploads
from service.web.wording import CHINESE, WORDINGS

_FEWEST_CHARS, _MOST_CHARS = 20, 500
# Uploads and state of a visitor who left are gone after this time.
KEPT_S = 3600
_MOST_READERS = 4
# One waiting line for all that calls the pipeline, so that the page can say who is next.
_LINE = "pipeline"
_FAILED = "没有成功 · Not done"
_FOCUS_DIGEST = "() => { document.querySelector('.bz-digest h2')?.focus(); }"

P = ParamSpec("P")
R = TypeVar("R")
Shown = tuple[str, Digest, tuple[Digest, ...], gr.Dropdown]


@dataclass(frozen=True, slots=True)
class Parts:
    """The components that events read or write."""

    banner: gr.HTML
    language: gr.Radio
    paste_tab: gr.Tab
    text: gr.Textbox
    run_text: gr.Button
    files_tab: gr.Tab
    files: gr.File
    run_files: gr.Button
    max_chars: gr.Slider
    examples_title: gr.HTML
    examples: tuple[tuple[gr.Button, Example], ...]
    issue: gr.Dropdown
    result: gr.HTML
    read: gr.State
    digests: gr.State
    digest: gr.State


def build_app(desk: DigestDesk, uploads: Uploads) -> gr.Blocks:
    """Lay out the page around a desk.

    Nothing is loaded or served yet; `service.web.server` does that.

    Args:
        desk: What digests; the `max_chars` of its pipeline is where the slider starts.
        uploads: Who uploaded what; no other file is read.

    Returns:
        The page, its interface in Chinese until the visitor switches.

    Raises:
        DigestError: If the sample issues cannot be read.
    """
    app = gr.Blocks(
        title="报摘", analytics_enabled=False, fill_width=True, delete_cache=(KEPT_S, KEPT_S)
    )
    with app:
        parts = _lay_out(desk)
        _wire(desk, uploads, parts)
    return app


def _lay_out(desk: DigestDesk) -> Parts:
    words = CHINESE
    read, digests, digest = (gr.State(empty, time_to_live=KEPT_S) for empty in (None, (), None))
    with gr.Row(elem_id="bz-top"):
        banner = gr.HTML(render_banner(words), apply_default_css=False)
        language = gr.Radio(
            [("中文", "zh"), ("English", "en")],
            value="zh",
            label="语言 Language",
            show_label=False,
            container=False,
            elem_id="bz-language",
        )
    with gr.Row(elem_id="bz-desk"):
        with gr.Column(scale=4, min_width=320, elem_id="bz-input"):
            with gr.Tabs():
                with gr.Tab(words.paste_tab) as paste_tab:
                    text = gr.Textbox(
                        lines=12,
                        max_lines=18,
                        label=words.paste_tab,
                        show_label=False,
                        placeholder=words.paste_placeholder,
                        autofocus=True,
                        autoscroll=False,
                        container=False,
                        elem_id="bz-text",
                    )
                    run_text = gr.Button(words.run, variant="primary", elem_classes="bz-run")
                with gr.Tab(words.files_tab) as files_tab:
                    files = gr.File(
                        file_count="multiple",
                        allow_reordering=True,
                        label=words.files_label,
                        elem_id="bz-files",
                    )
                    run_files = gr.Button(words.run, variant="primary", elem_classes="bz-run")
            max_chars = gr.Slider(
                _FEWEST_CHARS,
                max(_MOST_CHARS, desk.pipeline.max_chars),
                value=desk.pipeline.max_chars,
                step=10,
                label=words.max_chars,
                info=words.max_chars_hint,
                elem_id="bz-max-chars",
            )
            examples_title = gr.HTML(_examples_title(words.examples), apply_default_css=False)
            with gr.Column(elem_id="bz-examples"):
                examples = tuple(
                    (gr.Button(example.title, size="sm"), example) for example in find_examples()
                )
        with gr.Column(scale=7, min_width=320, elem_id="bz-result"):
            issue = gr.Dropdown([], label=words.choose_issue, visible=False, elem_id="bz-issue")
            result = gr.HTML(desk.show(None, "zh"), apply_default_css=False, elem_id="bz-page")
    return Parts(
        banner,
        language,
        paste_tab,
        text,
        run_text,
        files_tab,
        files,
        run_files,
        max_chars,
        examples_title,
        examples,
        issue,
        result,
        read,
        digests,
        digest,
    )


def _wire(desk: DigestDesk, uploads: Uploads, parts: Parts) -> None:
    """Connect the components; each digest is shown in the language chosen at that time."""

    def digest_text(text: str, max_chars: float, language: Language) -> Shown:
        return _show_first(desk, (desk.digest_text(text, int(max_chars), language),), language)

    async def read_files(paths: list[str] | None, language: Language, request: gr.Request) -> Issue:
        with _told():
            uploads.check(request.cookies.get(COOKIE, ""), paths or [])
            return await desk.read_files(paths or [], language, warn=_warn)

    def digest_issue(issue: Issue, max_chars: float, language: Language) -> Shown:
        return _show_first(desk, desk.digest_issue(issue, int(max_chars)), language)

    settings = [parts.max_chars, parts.language]
    _on_run(parts.run_text.click, digest_text, [parts.text, *settings], parts)
    # Not in the line of the pipeline: who waits for a slow file keeps nobody else waiting.
    reading = parts.run_files.click(
        read_files,
        inputs=[parts.files, parts.language],
        outputs=parts.read,
        show_progress_on=parts.result,
        concurrency_limit=_MOST_READERS,
        api_visibility="private",
    )
    _on_run(reading.success, digest_issue, [parts.read, *settings], parts)
    for button, example in parts.examples:
        _on_example(button, example, desk, parts)
    parts.issue.input(
        lambda name, digests, language: _show_chosen(desk, name, digests, language),
        inputs=[parts.issue, parts.digests, parts.language],
        outputs=[parts.digest, parts.result],
        show_progress="hidden",
        api_visibility="private",
    )
    parts.language.change(
        lambda digest, language: _translate(parts, desk, digest, language),
        inputs=[parts.digest, parts.language],
        outputs=_translated(parts),
        show_progress="hidden",
        api_visibility="private",
    )


def _show_first(desk: DigestDesk, digests: tuple[Digest, ...], language: Language) -> Shown:
    """Digests of one run, the first of them shown; a choice is offered where there are several."""
    names = [digest.issue_id for digest in digests]
    choice = gr.Dropdown(choices=names, value=names[0], visible=len(names) > 1)
    return desk.show(digests[0], language), digests[0], digests, choice


def _show_chosen(
    desk: DigestDesk, name: str, digests: tuple[Digest, ...], language: Language
) -> tuple[Digest, str]:
    """The digest of the issue that was chosen."""
    digest = next(digest for digest in digests if digest.issue_id == name)
    return digest, desk.show(digest, language)


def _shown(parts: Parts) -> list[Any]:
    return [parts.result, parts.digest, parts.digests, parts.issue]


def _on_run(
    event: Callable[..., Any], run: Callable[..., Any], inputs: list[Any], parts: Parts
) -> None:
    """Digest and show at an event."""
    event(
        telling(run),
        inputs=inputs,
        outputs=_shown(parts),
        show_progress_on=parts.result,
        concurrency_id=_LINE,
        concurrency_limit=1,
        api_visibility="private",
    ).success(None, js=_FOCUS_DIGEST)


def _on_example(button: gr.Button, example: Example, desk: DigestDesk, parts: Parts) -> None:
    """Put a sample issue where pasted text goes, and digest it."""

    def digest_example(max_chars: float, language: Language) -> tuple[Any, ...]:
        digests = desk.digest_issue(read_issue(example.files), int(max_chars))
        return digests[0].source_text, *_show_first(desk, digests, language)

    button.click(
        telling(digest_example),
        inputs=[parts.max_chars, parts.language],
        outputs=[parts.text, *_shown(parts)],
        show_progress_on=parts.result,
        concurrency_id=_LINE,
        concurrency_limit=1,
        api_visibility="private",
    ).success(None, js=_FOCUS_DIGEST)


def telling(action: Callable[P, R]) -> Callable[P, R]:
    """Wrap a handler: what a visitor can mend becomes a message, everything else stays loud."""

    @wraps(action)
    def told(*args: P.args, **kwargs: P.kwargs) -> R:
        with _told():
            return action(*args, **kwargs)

    return told


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except DigestError as error:
        raise gr.Error(str(error), duration=None, title=_FAILED, print_exception=False) from error


def _warn(message: str) -> None:
    """Show a message that stays until the visitor closes it."""
    gr.Warning(message, duration=None)


def _translated(parts: Parts) -> list[Any]:
    return [
        parts.banner,
        parts.paste_tab,
        parts.text,
        parts.run_text,
        parts.files_tab,
        parts.files,
        parts.run_files,
        parts.max_chars,
        parts.examples_title,
        parts.issue,
        parts.result,
    ]


def _translate(
    parts: Parts, desk: DigestDesk, digest: Digest | None, language: Language
) -> dict[Any, Any]:
    """Say everything in another language, the digest included."""
    words = WORDINGS[language]
    return {
        parts.banner: render_banner(words),
        parts.paste_tab: gr.Tab(label=words.paste_tab),
        parts.text: gr.Textbox(label=words.paste_tab, placeholder=words.paste_placeholder),
        parts.run_text: gr.Button(words.run),
        parts.files_tab: gr.Tab(label=words.files_tab),
        parts.files: gr.File(label=words.files_label),
        parts.run_files: gr.Button(words.run),
        parts.max_chars: gr.Slider(label=words.max_chars, info=words.max_chars_hint),
        parts.examples_title: _examples_title(words.examples),
        parts.issue: gr.Dropdown(label=words.choose_issue),
        parts.result: desk.show(digest, language),
    }


def _examples_title(title: str) -> str:
    return f'<h2 class="bz-small">{title}</h2>'
