// A correction on its way: sent in turn, shown as saved; if somebody was faster, the visitor chooses.

import { Refused, send } from "./api.js";
import { inTurn, issue, refresh } from "./issue.js";
import { show, tellNotSaved, tellSaved, tellSaving } from "./messages.js";
import { say } from "./words.js";

const CONFLICT = 412;

const path = (rest) => `/issues/${encodeURIComponent(issue.id)}${rest}`;

async function attempt(request, again) {
  tellSaving();
  try {
    const answer = await request();
    tellSaved();
    return answer;
  } catch (error) {
    tellNotSaved();
    if (!(error instanceof Refused)) throw error;
    if (error.status === CONFLICT && again) await conflicted(error, again);
    else show(error.message);
    return null;
  } finally {
    await refresh();
  }
}

function conflicted(error, again) {
  const who = error.problem.current?.edits?.at(-1)?.who ?? say("somebody");
  show(say("conflict", { who }), {
    stays: true,
    choices: [[say("keep_theirs"), () => {}], [say("keep_mine"), again]],
  });
}

// The tag is read when the turn comes: an earlier change of one's own is no conflict.
export function saveArticle(change) {
  const { place, etag } = issue.article.dataset;
  const known = () => {
    const shown = issue.article?.dataset;
    return shown?.place === place ? shown.etag : etag;
  };
  return inTurn(() => attempt(
    () => send("PATCH", `/articles/${encodeURIComponent(`${issue.id}-${place}`)}`, { json: change, etag: known() }),
    () => saveArticle(change),
  ));
}

export function saveBoundary(change) {
  return inTurn(() => attempt(
    () => send("POST", path("/boundaries"), { json: change, etag: `v${issue.version}` }),
    () => saveBoundary(change),
  ));
}

// One's own latest change, or a named one of anybody.
export function stepBack(direction, correction = null) {
  const json = correction ? { correction } : undefined;
  return inTurn(() => attempt(() => send("POST", path(`/${direction}`), { json })));
}

export function saveIssue(change) {
  return inTurn(() => attempt(() => send("PATCH", path(""), { json: change, etag: `v${issue.version}` })));
}
