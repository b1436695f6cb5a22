// The 简报: which articles, in which order, as what; copied, printed or downloaded.

import { fetchHtml } from "./api.js";
import { recallStyle, styleChanged, styleOf } from "./desk.js";
import { copy } from "./copying.js";
import { issue, onShown } from "./issue.js";
import { show } from "./messages.js";
import { saveIssue } from "./saving.js";

let dragged = null;

const form = () => document.getElementById("send-form");
const picks = () => [...document.querySelectorAll(".picks li")];
const picked = () => picks().filter((li) => li.querySelector("input").checked).map((li) => Number(li.dataset.article.slice(1)));

function query() {
  return new URLSearchParams({
    articles: picked().join(","), max_chars: issue.maxChars, ...styleOf(form()),
  });
}

function update() {
  if (!form()) return;
  const asked = query();
  const isNone = picked().length === 0;
  for (const offer of form().querySelectorAll(".offer")) {
    offer.href = `${form().dataset.base}.${offer.dataset.format}?${asked}`;
    if (isNone) offer.removeAttribute("href");
  }
  for (const button of form().querySelectorAll(".offers button")) button.disabled = isNone;
}

function changed() {
  update();
  if (issue.isEditable) saveIssue({ selection: picked() });
}

function text(articles) {
  const asked = new URLSearchParams({ articles: articles.join(","), max_chars: issue.maxChars });
  return fetchHtml(`${location.pathname}/text?${asked}`);
}

export async function copyArticles(articles) {
  try {
    await copy((await text(articles)).querySelector("pre").textContent.trim());
  } catch (error) {
    show(error.message);
  }
}

async function fillPrint() {
  const chosen = form() ? picked() : [...document.querySelectorAll(".row")].map((row) => Number(row.dataset.article.slice(1)));
  const page = await text(chosen);
  document.getElementById("printed").replaceChildren(...page.querySelector(".printed").children);
}

export async function printArticles() {
  await fillPrint();
  print();
}

function shift(li, direction) {
  const other = direction < 0 ? li.previousElementSibling : li.nextElementSibling;
  if (!other) return;
  const focused = document.activeElement;
  if (direction < 0) other.before(li); else other.after(li);
  focused.focus();
  changed();
}

function onClick(event) {
  const copying = event.target.closest("[data-copy]");
  if (copying) copyArticles(copying.dataset.copy === "all" ? picked() : [Number(issue.article.dataset.place)]);
  if (event.target.closest("[data-do=print]")) printArticles();
  const all = event.target.closest("[data-pick]");
  if (all) {
    for (const li of picks()) li.querySelector("input").checked = all.dataset.pick === "all";
    changed();
  }
  const button = event.target.closest("[data-shift]");
  if (button) shift(button.closest("li"), Number(button.dataset.shift));
}

function startDragging(panel) {
  panel.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.(".picks li");
    dragged?.classList.add("dragged");
  });
  panel.addEventListener("dragover", (event) => {
    const over = event.target.closest(".picks li");
    if (!dragged || !over) return;
    event.preventDefault();
    const box = over.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) over.before(dragged); else over.after(dragged);
  });
  panel.addEventListener("dragend", () => {
    if (!dragged) return;
    dragged.classList.remove("dragged");
    dragged = null;
    changed();
  });
}

export function startSending() {
  const panel = issue.part("panel");
  panel.addEventListener("click", onClick);
  panel.addEventListener("submit", (event) => event.preventDefault());
  panel.addEventListener("change", (event) => {
    if (event.target.closest(".picks")) changed();
    else if (styleChanged(event.target)) update();
  });
  startDragging(panel);
  onShown(() => {
    if (!form()) return;
    recallStyle(form());
    update();
  });
}
