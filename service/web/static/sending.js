// The 简报: which articles, in which order, as what; copied, printed or downloaded.

import { fetchHtml } from "./api.js";
import { copy } from "./copying.js";
import { issue, onShown } from "./issue.js";
import { show } from "./messages.js";
import { saveIssue } from "./saving.js";

const KEPT = "baozhai_desk";
let dragged = null;

const form = () => document.getElementById("send-form");
const picks = () => [...document.querySelectorAll(".picks li")];
const picked = () => picks().filter((li) => li.querySelector("input").checked).map((li) => Number(li.dataset.article.slice(1)));

function query() {
  const values = new FormData(form());
  const asked = new URLSearchParams({
    articles: picked().join(","), max_chars: issue.maxChars, sources: values.has("sources"),
  });
  for (const name of ["title", "masthead"]) if (values.get(name)) asked.set(name, values.get(name));
  return asked;
}

function update() {
  if (!form()) return;
  const asked = query();
  const isNone = picked().length === 0;
  for (const offer of form().querySelectorAll(".offer")) {
    offer.href = `${form().dataset.base}.${offer.dataset.format}?${asked}`;
    if (isNone) offer.removeAttribute("href");
  }
  for (const button of form().querySelectorAll("[data-copy], [data-do]")) button.disabled = isNone;
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
  const chosen = form() ? picked() : [...document.querySelectorAll(".row:not([hidden])")].map((row) => Number(row.dataset.article.slice(1)));
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
  if (direction < 0) other.before(li); else other.after(li);
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

function keepDesk() {
  const { title, masthead, sources } = form().elements;
  localStorage.setItem(KEPT, JSON.stringify({ title: title.value, masthead: masthead.value, sources: sources.checked }));
}

function recallDesk() {
  if (!form()) return;
  const kept = JSON.parse(localStorage.getItem(KEPT) ?? "{}");
  const { title, masthead, sources } = form().elements;
  title.value ||= kept.title ?? "";
  masthead.value ||= kept.masthead ?? "";
  sources.checked = kept.sources ?? true;
  update();
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
    else if (event.target.closest("#send-form")) { keepDesk(); update(); }
  });
  startDragging(panel);
  onShown(recallDesk);
}
