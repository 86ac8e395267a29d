// Writing a lesson: fields whose content goes to Python, which keeps the draft.
import { byId, element, queryAll, setText } from "../dom/dom.mjs";
import { send } from "../dom/send.mjs";
import { currentRoom } from "../rooms/rooms.mjs";
import * as words from "../words/course.mjs";
import { showNodes } from "./nodes.mjs";

const PAUSE_MS = 150; // of typing, after which the page looks as it will
const ROWS = 4; // of a field with options
const questions = byId("draft-questions");

/** @typedef {Protocol.DraftQuestion} Question */

let index = 0; // of the page
let isSaved = true;
let isAsked = false; // whether it is to be thrown away
let timer = 0;

/**
 * Show a page of the draft.
 * @param {Protocol.CourseDraft} data
 */
export function showDraft(data) {
  const isOther = index !== data.index;
  index = data.index;
  setText(byId("course-title"), data.title || words.NEW_LESSON);
  byId("draft-title").value = data.title;
  byId("draft-language").value = data.language;
  byId("draft-text").value = data.text;
  byId("draft-preview").lang = data.language || document.documentElement.lang;
  setText(byId("draft-view"), data.view);
  byId("draft-drop").disabled = !data.has_view;
  byId("draft-back").disabled = byId("draft-earlier").disabled = index === 0;
  byId("draft-next").disabled = byId("draft-later").disabled = index === data.count - 1;
  byId("draft-remove").disabled = data.count === 1;
  showNodes(byId("draft-preview"), data.nodes);
  questions.replaceChildren(...data.questions.map(fields));
  number();
  mark(data.is_saved);
  if (isOther) byId("draft-text").focus();
}

/**
 * Show how the text will look.
 * @param {Protocol.CoursePreview} data
 */
export function showPreview({ nodes }) {
  showNodes(byId("draft-preview"), nodes);
}

/** It is among the downloads. */
export function showSaved() {
  mark(true);
  setText(byId("draft-kept"), words.SAVED);
}

/** @param {boolean} saved */
function mark(saved) {
  isSaved = saved;
  isAsked = false;
  setText(byId("draft-forget"), words.THROW_AWAY);
  setText(byId("draft-kept"), saved ? "" : words.NOT_SAVED);
}

/**
 * The fields of a question.
 * @param {Question} question
 */
function fields({ kind, prompt, options }) {
  const choice = element("select", { name: "kind" });
  choice.append(...Object.entries(words.KINDS).map(([key, text]) => new Option(text, key)));
  choice.value = kind;
  const asked = element("textarea", { name: "prompt", rows: 2, value: prompt });
  const listed = element("textarea", { name: "options", rows: ROWS, value: options.join("\n") });
  const listing = element("label", { hidden: kind === "text" }, words.OPTIONS, listed);
  choice.addEventListener("change", () => {
    listing.hidden = choice.value === "text";
  });
  const up = element("button", { type: "button", className: "outline" }, words.EARLIER);
  const remove = element("button", { type: "button", className: "outline" }, words.REMOVE);
  const set = element(
    "fieldset",
    {},
    element("legend", {}),
    element("label", {}, words.PROMPT, asked),
    element("div", { className: "choices" }, element("label", {}, words.KIND, choice), up, remove),
    listing,
  );
  const item = element("li", {}, set);
  up.addEventListener("click", () => {
    item.previousElementSibling?.before(item);
    up.focus();
    number();
    edit();
  });
  remove.addEventListener("click", () => {
    item.remove();
    byId("draft-ask").focus();
    number();
    edit();
  });
  return item;
}

/** The questions' numbers, also in the names of their buttons. */
function number() {
  queryAll("li", questions).forEach((item, place) => {
    setText(/** @type {Element} */ (item.querySelector("legend")), words.question(place + 1));
    const [up, remove] = item.querySelectorAll("button");
    up.disabled = place === 0;
    up.ariaLabel = words.moveQuestion(place + 1);
    remove.ariaLabel = words.removeQuestion(place + 1);
  });
}

/**
 * What stands in the fields of a question.
 * @param {HTMLElement} item
 * @returns {Question}
 */
function read(item) {
  const value = (/** @type {string} */ name) =>
    /** @type {HTMLTextAreaElement} */ (item.querySelector(`[name=${name}]`)).value;
  const options = value("options").split("\n").filter((line) => line.trim());
  return { kind: /** @type {Question["kind"]} */ (value("kind")), prompt: value("prompt"), options };
}

/** Bring to Python what stands in the fields. */
function edit() {
  clearTimeout(timer);
  timer = 0;
  mark(false);
  const asked = [...queryAll("li", questions)].map(read);
  send("edit_page", { index, text: byId("draft-text").value, questions: asked });
}

/** Soon, once somebody who types pauses. */
function changed() {
  clearTimeout(timer);
  mark(false);
  timer = setTimeout(edit, PAUSE_MS);
}

/** What was typed comes before what is done. */
function flush() {
  if (timer) edit();
}

function name() {
  mark(false);
  const title = byId("draft-title").value;
  setText(byId("course-title"), title || words.NEW_LESSON);
  send("name_course", { title, language: byId("draft-language").value });
}

/**
 * @param {keyof Page.Ids} id of a button
 * @param {() => void} act
 */
function on(id, act) {
  byId(id).addEventListener("click", () => {
    flush();
    act();
  });
}

byId("draft-text").addEventListener("input", changed);
questions.addEventListener("input", changed);
questions.addEventListener("change", changed);
byId("draft-title").addEventListener("input", name);
byId("draft-language").addEventListener("input", name);
on("draft-back", () => send("turn_draft", { index: index - 1 }));
on("draft-next", () => send("turn_draft", { index: index + 1 }));
on("draft-add", () => send("add_page"));
on("draft-earlier", () => send("move_page", { by: -1 }));
on("draft-later", () => send("move_page", { by: 1 }));
on("draft-remove", () => send("remove_page"));
on("draft-keep", () => send("keep_view", { room: currentRoom() }));
on("draft-drop", () => send("drop_view"));
on("draft-try", () => send("try_course"));
on("draft-save", () => send("save_course"));
on("draft-forget", () => {
  if (!isSaved && !isAsked) {
    isAsked = true; // not by a dialog, which frames of other sites may not open
    setText(byId("draft-forget"), words.REALLY);
    return;
  }
  mark(true);
  send("forget_course");
  send("close_course");
});
on("draft-ask", () => {
  const item = fields({ kind: "text", prompt: "", options: [] });
  questions.append(item);
  number();
  edit();
  item.querySelector("textarea")?.focus();
});
on("course-close", () => {}); // what is being written stays for the next time
addEventListener("beforeunload", (event) => {
  if (!isSaved) event.preventDefault();
});
