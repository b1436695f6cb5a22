// Text into the clipboard; where the browser offers none (off localhost, no TLS), by selection.

import { show } from "./messages.js";
import { say } from "./words.js";

function bySelection(text) {
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "unseen";
  field.setAttribute("readonly", "");
  (document.querySelector("dialog[open]") ?? document.body).append(field);
  const before = document.activeElement;
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  before?.focus({ preventScroll: true });
  return done;
}

export async function copy(text) {
  let done = false;
  if (navigator.clipboard && isSecureContext) {
    done = await navigator.clipboard.writeText(text).then(() => true, () => false);
  }
  done = done || bySelection(text);
  show(say(done ? "copied" : "not_copied"), { good: done });
  return done;
}
