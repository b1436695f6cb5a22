"""What stands around every page, and the help over it."""

from __future__ import annotations

from service.vocabulary import Word

FRAME = {
    "name": Word("报摘", "报摘 Baozhai"),
    "skip": Word("跳到正文", "Skip to content"),
    "nav": Word("页面", "Pages"),
    "nav_desk": Word("收稿", "Desk"),
    "nav_archive": Word("往期", "Archive"),
    "nav_review": Word("待核", "To review"),
    "nav_compare": Word("两日比较", "Compare days"),
    "nav_training": Word("调教", "Training"),
    "admin_only": Word("只有管理员能看这一页。", "Only administrators may see this page."),
    "switch_language": Word("English", "中文"),
    "other_language": Word("en", "zh"),
    "help": Word("快捷键说明", "Keys and help"),
    "messages": Word("消息", "Messages"),
    "close": Word("关闭", "Close"),
    "log_in": Word("登录", "Log in"),
    "log_out": Word("退出登录", "Log out"),
    "user_name": Word("用户名", "User name"),
    "password": Word("密码", "Password"),
    "log_in_hint": Word(
        "没有用户名？请管理员用 baozhai store user add 添加。",
        "No user name? An administrator adds one by `baozhai store user add`.",
    ),
    "role_reader": Word("读者", "reader"),
    "role_editor": Word("编辑", "editor"),
    "role_admin": Word("管理员", "administrator"),
    "not_found": Word("没有这一页，或已被删除。", "There is no such page, or it was deleted."),
}
HELP = {
    "help_title": Word("快捷键", "Keys"),
    "help_colors": Word("正文里：", "In the text:"),
    "key_digest": Word("生成报摘", "digest"),
    "key_next": Word("下一篇、上一篇", "next, previous article"),
    "key_unsure": Word("下一篇存疑的", "next unsure article"),
    "key_topic": Word("定类别", "set the topic"),
    "key_headline": Word(
        "改标题（回车保存，Esc 放弃）", "edit the headline (Enter saves, Esc gives up)"
    ),
    "key_tick": Word("选摘要句", "pick sentences of the summary"),
    "key_cut": Word("分合：拆篇、并篇、移段", "split, join and move"),
    "key_undo": Word("撤销、重做", "undo, redo"),
    "key_source": Word("看原文、回文章", "to the source and back"),
    "key_send": Word("排简报", "arrange and send"),
    "key_copy": Word("复制这一篇", "copy this article"),
    "key_input": Word("收新一期", "new issue"),
    "key_help": Word("这份说明", "this help"),
}
