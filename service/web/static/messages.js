// Messages for the visitor: each can be dismissed and leaves by itself; none blocks anything.

import { say } from "./words.js";

const LEAVES_AFTER_MS = 12_000;
const box = document.getElementById("messages");
const saved = document.getElementById("saved");

function button(title, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = title;
  made.addEventListener("click", action);
  return made;
}

export function show(text, { good = false, choices = [], stays = false } = {}) {
  for (const same of box.children) if (same.dataset.text === text) same.remove();
  const message = document.createElement("div");
  message.className = good ? "message good" : "message";
  message.dataset.text = text;
  const words = document.createElement("p");
  words.textContent = text;
  const dismiss = button("×", () => message.remove());
  dismiss.setAttribute("aria-label", say("dismiss"));
  const offered = choices.map(([title, action]) =>
    button(title, () => { message.remove(); action(); }));
  message.append(words, ...offered, dismiss);
  box.append(message);
  if (!stays) setTimeout(() => message.remove(), LEAVES_AFTER_MS);
  return message;
}

export function tellSaving() {
  saved.className = "";
  saved.textContent = say("saving");
}

export function tellSaved(words = null) {
  const time = new Date().toTimeString().slice(0, 5);
  saved.className = "good";
  saved.textContent = words ?? say("saved", { time });
}

export function tellNotSaved() {
  saved.className = "bad";
  saved.textContent = say("not_saved");
}
