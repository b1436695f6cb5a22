// Topic, headline, kicker and byline of the article on the panel.

import { issue, onShown, refresh } from "./issue.js";
import { saveArticle } from "./saving.js";

function setTopic(label) {
  if (issue.article && issue.isEditable) saveArticle({ topic: label });
}

export function setTopicByNumber(number) {
  const button = issue.article?.querySelectorAll("button[data-topic]")[number - 1];
  if (button) setTopic(button.dataset.topic);
}

// As high as its text, where the browser does not see to that itself.
function fit(field) {
  if (field.tagName !== "TEXTAREA" || CSS.supports("field-sizing", "content")) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}

// What was not saved stays as typed, and is sent when the field is left again.
async function saveField(field) {
  const before = field.defaultValue;
  if (field.value === before) return;
  delete field.dataset.dirty;
  field.defaultValue = field.value;
  if (await saveArticle({ [field.dataset.field]: field.value.trim() || null })) return;
  const typed = field.value;
  field.defaultValue = before;
  field.value = typed;
  field.dataset.dirty = "yes";
}

function onFieldKey(event) {
  const field = event.target.closest("[data-field]");
  if (!field) return;
  if (event.key === "Enter" && !event.isComposing) {
    event.preventDefault();
    field.blur();
  } else if (event.key === "Escape") {
    field.value = field.defaultValue;
    delete field.dataset.dirty;
    field.blur();
    refresh();
  }
}

export function editHeadline() {
  const field = issue.article?.querySelector("textarea[data-field]");
  field?.focus();
  field?.select();
}

export function startCorrecting() {
  const panel = issue.part("panel");
  panel.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-topic]");
    if (button) setTopic(button.dataset.topic);
  });
  panel.addEventListener("input", (event) => {
    if (!event.target.matches("[data-field]")) return;
    event.target.dataset.dirty = "yes";
    fit(event.target);
  });
  panel.addEventListener("focusout", (event) => {
    if (event.target.matches("[data-field]") && !issue.isPlacing) saveField(event.target);
  });
  panel.addEventListener("keydown", onFieldKey);
  onShown(() => panel.querySelectorAll("textarea[data-field]").forEach(fit));
}
