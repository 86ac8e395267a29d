// The control of the language, and what changes with it: every text of the page.
import { byId, element, setText } from "../dom/dom.mjs";
import { send } from "../dom/send.mjs";
import { sentenceOf } from "../dom/sentence.mjs";
import { change, known, ofPython, preferred, remember } from "../files/catalogues.mjs";
import { direction, ENGLISH, language, onLanguage } from "../words/language.mjs";
import { noLanguage } from "../words/loading.mjs";
import { englishClasses, unreviewed } from "../words/panels.mjs";
import { showProblem } from "./problem.mjs";

const select = byId("language");
/** @type {Page.Language[]} */
let languages = [];
/** @type {Promise<void> | null} */
let begun = null;
let isOpen = false; // all of a language is wanted at once
let failure = ""; // that nobody could have read before

/** Resolves once the language that this visitor prefers is spoken, or cannot be. */
export function ready() {
  begun ??= begin().catch((error) => {
    begun = null; // the next one tries again
    throw error;
  });
  return begun;
}

async function begin() {
  languages = await known();
  const options = languages.map(({ tag, name }) =>
    element("option", { value: tag, lang: tag }, name),
  );
  select.replaceChildren(...options);
  select.value = language();
  select.hidden = languages.length < 2;
  await choose(preferred(languages).tag);
}

/** The page can be used: what was told before has been closed with its first picture. */
export function opened() {
  isOpen = true;
  if (failure) showProblem({ text: failure, retry: false });
}

/**
 * Speak another language. What goes wrong is told, and the one before stays.
 * @param {string} tag
 */
async function choose(tag) {
  failure = "";
  try {
    await change(tag, isOpen);
  } catch (error) {
    const name = languages.find((each) => each.tag === tag)?.name ?? tag;
    failure = noLanguage(name, sentenceOf(error));
    showProblem({ text: failure, retry: false });
  }
  select.value = language();
}

/**
 * A saved page was made in a language; where there is no such one the page stays in its own.
 * @type {Protocol.Show<"language">}
 */
export async function showLanguage({ tag }) {
  isOpen = true;
  if (languages.some((each) => each.tag === tag)) await choose(tag);
}

function tell() {
  const root = document.documentElement;
  root.lang = language();
  root.dir = direction();
  select.value = language();
  const isReviewed = languages.find(({ tag }) => tag === language())?.reviewed ?? true;
  setText(byId("language-note"), isReviewed ? "" : unreviewed());
  setText(byId("class-names"), language() === ENGLISH ? "" : englishClasses());
  send("speak", ofPython());
}

onLanguage(tell);
select.addEventListener("change", async () => {
  const { value } = select;
  isOpen = true;
  await choose(value);
  if (language() === value) remember(value);
});
