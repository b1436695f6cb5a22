// The budget of summaries: cut again while the slider moves.

import { issue, refresh } from "./issue.js";

const SETTLES_MS = 60;
let later = 0;

export function startSlider() {
  issue.part("head").addEventListener("input", (event) => {
    if (event.target.id !== "max-chars") return;
    document.getElementById("max-chars-shown").textContent = event.target.value;
    issue.maxChars = event.target.value;
    clearTimeout(later);
    later = setTimeout(refresh, SETTLES_MS);
  });
}
