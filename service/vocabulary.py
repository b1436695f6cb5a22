"""What a reader sees of the words of the contract, in Chinese and in English.

One table for every format and for the page; see `docs/contract.md`, section 4.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from service.config import Language
from service.datamodels import Flag, Kind, LeftOutReason, SummaryNote


class Word(NamedTuple):
    """One word of the contract in both languages."""

    zh: str
    en: str

    def in_language(self, language: Language) -> str:
        """The word as readers of a language see it."""
        return self.zh if language == "zh" else self.en


KINDS: Mapping[Kind, Word] = {
    "story": Word("报道", "Story"),
    "photo": Word("图片新闻", "Caption news"),
    "continuation": Word("续篇，开头不在本期", "Continuation, begins in another issue"),
    "fragment": Word("残篇，没有标题和开头", "Fragment without headline and beginning"),
}
FLAGS: Mapping[Flag, Word] = {
    "starts_mid_sentence": Word("从句子中间开始", "starts in mid-sentence"),
    "text_missing": Word("有段落缺头或缺尾", "a paragraph lost its beginning or end"),
    "continued_from": Word("上接其他版面", "continued from another page"),
    "continues_on": Word("下转其他版面", "continues on another page"),
    "stitched": Word("由分开的几段拼接而成", "pieces joined"),
    "unmatched": Word("转版的另一部分不在本期", "the other part is not in this issue"),
    "no_headline": Word("没有标题", "no headline"),
    "unmarked_start": Word(
        "开头没有标记，可能是上一篇的下文",
        "nothing marks its beginning; it may be of the one above",
    ),
}
REASONS: Mapping[LeftOutReason, Word] = {
    "duplicate": Word("重复", "Duplicate"),
    "furniture": Word("版面信息", "Furniture"),
    "removed": Word("编辑删去", "Removed by an editor"),
}
NOTES: Mapping[SummaryNote, Word] = {
    "over_length": Word(
        "没有一句能放进字数限制，取最合适的一句", "No sentence fits; the best single one is shown"
    ),
    "whole_text": Word("全文照录", "The whole text"),
    "no_sentence": Word("没有完整的句子，不作摘要", "No whole sentence, hence no summary"),
}
# What a person changed of an article; the keys are those of `service.corrections.records.What`.
CHANGES: Mapping[str, Word] = {
    "set_topic": Word("主题", "topic"),
    "set_headline": Word("标题", "headline"),
    "set_kicker": Word("引题", "kicker"),
    "set_byline": Word("作者", "byline"),
    "set_summary": Word("摘要", "summary"),
    "split": Word("分开", "split"),
    "join": Word("合并", "joined"),
    "move": Word("移动段落", "moved a paragraph"),
    "put_back": Word("放回", "put back"),
    "leave_out": Word("删去", "left out"),
    "undo": Word("撤销", "undo"),
    "redo": Word("重做", "redo"),
}
