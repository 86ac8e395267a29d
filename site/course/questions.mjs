// The questions of a lesson's page, with fields for the answers.
import { element, queryAll } from "../dom/dom.mjs";
import { send } from "../dom/send.mjs";

const ROWS = 2; // of a field for text

/**
 * Show the questions of a page, as they have been answered so far.
 * @param {HTMLElement} place
 * @param {number} page its index
 * @param {Protocol.AskedQuestion[]} questions
 */
export function showQuestions(place, page, questions) {
  place.replaceChildren(...questions.map((asked, index) => made(page, asked, index)));
}

/**
 * @param {number} page
 * @param {Protocol.AskedQuestion} asked
 * @param {number} question its index
 */
function made(page, asked, question) {
  if (asked.kind === "text") {
    const field = element("textarea", { rows: ROWS, value: asked.text });
    field.addEventListener("input", () => {
      send("answer", { page, question, text: field.value });
    });
    return element("label", { className: "asked" }, element("span", {}, asked.prompt), field);
  }
  const type = asked.kind === "one" ? "radio" : "checkbox";
  const options = asked.options.map((text, index) => {
    const checked = asked.chosen.includes(index);
    const name = `course-question-${question}`;
    const field = element("input", { type, name, checked, value: String(index) });
    return element("label", {}, field, text);
  });
  const legend = element("legend", {}, asked.prompt);
  const set = element("fieldset", { className: "asked" }, legend, ...options);
  set.addEventListener("change", () => {
    const chosen = [...queryAll("input", set)].flatMap((field, index) =>
      /** @type {HTMLInputElement} */ (field).checked ? [index] : [],
    );
    send("answer", { page, question, chosen });
  });
  return set;
}
