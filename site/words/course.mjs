// What the page itself says of lessons: names of fields and buttons that are made anew
// for every question, and what becomes of answers.

export const KEPT = "Kept in this browser.";
export const NOT_KEPT =
  "This browser keeps nothing: save your answers before you leave the page.";
export const SAVED = "Saved.";
export const NOT_SAVED = "Not saved yet.";
export const NEW_LESSON = "A new lesson";
export const THROW_AWAY = "Throw it away";
export const REALLY = "Really throw it away";

export const question = (/** @type {number} */ number) => `Question ${number}`;
export const KIND = "Answered by";
/** @type {Record<Protocol.DraftQuestion["kind"], string>} */
export const KINDS = {
  text: "a text",
  one: "one of these options",
  several: "any of these options",
};
export const PROMPT = "What is asked";
export const OPTIONS = "Options, one on each line";
export const REMOVE = "Remove";
export const EARLIER = "Move up";

// The same for those who do not see which question a button is of.
/** @param {number} number */
export const removeQuestion = (number) => `${REMOVE} question ${number}`;
/** @param {number} number */
export const moveQuestion = (number) => `${EARLIER} question ${number}`;
