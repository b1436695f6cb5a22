"""What the page says, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from service.config import Language


@dataclass(frozen=True, slots=True)
class Wording:
    """Every word of the page in one language; braces name what is filled in."""

    lang: str
    tagline: str
    # The desk: where an issue comes in.
    paste_tab: str
    paste_placeholder: str
    files_tab: str
    files_label: str
    run: str
    max_chars: str
    max_chars_hint: str
    examples: str
    choose_issue: str
    nothing_pasted: str
    nothing_uploaded: str
    # The digest.
    welcome_title: str
    welcome_steps: tuple[str, ...]
    keys: str
    no_paper: str
    no_articles: str
    n_articles: str
    n_left_out: str
    n_uncertain: str
    n_chars: str
    model: str
    filter: str
    every_topic: str
    open_all: str
    close_all: str
    download: str
    uncertain: str
    uncertain_hint: str
    no_headline: str
    open: str
    copy: str
    copied: str
    summary_mark: str
    evidence_mark: str
    no_body: str
    probabilities: str
    place: str
    page: str
    to_source: str
    to_article: str
    lines: str
    line: str
    between_places: str
    left_out: str
    same_as: str
    source: str
    source_hint: str

    @property
    def language(self) -> Language:
        """The language, as tables of words know it."""
        return "zh" if self.lang.startswith("zh") else "en"


CHINESE = Wording(
    lang="zh-CN",
    tagline="一期报纸的原文进来，分好篇、分好类、附摘要的报摘出去；每个字都查得到出处",
    paste_tab="粘贴原文",
    paste_placeholder="把整版或整期的文字粘贴到这里，断行、转版、报头都不用整理……",
    files_tab="上传文件",
    files_label="同一期的文件（TXT、HTML、DOCX、PDF），可多选，按先后为版序",
    run="生成报摘",
    max_chars="摘要字数上限",
    max_chars_hint="摘要取整句，标点计入",
    examples="试试样例",
    choose_issue="这些版面属于几期，请选一期看",
    nothing_pasted="还没有原文：请先粘贴一版或一期的文字，或点一个样例。",
    nothing_uploaded="还没有文件：请先选择一个或几个同一期的文件。",
    welcome_title="报摘会出现在这里",
    welcome_steps=(
        "左边粘贴原文或上传文件，也可以先点一个样例",
        "每篇得到标题、类别（附概率）和摘要；拿不准的标“存疑”",
        "展开一篇：全文、摘要句、分类依据，以及它在原文的位置",
    ),
    keys="Ctrl+Enter 生成 · J / K 下一篇、上一篇 · Enter 展开或收起",
    no_paper="未见报头",
    no_articles="原文中没有找到文章。",
    n_articles="{n} 篇",
    n_left_out="略去 {n} 处",
    n_uncertain="存疑 {n} 篇",
    n_chars="原文 {n} 字",
    model="模型 {name}",
    filter="按类别筛选",
    every_topic="全部",
    open_all="全部展开",
    close_all="全部收起",
    download="下载",
    uncertain="存疑",
    uncertain_hint="概率低于门槛，请编辑复核类别",
    no_headline="（无标题）",
    open="全文与依据",
    copy="复制摘要",
    copied="已复制",
    summary_mark="摘要句",
    evidence_mark="分类依据",
    no_body="（无正文）",
    probabilities="各类概率",
    place="出处",
    page="{file} 第 {page} 页",
    to_source="在原文中查看",
    to_article="回到这一篇",
    lines="第 {first}–{last} 行",
    line="第 {first} 行",
    between_places="、",
    left_out="略去的文字",
    same_as="与此篇相同：",
    source="原文与归属",
    source_hint="每个字都归一篇文章或注明略去；点篇号回到文章。",
)

ENGLISH = Wording(
    lang="en",
    tagline="A raw newspaper issue in, its digest out: articles with topic and summary, "
    "every character traceable",
    paste_tab="Paste text",
    paste_placeholder="Paste the text of a page or a whole issue here, exactly as it is…",
    files_tab="Upload files",
    files_label="Files of one issue (TXT, HTML, DOCX, PDF), pages in the order given",
    run="Digest",
    max_chars="Characters per summary, at most",
    max_chars_hint="Whole sentences, punctuation included",
    examples="Try an example",
    choose_issue="These pages are of several issues; choose one",
    nothing_pasted="There is no text yet: paste a page or an issue, or pick an example.",
    nothing_uploaded="There is no file yet: choose one or more files of one issue.",
    welcome_title="The digest will appear here",
    welcome_steps=(
        "Paste a text or upload files on the left, or pick an example",
        "Each article gets headline, topic with probability, and summary; doubtful ones say so",
        "Open one: full text, summary sentences, deciding sentences, and its place in the source",
    ),
    keys="Ctrl+Enter digests · J / K next, previous article · Enter opens or closes",
    no_paper="No masthead",
    no_articles="No article was found in this text.",
    n_articles="Articles: {n}",
    n_left_out="left out: {n}",
    n_uncertain="to review: {n}",
    n_chars="characters: {n}",
    model="model: {name}",
    filter="Filter by topic",
    every_topic="All",
    open_all="Open all",
    close_all="Close all",
    download="Download",
    uncertain="To review",
    uncertain_hint="The probability is below the threshold; please check the topic",
    no_headline="(no headline)",
    open="Full text and evidence",
    copy="Copy summary",
    copied="Copied",
    summary_mark="in the summary",
    evidence_mark="decided the topic",
    no_body="(no body)",
    probabilities="Probabilities",
    place="Place",
    page="{file} page {page}",
    to_source="Show in source",
    to_article="Back to this article",
    lines="lines {first}–{last}",
    line="line {first}",
    between_places=", ",
    left_out="What was left out",
    same_as="Same as:",
    source="Source, and what went where",
    source_hint="Every character belongs to an article or is marked as left out; "
    "an article's number leads back to it.",
)

WORDINGS: Mapping[Language, Wording] = {"zh": CHINESE, "en": ENGLISH}
