// The training page: start a run, follow it, stop it; promote, discard, go back.

import { send } from "./api.js";
import { show } from "./messages.js";
import { say } from "./words.js";

const LOOK_AGAIN_MS = 1000;
const page = document.getElementById("training");
const box = document.getElementById("run");

function showRun(run) {
  box.hidden = false;
  document.getElementById("run-stage").textContent = say(`run_${run.stage}`, run);
  document.getElementById("run-left").textContent =
    run.seconds_left ? say("seconds_left", { seconds: Math.ceil(run.seconds_left) }) : "";
  const bar = document.getElementById("run-bar");
  if (run.total) {
    bar.max = run.total;
    bar.value = run.done;
  } else {
    bar.removeAttribute("value");
  }
}

function follow() {
  for (const button of page.querySelectorAll("[data-train]")) button.disabled = true;
  const events = new EventSource("/api/v1/training/events");
  const see = (run) => {
    showRun(run);
    if (run.state === "running") return;
    events.close();
    location.reload();
  };
  events.addEventListener("run", (event) => see(JSON.parse(event.data)));
  events.addEventListener("error", () => {
    if (events.readyState === EventSource.CLOSED) setTimeout(follow, LOOK_AGAIN_MS);
  });
}

async function change(method, path, json) {
  try {
    await send(method, path, { json });
    location.reload();
  } catch (error) {
    show(error.message);
  }
}

function sure(question, title, action) {
  show(question, { stays: true, choices: [[title, action]] });
}

function onClick({ target }) {
  const button = target.closest("button");
  if (!button) return;
  const { train, promote, discard } = button.dataset;
  if (train) {
    send("POST", "/training", { json: { way: train } }).then(follow, (error) => show(error.message));
  } else if (promote) {
    const anyway = "anyway" in button.dataset;
    const go = () => change("POST", `/models/${promote}/promote`, { anyway });
    if (anyway) sure(say("anyway_sure", { version: promote }), button.textContent, go);
    else go();
  } else if (discard) {
    const go = () => change("DELETE", `/models/${discard}`);
    sure(say("discard_sure", { version: discard }), button.textContent, go);
  } else if ("rollBack" in button.dataset) {
    change("POST", "/models/rollback");
  } else if (button.id === "run-stop") {
    send("DELETE", "/training").catch((error) => show(error.message));
  }
}

export function startTraining() {
  if (!page) return;
  page.addEventListener("click", onClick);
  if ("running" in page.dataset) follow();
}
