"""Where issues come in."""

from __future__ import annotations

from service.vocabulary import Word

INPUT = {
    "input_title": Word("新一期", "New issue"),
    "input_hint": Word("粘贴、拖入或选择文件", "paste, drop or choose files"),
    "paste_label": Word("原文", "Text"),
    "paste_placeholder": Word(
        "把整版或整期的文字粘贴到这里，断行、转版、报头都不用整理……",
        "Paste the text of a page or a whole issue here, exactly as it is…",
    ),
    "drop": Word("把文件拖到这里，或点此选择", "Drop files here, or click to choose"),
    "drop_formats": Word(
        "TXT、HTML、MHT、DOCX、PDF；可多选，先后为版序；几天的版面会自动分期",
        "TXT, HTML, MHT, DOCX, PDF; pages in the order given; several days become several issues",
    ),
    "chosen": Word("选中的文件", "Chosen files"),
    "max_chars": Word("摘要字数上限", "Characters per summary"),
    "run": Word("生成报摘", "Digest"),
    "examples": Word("试试样例：", "Try an example:"),
    "job": Word("进度", "Progress"),
    "cancel": Word("取消", "Cancel"),
    "under_way": Word("交来还没有做成的", "Not done yet"),
    "show_progress": Word("看进度", "Show progress"),
}
