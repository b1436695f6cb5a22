// Users, their roles and passwords, and the tokens of programs.

import { send } from "./api.js";
import { show } from "./messages.js";
import { say } from "./words.js";

const page = document.getElementById("people");
const valuesOf = (form) => Object.fromEntries(new FormData(form));
const user = (name) => `/users/${encodeURIComponent(name)}`;

async function change(method, path, json) {
  try {
    const answer = await send(method, path, { json });
    return { answer };
  } catch (error) {
    show(error.message);
    return null;
  }
}

async function changeAndShow(...request) {
  if (await change(...request)) location.reload();
}

function sure(question, title, action) {
  show(question, { stays: true, choices: [[title, action]] });
}

async function addToken(form) {
  const made = await change("POST", "/tokens", valuesOf(form));
  if (!made) return;
  form.reset();
  const told = document.getElementById("new-secret");
  told.hidden = false;
  told.querySelector("code").textContent = made.answer.secret;
}

function onSubmit(event) {
  event.preventDefault();
  if (event.target.id === "new-user") changeAndShow("POST", "/users", valuesOf(event.target));
  if (event.target.id === "new-token") addToken(event.target);
}

async function onChange({ target }) {
  const { change: field } = target.dataset;
  if (!field || !target.value || !target.reportValidity()) return;
  const { user: name } = target.closest("[data-user]").dataset;
  const done = await change("PATCH", user(name), { [field]: target.value });
  if (done) show(say("user_changed", { name }), { good: true });
  if (field === "password") target.value = "";
  else if (!done) location.reload();
}

function onClick({ target }) {
  const { removeUser: name, revoke } = target.dataset;
  const title = target.textContent;
  if (name) sure(say("remove_user_sure", { name }), title, () => changeAndShow("DELETE", user(name)));
  if (revoke) sure(say("revoke_sure"), title, () => changeAndShow("DELETE", `/tokens/${revoke}`));
}

export function startPeople() {
  page?.addEventListener("submit", onSubmit);
  page?.addEventListener("change", onChange);
  page?.addEventListener("click", onClick);
}
