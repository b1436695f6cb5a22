// The page: starts what is on it.

import { startBoundaries } from "./boundaries.js";
import { startCorrecting } from "./correcting.js";
import { fetchHtml } from "./api.js";
import { startDesk } from "./desk.js";
import { startInput } from "./input.js";
import { issue, onShown, startIssue } from "./issue.js";
import { startJobs, tellArrival } from "./job.js";
import { startKeys } from "./keys.js";
import { startList } from "./list.js";
import { startLive } from "./live.js";
import { startLogin } from "./login.js";
import { stepBack } from "./saving.js";
import { startPeople } from "./people.js";
import { startSending } from "./sending.js";
import { startSlider } from "./slider.js";
import { showLocalTimes } from "./times.js";
import { startTraining } from "./training.js";
import { startLanguage } from "./words.js";

startLanguage();
showLocalTimes();
startLogin();
startPeople();
startKeys();
startTraining();
if (document.getElementById("input")) startInput();
if (issue) {
  startList();
  startSlider();
  startCorrecting();
  startBoundaries();
  startSending();
  startDesk();
  issue.part("head").addEventListener("click", (event) => {
    const direction = event.target.closest("[data-do]")?.dataset.do;
    if (direction) stepBack(direction);
  });
  issue.part("panel").addEventListener("click", (event) => {
    const { undo } = event.target.dataset;
    if (undo) stepBack("undo", undo);
  });
  onShown(() => showLocalTimes());
  startIssue();
  startLive();
}
tellArrival();
if (document.getElementById("job")) startJobs();
for (const place of document.querySelectorAll("[data-load]")) {
  const page = await fetchHtml(place.dataset.load);
  place.replaceChildren(...page.body.childNodes);
}
document.documentElement.dataset.ready = "yes";
