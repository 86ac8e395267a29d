// Light or dark: what the system prefers, until the visitor says otherwise.
import { onLanguage } from "../words/language.mjs";
import { dark, light } from "../words/panels.mjs";

const KEY = "playground-theme";
const root = document.documentElement;
const button = document.getElementById("theme");
const systemDark = matchMedia("(prefers-color-scheme: dark)");

function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage is forbidden in some file:// and private modes
  }
}

/** @param {string} theme */
function remember(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // the choice then lasts as long as the page
  }
}

/** @param {string} theme */
function apply(theme) {
  root.dataset.theme = theme;
  button.textContent = theme === "dark" ? light() : dark(); // what it switches to
}

button.addEventListener("click", () => {
  const theme = root.dataset.theme === "dark" ? "light" : "dark";
  remember(theme);
  apply(theme);
});
systemDark.addEventListener("change", () => {
  if (!remembered()) apply(systemDark.matches ? "dark" : "light");
});
apply(remembered() ?? (systemDark.matches ? "dark" : "light"));
onLanguage(() => apply(root.dataset.theme ?? ""));
