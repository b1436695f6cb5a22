// Where an issue comes in: pasted, dropped or chosen.

import { send } from "./api.js";
import { follow } from "./job.js";
import { show } from "./messages.js";
import { say } from "./words.js";

const DRAFT = "baozhai_draft";
const DIGEST = "/digest?keep=true&wait=false";
const form = document.getElementById("digest-form");
const box = document.getElementById("input");
const paste = document.getElementById("paste");
const list = document.getElementById("chosen");
let files = [];

function button(title, label, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "quiet";
  made.textContent = title;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", action);
  return made;
}

function showFiles() {
  list.replaceChildren(...files.map((file, place) => {
    const row = document.createElement("li");
    const name = document.createElement("bdi");
    name.textContent = file.name;
    row.append(name);
    if (place > 0) {
      row.append(button("↑", `${say("earlier")} ${file.name}`, () => {
        [files[place - 1], files[place]] = [files[place], files[place - 1]];
        showFiles();
      }));
    }
    row.append(button("×", `${say("remove")} ${file.name}`, () => {
      files.splice(place, 1);
      showFiles();
    }));
    return row;
  }));
}

function add(more) {
  files.push(...more);
  box.open = true;
  showFiles();
}

export async function digest() {
  if (files.length === 0 && !paste.value.trim()) {
    box.open = true;
    paste.focus();
    show(say("nothing"));
    return;
  }
  const text = paste.value.trim() ? paste.value : "";
  await start(() => (files.length > 0 ? sendFiles(text) : sendText(text)));
}

const budget = () => Number(document.getElementById("budget").value);

// As JSON: a form would make two characters of each line break.
function sendText(text) {
  return send("POST", DIGEST, { json: { text, max_chars: budget() } });
}

function sendFiles(text) {
  const body = new FormData();
  for (const file of files) body.append("files", file, file.name);
  if (text) body.append("files", new Blob([text], { type: "text/plain" }), `${say("pasted")}.txt`);
  body.append("max_chars", budget());
  return send("POST", DIGEST, { body });
}

async function start(ask) {
  try {
    const job = await ask();
    follow(job, () => {
      files = [];
      paste.value = "";
      sessionStorage.removeItem(DRAFT);
      showFiles();
      box.open = false;
    });
  } catch (error) {
    show(error.message);
  }
}

async function tryExample(name) {
  const answer = await fetch(`/examples/${encodeURIComponent(name)}`);
  const body = new FormData();
  for (const [file, text] of Object.entries(await answer.json())) {
    body.append("files", new Blob([text], { type: "text/plain" }), file);
  }
  body.append("max_chars", budget());
  await start(() => send("POST", DIGEST, { body }));
}

function startDropping() {
  const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    document.body.classList.add("dropping");
    box.open = true;
  });
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) document.body.classList.remove("dropping");
  });
  addEventListener("drop", (event) => {
    document.body.classList.remove("dropping");
    if (!carriesFiles(event)) return;
    event.preventDefault();
    add(event.dataTransfer.files);
  });
}

export function openInput() {
  box.open = true;
  paste.focus();
}

export function startInput() {
  paste.value = sessionStorage.getItem(DRAFT) ?? paste.value;
  paste.addEventListener("input", () => sessionStorage.setItem(DRAFT, paste.value));
  document.getElementById("choose").addEventListener("change", (event) => {
    add(event.target.files);
    event.target.value = "";
  });
  document.getElementById("budget").addEventListener("input", (event) => {
    document.getElementById("budget-shown").textContent = event.target.value;
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); digest(); });
  form.addEventListener("click", (event) => {
    const example = event.target.closest("[data-example]");
    if (example) tryExample(example.dataset.example);
  });
  startDropping();
}
