// The issue on the page: its parts are fetched and put in place; the address says what is shown.

import { fetchHtml } from "./api.js";
import { show } from "./messages.js";

const root = document.getElementById("issue");
const WIDE = matchMedia("(min-width: 761px)");
const after = [];
let asked = null;
let placing = false;

export const issue = root && {
  id: root.dataset.issue,
  isEditable: "editable" in root.dataset,
  isLive: "live" in root.dataset,
  visitor: root.dataset.visitor,
  get isPlacing() { return placing; },
  get version() { return Number(root.dataset.version); },
  get maxChars() { return Number(root.dataset.maxChars); },
  set maxChars(value) { root.dataset.maxChars = value; },
  part: (name) => root.querySelector(`[data-part="${name}"]`),
  get article() { return root.querySelector(".article"); },
  get etag() { return root.querySelector(".article")?.dataset.etag; },
};

// Called after parts were put in place, and once at the start.
export function onShown(action) {
  after.push(action);
}

function panelName() {
  const hash = decodeURIComponent(location.hash.slice(1));
  if (hash.startsWith("source")) return "source";
  return hash && hash !== "list" && hash !== "main" ? hash : firstArticle();
}

function firstArticle() {
  return issue.article?.dataset.article
    ?? root.querySelector(".row")?.dataset.article ?? "";
}

function keyed(element) {
  return element?.closest?.("[data-key]")?.dataset.key;
}

// Put new content into a part; focus, what is typed and the scroll stay where they were.
function replace(name, fresh, keepScroll) {
  const part = issue.part(name);
  const active = part.contains(document.activeElement) ? document.activeElement : null;
  const key = keyed(active);
  const typed = active?.matches("input[data-field], textarea, input:not([type])") ? active : null;
  const caret = typed && [typed.value, typed.selectionStart, typed.selectionEnd];
  const scroll = part.scrollTop;
  const opened = [...part.querySelectorAll("details[open]")].map((each) => each.className);
  // A field that is taken away while it is typed in is left by nobody.
  placing = true;
  part.replaceChildren(...fresh.childNodes);
  placing = false;
  for (const each of part.querySelectorAll("details")) {
    if (opened.includes(each.className)) each.open = true;
  }
  part.scrollTop = keepScroll ? scroll : 0;
  const again = key && part.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!again) return;
  again.focus({ preventScroll: true });
  if (caret && again.value !== undefined && typed.dataset.dirty) {
    again.value = caret[0];
    again.dataset.dirty = "yes";
    again.setSelectionRange(caret[1], caret[2]);
  }
}

export async function refresh({ keepScroll = true } = {}) {
  asked?.abort();
  const own = new AbortController();
  asked = own;
  const query = new URLSearchParams({ panel: panelName(), max_chars: issue.maxChars });
  try {
    const path = `${location.pathname.replace(/\/$/, "")}/parts?${query}`;
    const fresh = (await fetchHtml(path, own.signal)).getElementById("parts");
    if (asked !== own) return;
    root.dataset.version = fresh.dataset.version;
    for (const name of ["head", "list", "panel"]) {
      replace(name, fresh.querySelector(`[data-part="${name}"]`), name !== "panel" || keepScroll);
    }
    shown();
  } catch (error) {
    if (error.name !== "AbortError" && !own.signal.aborted) show(error.message);
  }
}

function shown() {
  for (const action of after) action();
}

// On a phone either the list or the panel.
function chooseSide() {
  const isList = !WIDE.matches && ["", "#list"].includes(location.hash);
  root.classList.toggle("on-list", isList);
  root.classList.toggle("on-panel", !isList);
}

function goToPlace() {
  const hash = decodeURIComponent(location.hash.slice(1));
  const place = hash.startsWith("source-") && document.getElementById(hash);
  if (place) {
    const of = hash.slice("source-".length);
    for (const piece of root.querySelectorAll(`[data-of="${CSS.escape(of)}"]`)) {
      piece.classList.add("lit");
    }
    place.scrollIntoView({ block: "center" });
    place.focus({ preventScroll: true });
  }
}

export function startIssue() {
  chooseSide();
  addEventListener("hashchange", async () => {
    chooseSide();
    if (location.hash !== "#list") await refresh({ keepScroll: false });
    goToPlace();
  });
  WIDE.addEventListener("change", chooseSide);
  if (location.hash && location.hash !== "#list") refresh({ keepScroll: false }).then(goToPlace);
  else { shown(); goToPlace(); }
}

// One change at a time and in order; what is asked meanwhile waits.
let queue = Promise.resolve();

export function inTurn(action) {
  const own = queue.then(action);
  queue = own.catch(() => {});
  return own;
}

export const whenIdle = () => queue;
