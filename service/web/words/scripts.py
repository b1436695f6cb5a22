"""What the scripts of the page say; they fill in the braces."""

from __future__ import annotations

from service.vocabulary import Word

SCRIPT_WORDS = {
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
    "js_run_finishing": Word(
        "导出、校准、量一遍 {done}/{total}", "Exporting, calibrating, measuring {done}/{total}"
    ),
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
