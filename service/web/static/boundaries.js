// Sentences of the summary, and where articles begin and end: two modes of the panel.

import { issue, onShown } from "./issue.js";
import { saveArticle, saveBoundary } from "./saving.js";

let mode = "";

export function toggleMode(name) {
  if (!issue.article || !issue.isEditable) return;
  mode = mode === name ? "" : name;
  showMode();
}

function showMode() {
  const panel = issue.part("panel");
  for (const name of ["ticking", "cutting"]) panel.classList.toggle(name, mode === name);
  for (const button of panel.querySelectorAll("[data-mode]")) {
    button.setAttribute("aria-pressed", String(button.dataset.mode === mode));
  }
}

function tick() {
  const ticked = issue.article.querySelectorAll(".tick:checked");
  const summary = [...ticked].map((box) => [Number(box.dataset.start), Number(box.dataset.end)]);
  saveArticle({ summary });
}

function cut(element, chosen) {
  const article = Number(issue.article?.dataset.place);
  const passage = element.dataset.passage?.split(" ").map(Number);
  const to = chosen ? Number(chosen) : null;
  switch (element.dataset.boundary) {
    case "join": return saveBoundary({ join: { article } });
    case "split": {
      const headline = "headline" in element.dataset;
      return saveBoundary({ split: { article, at: Number(element.dataset.at), headline } });
    }
    case "leave_out": return saveBoundary({ leave_out: passage ? { passage } : { article } });
    case "move": return saveBoundary({ move: { passage, to } });
    case "put_back": return saveBoundary({ put_back: { passage, to } });
    default: return null;
  }
}

// The articles to choose from, asked for one select at a time: there may be hundreds of both.
function offerArticles(event) {
  const select = event.target.closest?.("select[data-boundary]");
  if (!select || select.options.length > 1) return;
  const isMove = select.dataset.boundary === "move";
  for (const row of issue.part("list").querySelectorAll(".row")) {
    const { article } = row.dataset;
    if (isMove && article === issue.article?.dataset.article) continue;
    select.append(new Option(row.querySelector(".headline").textContent, article.slice(1)));
  }
}

export function startBoundaries() {
  const panel = issue.part("panel");
  for (const event of ["focusin", "pointerdown"]) panel.addEventListener(event, offerArticles);
  panel.addEventListener("click", (event) => {
    const toggled = event.target.closest("button[data-mode]");
    if (toggled) toggleMode(toggled.dataset.mode);
    const button = event.target.closest("button[data-boundary]");
    if (button) cut(button);
  });
  panel.addEventListener("change", (event) => {
    if (event.target.matches(".tick")) tick();
    else if (event.target.matches("select[data-boundary]") && event.target.value) {
      cut(event.target, event.target.value);
    }
  });
  onShown(showMode);
}
