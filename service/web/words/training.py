"""Teaching the model, and its versions."""

from __future__ import annotations

from service.vocabulary import Word

TRAINING = {
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
