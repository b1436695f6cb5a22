"use strict";
// Keys and jumps of the page. Everything works by delegation, since a digest is replaced as a whole.
(() => {
  const digest = () => document.querySelector(".bz-digest");
  const shownCards = () =>
    [...document.querySelectorAll(".bz-card")].filter((card) => card.offsetParent !== null);

  // Gradio says English whatever the page is in; Han characters then come in Japanese shapes.
  const setLanguage = () => {
    const part = document.querySelector("#bz-top [lang]");
    const root = document.documentElement;
    if (part && root.lang !== part.lang) root.lang = part.lang;
  };

  function openAround(element) {
    for (let at = element; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") at.open = true;
    }
  }

  function goTo(id) {
    const target = document.getElementById(id);
    if (!target) return;
    openAround(target);
    if (target.matches(".bz-card") && target.offsetParent === null) {
      document.getElementById("bz-every").click();
    }
    for (const lit of document.querySelectorAll(".bz-lit")) lit.classList.remove("bz-lit");
    const article = id.replace(/^(source|article)-/, "");
    const pieces = document.querySelectorAll(`.bz-piece[data-of="${CSS.escape(article)}"]`);
    for (const piece of pieces) piece.classList.add("bz-lit");
    target.scrollIntoView({ block: target.matches(".bz-card") ? "start" : "center" });
    (target.querySelector("summary") ?? target).focus({ preventScroll: true });
  }

  function step(direction) {
    const cards = shownCards();
    if (cards.length === 0) return;
    const current = cards.indexOf(document.activeElement?.closest(".bz-card"));
    const next = current < 0 ? (direction > 0 ? 0 : cards.length - 1) : current + direction;
    const card = cards[Math.min(Math.max(next, 0), cards.length - 1)];
    card.scrollIntoView({ block: "start" });
    card.querySelector("summary").focus({ preventScroll: true });
  }

  // Said in another language, the digest is made anew: what was open and chosen is so again.
  let left = null;

  function leave(event) {
    if (!event.target.closest("#bz-language") || !digest()) return;
    const opened = [...digest().querySelectorAll("details[open]")];
    left = {
      lang: digest().lang,
      opened: opened.map((each) => each.closest("[id]").id),
      filter: digest().querySelector("input:checked")?.id,
    };
  }

  function resume() {
    if (!left || !digest() || digest().lang === left.lang) return;
    const { opened, filter } = left;
    left = null;
    if (filter) document.getElementById(filter)?.click();
    for (const id of opened) {
      const place = document.getElementById(id);
      const details = place?.matches("details") ? place : place?.querySelector("details");
      if (details) details.open = true;
    }
  }

  async function copySummary(button) {
    const summary = button.closest(".bz-card").querySelector(".bz-summary").textContent;
    await navigator.clipboard.writeText(summary);
    const said = button.textContent;
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = said; }, 1500);
  }

  function onClick(event) {
    const link = event.target.closest("[data-goto]");
    if (link) {
      event.preventDefault();
      goTo(link.dataset.goto);
      return;
    }
    const all = event.target.closest("[data-all]");
    if (all) {
      for (const card of shownCards()) {
        card.querySelector("details").open = all.dataset.all === "open";
      }
    }
    const copy = event.target.closest(".bz-copy");
    if (copy) copySummary(copy);
  }

  // Gradio brings its components one by one: a digest asked for before the button is
  // there is made as soon as it comes.
  let asked = false;

  function run() {
    const buttons = [...document.querySelectorAll("button.bz-run, .bz-run button")];
    const button = buttons.find((each) => each.offsetParent !== null);
    asked = !button;
    button?.click();
  }

  function onKey(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      run();
      return;
    }
    const typing = event.target.closest?.("input:not([type=radio]), textarea, select");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !digest()) return;
    if (event.key === "j" || event.key === "k") {
      event.preventDefault();
      step(event.key === "j" ? 1 : -1);
    }
  }

  document.addEventListener("click", onClick);
  document.addEventListener("change", leave);
  document.addEventListener("keydown", onKey);
  setLanguage();
  new MutationObserver(() => {
    setLanguage();
    resume();
    if (asked) run();
  }).observe(document.documentElement, {
    attributeFilter: ["lang"], childList: true, subtree: true,
  });
})();
