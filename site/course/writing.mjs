// Writing a lesson: fields whose content goes to Python, which keeps the draft.
import { byId, setText } from "../dom/dom.mjs";
import { send } from "../dom/send.mjs";
import { currentRoom } from "../rooms/rooms.mjs";
import * as words from "../words/course.mjs";
import { addQuestion, readQuestions, showQuestions } from "./fields.mjs";
import { showNodes } from "./nodes.mjs";

const PAUSE_MS = 150; // of typing, after which the page looks as it will

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
  setText(byId("course-title"), data.title || words.newLesson());
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
  showQuestions(data.questions, edit);
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
  setText(byId("draft-kept"), words.saved());
}

/** @param {boolean} saved */
function mark(saved) {
  isSaved = saved;
  isAsked = false;
  setText(byId("draft-forget"), words.throwAway());
  setText(byId("draft-kept"), saved ? "" : words.notSaved());
}

/** Bring to Python what stands in the fields. */
function edit() {
  clearTimeout(timer);
  timer = 0;
  mark(false);
  send("edit_page", { index, text: byId("draft-text").value, questions: readQuestions() });
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
  setText(byId("course-title"), title || words.newLesson());
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
for (const event of ["input", "change"]) {
  byId("draft-questions").addEventListener(event, changed);
}
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
    setText(byId("draft-forget"), words.really());
    return;
  }
  mark(true);
  send("forget_course");
  send("close_course");
});
on("draft-ask", () => {
  addQuestion(edit);
  edit();
});
on("course-close", () => {}); // what is being written stays for the next time
addEventListener("beforeunload", (event) => {
  if (!isSaved) event.preventDefault();
});
