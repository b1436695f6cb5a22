// A digest under way: its stage, how far it is, cancel; then the issues it gave.

import { send } from "./api.js";
import { show } from "./messages.js";
import { say } from "./words.js";

const LOOK_MS = 500;
const GONE = 404;
const ASKED = "baozhai_job";
const ARRIVED = "baozhai_arrived";
const box = document.getElementById("job");
const stage = document.getElementById("job-stage");
const left = document.getElementById("job-left");
const bar = document.getElementById("job-bar");
const cancel = document.getElementById("job-cancel");

function showProgress(job) {
  box.hidden = false;
  stage.textContent = say(`stage_${job.stage}`, job);
  left.textContent = job.seconds_left ? say("seconds_left", { seconds: Math.ceil(job.seconds_left) }) : "";
  if (job.total) {
    bar.max = job.total;
    bar.value = job.done;
  } else {
    bar.removeAttribute("value");
  }
}

function tellErrors(job) {
  for (const error of job.errors) {
    const named = error.file && !error.detail.startsWith(error.file);
    show(named ? `${error.file}：${error.detail}` : error.detail);
  }
  for (const warning of job.warnings) show(warning);
}

function address(issue) {
  return `/issues/${encodeURIComponent(issue.id)}`;
}

function arrive(job) {
  const [first] = job.issues;
  const carried = { errors: job.errors, warnings: job.warnings, issues: job.issues };
  sessionStorage.setItem(ARRIVED, JSON.stringify(carried));
  location.assign(address(first));
}

// What a digest had to say is told on the page of its issue.
export function tellArrival() {
  const kept = sessionStorage.getItem(ARRIVED);
  if (!kept) return;
  sessionStorage.removeItem(ARRIVED);
  const job = JSON.parse(kept);
  tellErrors(job);
  if (job.issues.length > 1) {
    const choices = job.issues.map((issue) => [
      [issue.paper, issue.date].filter(Boolean).join(" ") || issue.issue_id,
      () => location.assign(address(issue)),
    ]);
    show(say("several", { n: job.issues.length }), { good: true, stays: true, choices });
  } else if (job.issues[0]?.is_new === false) {
    show(say("known"), { good: true });
  }
}

function ended(job, onDone) {
  box.hidden = true;
  if (job.state === "done" && job.issues.length > 0) {
    onDone();
    arrive(job);
    return;
  }
  tellErrors(job);
  if (job.state === "cancelled") show(say("cancelled"), { good: true });
  else if (job.errors.length === 0) show(job.problem ?? say("failed"));
}

// Goes on with what this tab had asked for before it was loaded anew; or any other, by choice.
async function resume(id = sessionStorage.getItem(ASKED)) {
  if (!id) return;
  try {
    follow(await send("GET", `/jobs/${encodeURIComponent(id)}`), () => {});
  } catch {
    sessionStorage.removeItem(ASKED);
  }
}

export function startJobs() {
  for (const button of document.querySelectorAll("[data-job]")) {
    button.addEventListener("click", () => resume(button.dataset.job));
  }
  resume();
}

export function follow(job, onDone) {
  sessionStorage.setItem(ASKED, job.id);
  const path = `/jobs/${encodeURIComponent(job.id)}`;
  const isOver = (state) => ["done", "failed", "cancelled"].includes(state);
  let over = false;
  const see = (seen) => {
    if (over) return;
    showProgress(seen);
    over = isOver(seen.state);
    if (!over) return;
    sessionStorage.removeItem(ASKED);
    events.close();
    ended(seen, onDone);
  };
  const lose = (error) => {
    box.hidden = true;
    if (error.status === GONE) sessionStorage.removeItem(ASKED);
    show(error.status === GONE ? say("lost_job") : error.message);
  };
  const events = new EventSource(`/api/v1${path}/events`);
  events.addEventListener("job", (event) => see(JSON.parse(event.data)));
  // While the server is away the browser asks again by itself; a job that is no more ends this.
  events.addEventListener("error", () => {
    if (!over && events.readyState === EventSource.CLOSED) {
      setTimeout(() => send("GET", path).then(see, lose), LOOK_MS);
    }
  });
  cancel.onclick = () => send("DELETE", path).then((seen) => see({ ...job, ...seen, state: "cancelled", stage: "done" }), (error) => show(error.message));
  see(job);
}
