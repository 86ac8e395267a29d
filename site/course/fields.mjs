// The fields in which a teacher writes the questions of a page.
import { byId, element, queryAll, setText } from "../dom/dom.mjs";
import { saying } from "../dom/said.mjs";
import * as words from "../words/course.mjs";
import { onLanguage } from "../words/language.mjs";

const ROWS = 4; // of a field with options
const EMPTY = { kind: /** @type {const} */ ("text"), prompt: "", options: [] };
const list = byId("draft-questions");

/** @typedef {Protocol.DraftQuestion} Question */

/**
 * Show the fields of a page's questions.
 * @param {Question[]} questions
 * @param {() => void} changed called when one was moved or removed
 */
export function showQuestions(questions, changed) {
  list.replaceChildren(...questions.map((question) => made(question, changed)));
  number();
}

/**
 * A new question at the end, ready to be written.
 * @param {() => void} changed
 */
export function addQuestion(changed) {
  const item = made(EMPTY, changed);
  list.append(item);
  number();
  item.querySelector("textarea")?.focus();
}

/** What stands in the fields. */
export function readQuestions() {
  return [...queryAll("li", list)].map(read);
}

/**
 * @param {Question} question
 * @param {() => void} changed
 */
function made({ kind, prompt, options }, changed) {
  const choice = element("select", { name: "kind" });
  const kinds = /** @type {Question["kind"][]} */ (Object.keys(words.kinds()));
  for (const key of kinds) {
    choice.append(element("option", { value: key }, saying(() => words.kinds()[key])));
  }
  choice.value = kind;
  const asked = element("textarea", { name: "prompt", rows: 2, value: prompt });
  const listed = element("textarea", { name: "options", rows: ROWS, value: options.join("\n") });
  const listing = element("label", { hidden: kind === "text" }, saying(words.options), listed);
  choice.addEventListener("change", () => {
    listing.hidden = choice.value === "text";
  });
  const up = element("button", { type: "button", className: "outline" }, saying(words.earlier));
  const remove = element("button", { type: "button", className: "outline" }, saying(words.remove));
  const set = element(
    "fieldset",
    {},
    element("legend", {}),
    element("label", {}, saying(words.prompt), asked),
    element("div", { className: "choices" }, element("label", {}, saying(words.kind), choice), up, remove),
    listing,
  );
  const item = element("li", {}, set);
  up.addEventListener("click", () => {
    item.previousElementSibling?.before(item);
    up.focus();
    number();
    changed();
  });
  remove.addEventListener("click", () => {
    item.remove();
    byId("draft-ask").focus();
    number();
    changed();
  });
  return item;
}

/** The questions' numbers, also in the names of their buttons. */
function number() {
  queryAll("li", list).forEach((item, place) => {
    setText(/** @type {Element} */ (item.querySelector("legend")), words.question(place + 1));
    const [up, remove] = item.querySelectorAll("button");
    up.disabled = place === 0;
    up.ariaLabel = words.moveQuestion(place + 1);
    remove.ariaLabel = words.removeQuestion(place + 1);
  });
}

onLanguage(number);

/**
 * @param {HTMLElement} item
 * @returns {Question}
 */
function read(item) {
  const value = (/** @type {string} */ name) =>
    /** @type {HTMLTextAreaElement} */ (item.querySelector(`[name=${name}]`)).value;
  const options = value("options").split("\n").filter((line) => line.trim());
  return { kind: /** @type {Question["kind"]} */ (value("kind")), prompt: value("prompt"), options };
}
