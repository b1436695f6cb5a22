"""What the page says, in Chinese and in English.

The words of the contract (kinds, flags, reasons, notes) stand in `service/vocabulary.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from service.config import Language
from service.vocabulary import Word

_SCRIPTS = "js_"

_FRAME = {
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
_INPUT = {
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
_READING = {
    "recent": Word("最近几期", "Recent issues"),
    "welcome_title": Word(
        "一期报纸的原文进来，可读、可改、可发的报摘出去", "A raw issue in, its digest out"
    ),
    "welcome_1": Word(
        "上面粘贴原文或拖入文件，几秒后各篇分好，附类别和摘要",
        "Paste a text or drop files above; seconds later there are articles with topic and summary",
    ),
    "welcome_2": Word(
        "按 1–5 改类别，标题、摘要句、分合都可以改，随改随存",
        "Keys 1–5 set the topic; headline, summary and boundaries are corrected and saved at once",
    ),
    "welcome_3": Word(
        "选篇、排序，发成 DOCX、HTML、Markdown，或复制成文字",
        "Choose and order articles; send them as DOCX, HTML, Markdown, or copy them as text",
    ),
    "see_sample": Word("先看一期做好的样例", "See a finished sample first"),
    "sample_loading": Word("样例正在做……", "The sample is being made…"),
    "sample_note": Word("样例，只供看", "sample, to be looked at"),
    "no_paper": Word("未见报头", "No masthead"),
    "n_articles": Word("{n} 篇", "{n} articles"),
    "n_uncertain": Word("存疑 {n} 篇", "{n} to review"),
    "n_lost": Word("{n} 处改动找不到位置", "{n} corrections lost their place"),
    "n_chars": Word("原文 {n} 字", "{n} characters"),
    "n_corrections": Word("改动 {n} 处", "{n} corrections"),
    "list": Word("目录", "Articles"),
    "panel": Word("内容", "Content"),
    "tabs": Word("看什么", "Views"),
    "filter": Word("按类别筛选", "Filter by topic"),
    "every_topic": Word("全部", "All"),
    "unsure_first": Word("存疑在前", "Unsure first"),
    "none_of_topic": Word("这一类没有文章了。", "No article of this topic is left."),
    "no_articles": Word("原文中没有找到文章。", "No article was found in this text."),
    "no_headline": Word("（无标题）", "(no headline)"),
    "uncertain": Word("存疑", "unsure"),
    "uncertain_hint": Word(
        "概率低于门槛，请复核类别", "The probability is below the threshold; please check the topic"
    ),
    "back_to_list": Word("回目录", "Back to the list"),
    "topic": Word("类别", "Topic"),
    "copy": Word("复制", "Copy"),
    "summary": Word("摘要", "Summary"),
    "count": Word("{n} / {most} 字", "{n} / {most} characters"),
    "summary_mark": Word("摘要句", "in the summary"),
    "evidence_mark": Word("分类依据", "decided the topic"),
    "no_body": Word("（无正文）", "(no body)"),
    "probabilities": Word("各类概率", "Probabilities"),
    "place": Word("出处", "Place"),
    "page": Word("{file} 第 {page} 页", "{file} page {page}"),
    "lines": Word("第 {first}–{last} 行", "lines {first}–{last}"),
    "line": Word("第 {first} 行", "line {first}"),
    "between_places": Word("、", ", "),
    "between_flags": Word("；", "; "),
    "to_source": Word("在原文中查看", "Show in source"),
    "to_article": Word("到这一篇：", "To the article:"),
    "previous": Word("上一篇", "Previous"),
    "next": Word("下一篇", "Next"),
    "tab_source": Word("原文", "Source"),
    "tab_left_out": Word("略去", "Left out"),
    "tab_day": Word("当日图", "The day"),
    "tab_send": Word("简报", "Send"),
    "tab_history": Word("改动", "History"),
    "tab_articles": Word("文章", "Articles"),
    "left_out": Word("略去的文字", "What was left out"),
    "left_out_hint": Word(
        "不属于任何一篇的文字和原因；不该略去的可以放回。",
        "What belongs to no article, and why; what should not be left out can be put back.",
    ),
    "nothing_left_out": Word("没有略去任何文字。", "Nothing was left out."),
    "same_as": Word("与此篇相同：", "Same as:"),
    "source": Word("原文与归属", "Source, and what went where"),
    "source_hint": Word(
        "左边的色条是所属文章的类别，点它到那一篇；划线的是略去的文字。",
        "The bar in the margin has the topic's colour and leads to the article; "
        "what is struck through was left out.",
    ),
    "day": Word("这一天", "The day"),
    "characters": Word("字数", "Characters"),
    "articles": Word("篇数", "Articles"),
}
_EDITING = {
    "undo": Word("撤销", "Undo"),
    "redo": Word("重做", "Redo"),
    "tick": Word("选摘要句", "Pick sentences"),
    "cut": Word("分合", "Split and join"),
    "tick_hint": Word(
        "勾选要放进摘要的句子；按原文次序连成摘要。",
        "Tick the sentences of the summary; they are joined in their order in the text.",
    ),
    "headline": Word("标题", "Headline"),
    "kicker": Word("引题", "Kicker"),
    "byline": Word("作者", "Byline"),
    "add_headline": Word("（无标题，点此填写）", "(no headline: write one)"),
    "add_kicker": Word("＋ 引题", "+ kicker"),
    "add_byline": Word("＋ 作者", "+ byline"),
    "join_above": Word("并入上一篇", "Join with the article above"),
    "split_here": Word("从这里另起一篇", "Split here"),
    "move_to": Word("这段移到……", "Move this paragraph to…"),
    "leave_out": Word("略去这一篇", "Leave this article out"),
    "leave_out_paragraph": Word("略去这段", "Leave this paragraph out"),
    "put_back": Word("放回，另成一篇", "Put back as an article"),
    "put_back_into": Word("放回到……", "Put back into…"),
    "delete_issue": Word("删去这一期……", "Delete this issue…"),
    "history": Word("改动记录", "What was corrected"),
    "no_history": Word("还没有人改过。", "Nobody has corrected anything yet."),
    "lost": Word("原位置已不在，没有用上", "its place is gone; not applied"),
}
_SENDING = {
    "send": Word("简报", "Send the digest"),
    "send_title": Word("标题", "Title"),
    "send_masthead": Word("报头", "Masthead"),
    "send_sources": Word("注明出处", "with sources"),
    "send_paper": Word("报名", "Paper"),
    "send_keep": Word("存为本部门的样式", "Keep for the desk"),
    "send_keep_hint": Word(
        "标题、报头、出处以后都照这样；标题里的 {paper} {date} 换成各期的报名、日期",
        "Title, masthead and sources of all to come; {paper} and {date} in a title stand for those "
        "of the issue",
    ),
    "template": Word("Word 模板：", "Word template:"),
    "template_own": Word("用本部门的", "the desk's"),
    "template_none": Word("用自带的版式", "none, the program's own form"),
    "template_hint": Word(
        "在自己的 DOCX 里写标记，导出时填入；收下之前先试填一次：",
        "Write tags into a DOCX of yours; they are filled in, once for a try before it is taken:",
    ),
    "template_choose": Word("换成这个文件", "Take this file"),
    "template_drop": Word("不用模板", "Use none"),
    "send_hint": Word(
        "勾选要发的篇目，拖动或用 ↑ ↓ 排次序。",
        "Tick what is to be sent; drag or use ↑ ↓ to order.",
    ),
    "copy_all": Word("复制成文字", "Copy as text"),
    "print": Word("打印", "Print"),
    "pick_all": Word("全选", "All"),
    "pick_none": Word("全不选", "None"),
    "move_up": Word("上移", "Move up"),
    "move_down": Word("下移", "Move down"),
}
_ARCHIVE = {
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
_TRAINING = {
    "training_hint": Word(
        "让模型学会本报编辑改过的主题：先检查，再开始；做好后与在用的逐篇比过，再决定启用不启用。",
        "Teach the model the topics that editors corrected: check, start, compare, then decide.",
    ),
    "training_waiting": Word(
        "编辑定过主题的 {n} 篇，其中上一版之后新定的 {new} 篇。",
        "{n} articles with a topic set by an editor, {new} of them since the latest version.",
    ),
    "training_not_taken_up": Word(
        "启用后这里不会换用：请用 baozhai web --model registry 启动，或在设置里写",
        "What is promoted will not serve here: start `baozhai web --model registry`, or set",
    ),
    "training_check": Word("检查标签", "Check the labels"),
    "training_calibrate": Word("只重新校准把握", "Calibrate alone"),
    "training_adapt": Word("开始调教", "Start"),
    "training_train": Word("编码器也学（几十分钟）", "Train the encoder too (tens of minutes)"),
    "training_stop": Word("停下", "Stop"),
    "training_curve": Word(
        "还差多少（损失，越低越好）", "What is left to learn (loss, lower is better)"
    ),
    "training_last": Word("最近一次", "The last run"),
    "run_done": Word("做完了", "done"),
    "run_failed": Word("没有做成", "failed"),
    "run_stopped": Word("停下了", "stopped"),
    "run_interrupted": Word(
        "中断了：进程没有说完就结束；请再来一次，读过的文章不必重读，学到一半的接着学",
        "interrupted: its process ended without a word; start again, it goes on where it was",
    ),
    "versions": Word("各版", "Versions"),
    "version": Word("版", "Version"),
    "version_made": Word("何时、谁", "When, by whom"),
    "version_learned": Word("学了", "Learned from"),
    "way_adapt": Word("主题头", "topic head"),
    "way_calibrate": Word("只校准", "calibrated"),
    "way_train": Word("编码器也学", "trained"),
    "version_verdict": Word("检验", "Verdict"),
    "version_serves": Word("在用", "serves"),
    "version_shipped": Word("随程序来的", "comes with the program"),
    "version_passed": Word("通过", "passed"),
    "version_report": Word("逐篇对照", "Article by article"),
    "version_promote": Word("启用", "Promote"),
    "version_anyway": Word("仍要启用", "Promote anyway"),
    "version_discard": Word("不要", "Discard"),
    "version_roll_back": Word("退回前一版", "Roll back"),
    "switched_title": Word(
        "最近 {n} 期里，{version} 会改的主题", "What {version} would change in the last {n} issues"
    ),
    "switched_count": Word(
        "{total} 篇里 {n} 篇换主题；存疑 {before} → {after} 篇",
        "{n} of {total} articles change topic; unsure {before} → {after}",
    ),
}
_HELP = {
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
_PEOPLE = {
    "nav_people": Word("人员", "People"),
    "users": Word("用户", "Users"),
    "role": Word("角色", "Role"),
    "since": Word("添加于", "Added"),
    "new_password": Word("换密码", "New password"),
    "add_user": Word("添用户", "Add a user"),
    "remove_user": Word("删去", "Remove"),
    "no_users": Word(
        "还没有用户：本机的人不用登录。添了用户，下次启动起人人要登录；先添一位管理员。",
        "No users yet: on this machine nobody logs in. Once there are some, everybody must from "
        "the next start on; add an administrator first.",
    ),
    "tokens": Word("程序用的令牌", "Tokens for programs"),
    "tokens_hint": Word(
        "程序凭令牌用接口，与您同样的角色；只显示一次，库里只有散列。接口的说明：",
        "Programs use the API by a token, with your role; it is shown once and kept hashed. See",
    ),
    "token_label": Word("用途", "For what"),
    "token_once": Word("请现在抄下，不会再显示：", "Copy it now, it is not shown again:"),
    "last_used": Word("上次用", "Last used"),
    "no_tokens": Word("没有令牌。", "No tokens."),
    "add_token": Word("要一个令牌", "Make a token"),
    "revoke": Word("撤销", "Revoke"),
    "audit": Word("谁做了什么", "Who did what"),
    "when": Word("时间", "When"),
    "who": Word("谁", "Who"),
    "deed": Word("做了什么", "What"),
    "no_audit": Word("还没有记录。", "Nothing yet."),
}
_DEEDS = {
    "login": Word("登录", "logged in"),
    "login failed": Word("登录失败", "failed to log in"),
    "logout": Word("退出登录", "logged out"),
    "add user": Word("添用户", "added the user"),
    "user add": Word("添用户", "added the user"),
    "set role": Word("改角色", "set the role of"),
    "set password": Word("改密码", "set the password of"),
    "user change": Word("改用户", "changed the user"),
    "remove user": Word("删用户", "removed the user"),
    "user remove": Word("删用户", "removed the user"),
    "add token": Word("要令牌", "made the token"),
    "token add": Word("要令牌", "made the token"),
    "revoke token": Word("撤销令牌", "revoked the token"),
    "token revoke": Word("撤销令牌", "revoked the token"),
    "delete": Word("删去一期", "deleted the issue"),
    "settings": Word("改设置", "changed the setting"),
    "start training": Word("开始训练", "started the training"),
    "stop training": Word("停下训练", "stopped the training"),
    "promote model": Word("启用模型", "promoted the model"),
    "discard model": Word("丢弃模型", "discarded the model"),
    "roll back model": Word("退回模型", "rolled back to the model"),
}
_SCRIPT_WORDS = {
    "js_user_changed": Word("{name} 已改", "{name} is changed"),
    "js_remove_user_sure": Word(
        "删去用户 {name}？改过的仍记其名。", "Remove the user {name}? What they corrected stays."
    ),
    "js_revoke_sure": Word(
        "撤销这个令牌？用它的程序就进不来了。", "Revoke it? Programs that use it are locked out."
    ),
    "js_saving": Word("正在保存……", "Saving…"),
    "js_saved": Word("已保存 {time}", "Saved {time}"),
    "js_not_saved": Word("没有保存", "Not saved"),
    "js_failed": Word("没有成功", "Not done"),
    "js_offline": Word(
        "连不上服务器；请看它是否还开着", "The server cannot be reached; is it still running?"
    ),
    "js_dismiss": Word("关闭这条消息", "Dismiss this message"),
    "js_delete_sure": Word(
        "删去这一期和它的全部改动？删了找不回来。",
        "Delete this issue with all its corrections? It cannot be brought back.",
    ),
    "js_delete": Word("删去", "Delete"),
    "js_desk_kept": Word("已存为本部门的样式", "Kept for the desk"),
    "js_template_kept": Word("模板已收下，导出 DOCX 就用它", "The template is taken; DOCX uses it"),
    "js_template_gone": Word("不用模板了", "No template any more"),
    "js_copied": Word("已复制", "Copied"),
    "js_not_copied": Word(
        "浏览器不让复制；请手工选取", "The browser refused to copy; select the text by hand"
    ),
    "js_pasted": Word("粘贴", "pasted"),
    "js_remove": Word("去掉", "Remove"),
    "js_earlier": Word("提前", "Move earlier"),
    "js_nothing": Word(
        "还没有原文：请粘贴文字、拖入文件，或点一个样例。",
        "There is nothing yet: paste a text, drop files, or pick an example.",
    ),
    "js_conflict": Word(
        "刚才 {who} 也改了这一篇，您的改动还没有保存。",
        "{who} has just changed this article too; your change is not saved yet.",
    ),
    "js_somebody": Word("别人", "Somebody"),
    "js_keep_mine": Word("用我的", "Use mine"),
    "js_keep_theirs": Word("用对方的", "Keep theirs"),
    "js_changed_by": Word("{who} 刚改了这一期", "{who} has just changed this issue"),
    "js_stage_waiting": Word("排队，前面 {ahead} 件", "Waiting, {ahead} ahead"),
    "js_stage_reading": Word("读文件", "Reading"),
    "js_stage_splitting": Word("分篇", "Splitting into articles"),
    "js_stage_scoring": Word(
        "定类别、写摘要 {done}/{total}", "Topics and summaries {done}/{total}"
    ),
    "js_stage_keeping": Word("保存", "Keeping"),
    "js_stage_done": Word("完成", "Done"),
    "js_seconds_left": Word("约剩 {seconds} 秒", "about {seconds} s left"),
    "js_lost_job": Word(
        "找不到这项任务了，可能做完已久；请看“往期”，没有就重新交",
        "This job is no more, it may be done long since: see the archive, or send it anew",
    ),
    "js_run_starting": Word("正在启动", "Starting"),
    "js_run_importing": Word("收改过的主题", "Taking in the corrections"),
    "js_run_checking": Word("检查", "Checking"),
    "js_run_reading": Word("读文章 {done}/{total}", "Reading articles {done}/{total}"),
    "js_run_fitting": Word("拟合", "Fitting"),
    "js_run_lower_layers": Word(
        "不动的下层算一次 {done}/{total}", "The layers that stand still, once {done}/{total}"
    ),
    "js_run_learning": Word(
        "学习，第 {done} 步，共 {total} 步", "Learning, step {done} of {total}"
    ),
    "js_run_finishing": Word("导出、校准、量一遍", "Exporting, calibrating, measuring"),
    "js_run_judging": Word("检验", "Judging"),
    "js_losses": Word(
        "第 {first} 步 {before} → 第 {last} 步 {after}",
        "step {first}: {before} → step {last}: {after}",
    ),
    "js_minutes_left": Word("约剩 {minutes} 分钟", "about {minutes} min left"),
    "js_run_looking_back": Word(
        "看最近几期 {done}/{total}", "Looking at the last issues {done}/{total}"
    ),
    "js_run_done": Word("做完了", "Done"),
    "js_discard_sure": Word("删去 {version}，不能恢复", "Delete {version} for good"),
    "js_anyway_sure": Word(
        "{version} 没有通过检验，仍要启用？", "{version} did not pass. Promote it anyway?"
    ),
    "js_cancelled": Word("已取消", "Cancelled"),
    "js_several": Word("这些版面属于 {n} 期：", "These pages are of {n} issues:"),
    "js_known": Word(
        "这一期以前收过，打开的是原来那份", "This issue was here already; this is the one kept"
    ),
}
WORDS: Mapping[str, Word] = {
    **_FRAME,
    **_INPUT,
    **_READING,
    **_EDITING,
    **_SENDING,
    **_ARCHIVE,
    **_PEOPLE,
    **_TRAINING,
    **_HELP,
    **_SCRIPT_WORDS,
}


def deed_of(action: str, language: Language) -> str:
    """An action of the audit list in words; as it is where it has none."""
    return _DEEDS[action].in_language(language) if action in _DEEDS else action


@dataclass(frozen=True, slots=True)
class Wording:
    """Every word of the page in one language."""

    language: Language

    @property
    def lang(self) -> str:
        """The language as HTML names it."""
        return "zh-CN" if self.language == "zh" else "en"

    def __call__(self, key: str, /, **values: object) -> str:
        """The words of a key, with its braces filled in."""
        words = WORDS[key].in_language(self.language)
        return words.format(**values) if values else words

    def for_scripts(self) -> dict[str, str]:
        """What the scripts of the page say; they fill in the braces."""
        return {
            key.removeprefix(_SCRIPTS): word.in_language(self.language)
            for key, word in WORDS.items()
            if key.startswith(_SCRIPTS)
        }


CHINESE, ENGLISH = Wording("zh"), Wording("en")


def wording_for(chosen: str | None, accepted: str) -> Wording:
    """The language of a visitor.

    Args:
        chosen: What the visitor switched to, `zh` or `en`; anything else is no choice.
        accepted: The header Accept-Language; Chinese where it names neither.
    """
    if chosen in ("zh", "en"):
        return CHINESE if chosen == "zh" else ENGLISH
    for part in accepted.lower().split(","):
        if part.strip().startswith("zh"):
            return CHINESE
        if part.strip().startswith("en"):
            return ENGLISH
    return CHINESE
