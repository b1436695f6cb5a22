// The list of the day: filter by topic, unsure first, steps from article to article.

import { issue, onShown } from "./issue.js";

let topic = "";
let unsureFirst = false;

const rows = () => [...issue.part("list").querySelectorAll(".row")];
const shownRows = () => rows().filter((row) => !row.hidden);

function arrange() {
  const part = issue.part("list");
  const topics = new Set(rows().map((row) => row.dataset.topic));
  if (topic && !topics.has(topic)) topic = "";
  for (const button of part.querySelectorAll("[data-filter]")) {
    button.setAttribute("aria-pressed", String(button.dataset.filter === topic));
  }
  part.querySelector("[data-sort]")?.setAttribute("aria-pressed", String(unsureFirst));
  const inOrder = rows().sort((a, b) => {
    const doubt = "uncertain" in b.dataset ? 1 : 0;
    const other = "uncertain" in a.dataset ? 1 : 0;
    return (unsureFirst ? doubt - other : 0) || a.dataset.number - b.dataset.number;
  });
  const list = part.querySelector(".rows");
  if (inOrder.some((row, place) => list.children[place] !== row)) list.append(...inOrder);
  for (const row of inOrder) row.hidden = Boolean(topic) && row.dataset.topic !== topic;
  part.querySelector(".nothing").hidden = !topic || shownRows().length > 0;
  part.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
}

export function step(direction, wanted = () => true) {
  const places = shownRows();
  if (places.length === 0) return;
  const current = places.findIndex((row) => row.querySelector("[aria-current]"));
  let next = current < 0 ? (direction > 0 ? 0 : places.length - 1) : current + direction;
  while (places[next] && !wanted(places[next])) next += direction;
  if (!places[next] && wanted !== undefined && direction > 0) {
    next = places.findIndex((row) => wanted(row));
  }
  const row = places[Math.min(Math.max(next, 0), places.length - 1)];
  if (row) location.hash = row.dataset.article;
}

export const isUnsure = (row) => "uncertain" in row.dataset;

export function startList() {
  issue.part("list").addEventListener("click", (event) => {
    const filter = event.target.closest("[data-filter]");
    if (filter) topic = filter.dataset.filter;
    else if (event.target.closest("[data-sort]")) unsureFirst = !unsureFirst;
    else return;
    arrange();
  });
  onShown(arrange);
}
