// The keyboard: every key in one table; nothing is taken from who is typing.

import { editHeadline, setTopicByNumber } from "./correcting.js";
import { digest, openInput } from "./input.js";
import { issue } from "./issue.js";
import { isUnsure, step } from "./list.js";
import { toggleMode } from "./boundaries.js";
import { stepBack } from "./saving.js";
import { copyArticles, printArticles } from "./sending.js";

const help = document.getElementById("help");

function toSource() {
  const article = issue.article?.dataset.article;
  if (article) location.hash = `source-${article}`;
  else history.back();
}

const OF_ISSUE = {
  j: () => step(1),
  k: () => step(-1),
  n: () => step(1, isUnsure),
  e: editHeadline,
  s: () => toggleMode("ticking"),
  b: () => toggleMode("cutting"),
  o: toSource,
  p: () => { location.hash = "send"; },
  c: () => issue.article && copyArticles([Number(issue.article.dataset.place)]),
};

function isTyping(target) {
  return target.closest?.("input:not([type=radio], [type=checkbox], [type=range]), textarea, select, [contenteditable]");
}

function onControl(event) {
  const key = event.key.toLowerCase();
  if (key === "enter" && document.getElementById("input")) digest();
  else if (key === "p" && issue) printArticles();
  else if (!issue?.isEditable || isTyping(event.target)) return;
  else if (key === "z") stepBack(event.shiftKey ? "redo" : "undo");
  else if (key === "y") stepBack("redo");
  else return;
  event.preventDefault();
}

function onKey(event) {
  if (event.isComposing || event.defaultPrevented) return;
  if (event.ctrlKey || event.metaKey) { onControl(event); return; }
  if (event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const key = event.key.toLowerCase();
  const of = issue && OF_ISSUE[key];
  if (event.key === "?") help.showModal();
  else if (key === "i" && document.getElementById("input")) openInput();
  else if (issue && /^[1-9]$/.test(key)) setTopicByNumber(Number(key));
  else if (of) of();
  else return;
  event.preventDefault();
}

export function startKeys() {
  document.addEventListener("keydown", onKey);
  document.querySelector("[data-open=help]").addEventListener("click", () => help.showModal());
}
