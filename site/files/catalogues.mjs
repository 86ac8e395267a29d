// The catalogues of the language that is spoken, and which languages there are. English
// has none: it is what the page is written in.
import { loadJson, site } from "./assets.mjs";
import { ENGLISH, language, speak, spoken } from "../words/language.mjs";

const FOLDER = "languages/";
const KEY = "playground-language";
export const PARAMETER = "lang"; // of the address
/** @type {Page.Language} */
const OWN = { tag: ENGLISH, name: "English", reviewed: true };

let isWhole = true; // what is said after the first heatmap has come as well
let wanted = ""; // the language asked for last

/** Every language that the page can speak. */
export async function known() {
  return [OWN, ...((await site()).languages)];
}

/**
 * The language that the address asks for, else the one that was chosen before, else the
 * first of the browser's that there is, else English.
 * @param {Page.Language[]} languages
 */
export function preferred(languages) {
  const asked = new URLSearchParams(location.search).get(PARAMETER);
  for (const tag of [asked, remembered(), ...navigator.languages]) {
    const found = tag && negotiated(tag, languages);
    if (found) return found;
  }
  return OWN;
}

/**
 * The language of a tag, or of the tag without its last parts: de-AT is met by de.
 * @param {string} tag
 * @param {Page.Language[]} languages
 */
function negotiated(tag, languages) {
  const parts = tag.toLowerCase().split("-");
  while (parts.length) {
    const found = languages.find((each) => each.tag.toLowerCase() === parts.join("-"));
    if (found) return found;
    parts.pop();
  }
  return null;
}

/**
 * Speak a language, once its catalogue is there; one that was asked for later goes
 * before. Rejects with what is wrong, and the language stays.
 * @param {string} tag
 * @param {boolean} whole or only what the first heatmap needs
 */
export async function change(tag, whole) {
  wanted = tag;
  if (tag === language()) return;
  const catalogue = tag === ENGLISH ? undefined : await fetched(tag, whole);
  if (wanted !== tag) return;
  isWhole = whole || tag === ENGLISH;
  speak(catalogue);
}

/** The rest of the language that is spoken, if any of it is still missing. */
export async function complete() {
  if (isWhole) return;
  const tag = language();
  const catalogue = await fetched(tag, true);
  isWhole = true;
  if (language() === tag) speak(catalogue);
}

/**
 * @param {string} tag
 * @param {boolean} whole
 * @returns {Promise<Page.Catalogue>}
 */
async function fetched(tag, whole) {
  const names = whole ? [tag, `${tag}-later`] : [tag];
  /** @type {Page.Catalogue[]} */
  const [first, later] = await Promise.all(
    names.map((name) => loadJson(`${FOLDER}${name}.json`)),
  );
  return {
    ...first,
    messages: { ...first.messages, ...later?.messages },
    python: { ...first.python, ...later?.python },
  };
}

/** What Python is told of the language that is spoken. */
export function ofPython() {
  const { language: tag, forms, python } = spoken();
  return { tag, forms, messages: python };
}

/**
 * Keep the choice of what is spoken for the next visit, and in the address.
 * @param {string} tag
 */
export function remember(tag) {
  try {
    localStorage.setItem(KEY, tag);
  } catch {
    // the choice then lasts as long as the page
  }
  nameLanguage();
}

/** Put the language that is spoken into the address: a link keeps it. */
export function nameLanguage() {
  if (location.origin === "null") return; // a file, whose address must stay
  const address = new URL(location.href);
  address.searchParams.set(PARAMETER, language());
  history.replaceState(null, "", address);
}

function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage is forbidden in some file:// and private modes
  }
}
