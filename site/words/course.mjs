// What the page itself says of lessons: names of fields and buttons that are made anew
// for every question, and what becomes of answers.
import { gettext } from "./language.mjs";

export const kept = () => gettext("Kept in this browser.");
export const notKept = () =>
  gettext("This browser keeps nothing: save your answers before you leave the page.");
export const saved = () => gettext("Saved.");
export const notSaved = () => gettext("Not saved yet.");
export const newLesson = () => gettext("A new lesson");
export const throwAway = () => gettext("Throw it away");
export const really = () => gettext("Really throw it away");

export const question = (/** @type {number} */ number) =>
  gettext("Question {number}", { number });
export const kind = () => gettext("Answered by");
/** @type {() => Record<Protocol.DraftQuestion["kind"], string>} */
export const kinds = () => ({
  text: gettext("a text"),
  one: gettext("one of these options"),
  several: gettext("any of these options"),
});
export const prompt = () => gettext("What is asked");
export const options = () => gettext("Options, one on each line");
export const remove = () => gettext("Remove");
export const earlier = () => gettext("Move up");

// The same for those who do not see which question a button is of.
/** @param {number} number */
export const removeQuestion = (number) => gettext("Remove question {number}", { number });
/** @param {number} number */
export const moveQuestion = (number) => gettext("Move up question {number}", { number });
