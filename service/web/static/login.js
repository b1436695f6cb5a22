// Logging in and out.

import { send } from "./api.js";
import { show } from "./messages.js";

async function logIn(form) {
  const { name, password } = Object.fromEntries(new FormData(form));
  try {
    await send("POST", "/session", { json: { name, password } });
  } catch (error) {
    show(error.message);
    return;
  }
  const next = new URLSearchParams(location.search).get("next") ?? "/";
  // Only an address of this server, as the browser reads it: "/\t/x" is another's.
  const place = URL.canParse(next, location.origin) ? new URL(next, location.origin) : null;
  location.assign((place?.origin === location.origin ? place.href : "/") + location.hash);
}

export function startLogin() {
  const form = document.getElementById("login");
  form?.addEventListener("submit", (event) => { event.preventDefault(); logIn(form); });
  document.getElementById("log-out")?.addEventListener("click", async () => {
    await send("DELETE", "/session");
    location.assign("/login");
  });
}
