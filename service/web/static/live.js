// What others change appears by itself.

import { issue, refresh, whenIdle } from "./issue.js";
import { show } from "./messages.js";
import { say } from "./words.js";

export function startLive() {
  if (!issue.isLive) return;
  const path = `/api/v1/issues/${encodeURIComponent(issue.id)}/events`;
  const events = new EventSource(path);
  // What is being saved here is refreshed then; only what was missed is asked for.
  const see = async (event) => {
    const change = JSON.parse(event.data);
    await whenIdle();
    if (change.version <= issue.version) return;
    refresh();
    const others = (change.by ?? []).filter((name) => name !== issue.visitor);
    if (others.length > 0) show(say("changed_by", { who: others.join("、") }), { good: true });
  };
  events.addEventListener("version", see);
  events.addEventListener("changed", see);
  addEventListener("pagehide", () => events.close());
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}
