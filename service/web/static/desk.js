// How the desk wants its bulletins: paper and date of the issue, title, masthead, sources, template.

import { send } from "./api.js";
import { issue, refresh } from "./issue.js";
import { show } from "./messages.js";
import { saveIssue } from "./saving.js";
import { say } from "./words.js";

// What was chosen here for this time; the panel is written anew after each change.
let chosen = {};

export function styleOf(form) {
  const { title, masthead, sources } = form.elements;
  return { title: title.value.trim(), masthead: masthead.value.trim(), sources: sources.checked };
}

export function recallStyle(form) {
  const { title, masthead, sources } = form.elements;
  title.value = chosen.title ?? title.value;
  masthead.value = chosen.masthead ?? masthead.value;
  sources.checked = chosen.sources ?? sources.checked;
}

// Whether it was a field of the style.
export function styleChanged(field) {
  const form = field.closest("#send-form");
  if (!form) return false;
  if ("ofIssue" in field.dataset) saveIssue({ [field.name]: field.value.trim() || null });
  else if (field.name === "template") takeTemplate(field.files[0]);
  else chosen = styleOf(form);
  return true;
}

async function done(request, words) {
  const error = await request().then(() => null, (refused) => refused);
  await refresh();
  show(error?.message ?? say(words), { good: !error });
}

function keepStyle(form) {
  const { title, masthead, sources } = styleOf(form);
  const json = { title: title || null, masthead: masthead || null, sources };
  done(() => send("PUT", "/settings", { json }), "desk_kept");
}

function takeTemplate(file) {
  const body = new FormData();
  body.append("template", file, file.name);
  done(() => send("PUT", "/settings/template", { body }), "template_kept");
}

async function deleteIssue() {
  try {
    await send("DELETE", `/issues/${encodeURIComponent(issue.id)}`);
    location.assign("/");
  } catch (error) {
    show(error.message);
  }
}

export function startDesk() {
  issue.part("panel").addEventListener("click", (event) => {
    const does = event.target.closest("[data-do]")?.dataset.do;
    if (does === "keep-desk") keepStyle(document.getElementById("send-form"));
    if (does === "delete-issue") {
      show(say("delete_sure"), { stays: true, choices: [[say("delete"), deleteIssue]] });
    }
    if (does === "drop-template") done(() => send("DELETE", "/settings/template"), "template_gone");
  });
}
