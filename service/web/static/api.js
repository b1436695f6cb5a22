// Requests to the server; what it refuses becomes an error that says why.

import { say } from "./words.js";

export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail || problem.title || `${say("failed")} (${status})`);
    this.status = status;
    this.problem = problem;
  }
}

// Back to the same place once logged in.
function toLogin() {
  location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}${location.hash}`);
}

async function answered(path, options) {
  let answer;
  try {
    answer = await fetch(path, { credentials: "same-origin", ...options });
  } catch (error) {
    throw new Refused(0, { detail: say("offline"), cause: error });
  }
  if (answer.redirected && new URL(answer.url).pathname === "/login") toLogin();
  if (answer.ok) return answer;
  if (answer.status === 401 && location.pathname !== "/login") toLogin();
  const isJson = (answer.headers.get("content-type") ?? "").includes("json");
  throw new Refused(answer.status, isJson ? await answer.json() : {});
}

export async function fetchHtml(path, signal) {
  const text = await (await answered(path, { signal })).text();
  return new DOMParser().parseFromString(text, "text/html");
}

export async function send(method, path, { json, body, etag } = {}) {
  const headers = {};
  if (json !== undefined) headers["content-type"] = "application/json";
  if (etag) headers["if-match"] = `"${etag}"`;
  const answer = await answered(`/api/v1${path}`, {
    method, headers, body: json === undefined ? body : JSON.stringify(json),
  });
  const isJson = (answer.headers.get("content-type") ?? "").includes("json");
  return isJson ? answer.json() : answer.text();
}
