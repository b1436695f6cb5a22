"""Earlier issues: searched, reviewed, compared."""

from __future__ import annotations

from service.vocabulary import Word

ARCHIVE = {
    "search": Word("查找", "Search"),
    "search_words": Word("标题或正文里的字", "Words in headline or text"),
    "search_by": Word("谁改过", "Corrected by"),
    "search_date": Word("日期", "Date"),
    "any_topic": Word("任何类别", "Any topic"),
    "anybody": Word("不论", "Anybody"),
    "nothing_found": Word("没有找到。", "Nothing was found."),
    "n_found": Word("找到 {n} 篇", "{n} articles found"),
    "more": Word("再往后", "More"),
    "month": Word("{year} 年 {month} 月", "{year}-{month:02d}"),
    "earlier": Word("上月", "Earlier"),
    "later": Word("下月", "Later"),
    "weekdays": Word("一二三四五六日", "MTWTFSS"),
    "review": Word("待核的文章", "Articles to review"),
    "review_hint": Word(
        "类别拿不准的，最近的在前。打开后按 1–5 定类别，N 到下一篇存疑的。",
        "What the model is unsure of, newest first. Set the topic by 1–5; N goes to the next.",
    ),
    "compare": Word("两日比较", "Two days compared"),
    "compare_first": Word("一日", "One day"),
    "compare_second": Word("另一日", "Another day"),
    "compare_days": Word("日期", "Days"),
    "compare_issues": Word("单独一期", "Single issues"),
    "n_issues": Word("{n} 期", "{n} issues"),
    "compare_run": Word("比较", "Compare"),
    "compare_share": Word("占字数的比例", "Share of characters"),
}
