// What the scripts say, in the language of the page, and the switch between the two.

const table = JSON.parse(document.getElementById("words").textContent);
const YEAR_S = 31_536_000;

export function say(key, values = {}) {
  return table[key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

export function startLanguage() {
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => {
      const chosen = button.dataset.language;
      document.cookie = `baozhai_language=${chosen}; path=/; max-age=${YEAR_S}; samesite=strict`;
      location.reload();
    });
  }
}
