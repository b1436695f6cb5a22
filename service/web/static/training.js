// The training page: start a run, follow it, stop it; promote, discard, go back.

import { send } from "./api.js";
import { show } from "./messages.js";
import { say } from "./words.js";

const LOOK_AGAIN_MS = 1000;
const page = document.getElementById("training");
const box = document.getElementById("run");

// The text beside the curve says what it shows.
function showCurve(losses) {
  const curve = document.getElementById("curve");
  curve.hidden = losses.length < 2;
  if (curve.hidden) return;
  const [first, last] = [losses[0], losses.at(-1)];
  const highest = Math.max(...losses.map(([, loss]) => loss)) || 1;
  const place = ([step, loss]) =>
    `${(300 * (step - first[0])) / (last[0] - first[0] || 1)},${78 - (76 * loss) / highest}`;
  document.getElementById("curve-line").setAttribute("points", losses.map(place).join(" "));
  document.getElementById("curve-told").textContent = say("losses", {
    first: first[0], before: first[1].toFixed(2), last: last[0], after: last[1].toFixed(2),
  });
}

function timeLeft(seconds) {
  if (!seconds) return "";
  return seconds < 100
    ? say("seconds_left", { seconds: Math.ceil(seconds) })
    : say("minutes_left", { minutes: Math.round(seconds / 60) });
}

function showRun(run) {
  box.hidden = false;
  document.getElementById("run-stage").textContent = say(`run_${run.stage}`, run);
  document.getElementById("run-left").textContent = timeLeft(run.seconds_left);
  showCurve(run.losses);
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
  showCurve(JSON.parse(document.getElementById("curve").dataset.losses));
  if ("running" in page.dataset) follow();
}
