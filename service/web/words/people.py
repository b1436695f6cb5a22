"""Users, their tokens, and what they did."""

from __future__ import annotations

from service.vocabulary import Word

PEOPLE = {
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
        "程序凭令牌用接口，与您同样的角色；只显示一次，库里只有散列；换密码不撤销它。接口的说明：",
        "Programs use the API by a token, with your role; it is shown once, kept hashed, and "
        "outlasts a new password. See",
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
DEEDS = {
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
