// The way to lessons: what shows and writes them is fetched when there is one.
// `?lesson=FILE` opens a file of this server.
import { byId } from "../dom/dom.mjs";
import { send, sendFiles } from "../dom/send.mjs";
import { sentenceOf } from "../dom/sentence.mjs";
import { nameLanguage } from "../files/catalogues.mjs";
import { recallDraft } from "../files/kept.mjs";
import { openBeside } from "../files/origin.mjs";
import { showProblem } from "../panels/problem.mjs";
import { ENGLISH, language } from "../words/language.mjs";

const KEY = "lesson"; // in the address

/** @type {Promise<typeof import("./room.mjs")> | null} */
let room = null;
let shared = ""; // the state in a link to a lesson, which comes after the lesson's own

/**
 * Everything that is said of lessons.
 * @type {Protocol.Show<"course">}
 */
export async function showCourse(data) {
  if (data.kind === "offer") return begin();
  try {
    room ??= import("./room.mjs");
    const opened = await room;
    await opened.ready();
    opened.show(data);
    if (data.kind === "page" && shared) {
      send("restore", { fragment: shared });
      shared = "";
    }
  } catch (error) {
    room = null;
    tell(error);
  }
}

function begin() {
  byId("course-new").disabled = false;
  const asked = new URLSearchParams(location.search).get(KEY);
  const wanted = asked ?? globalThis.packed?.lesson;
  if (!wanted) return;
  if (location.hash.includes("=")) shared = location.hash;
  fetchLesson(wanted);
}

/**
 * Open a lesson's file by its address, as if it had been chosen.
 * @param {string} address
 */
async function fetchLesson(address) {
  try {
    const response = await openBeside(address);
    const name = address.split("/").pop() ?? "";
    sendFiles([new File([await response.blob()], name)]);
  } catch (error) {
    shared = ""; // there is no lesson that it could come after
    tell(error);
  }
}

/** @param {unknown} error */
function tell(error) {
  showProblem({ text: sentenceOf(error), retry: false });
}

byId("course-new").addEventListener("click", () => {
  send("write_course", { kept: recallDraft() });
});
byId("course-first").addEventListener("click", (event) => {
  const link = byId("course-first");
  const wanted = new URL(link.href).searchParams.get(KEY);
  if (!wanted || byId("course-new").disabled) return; // the address does it
  event.preventDefault();
  if (location.origin !== "null") history.replaceState(null, "", link.href); // else a file
  if (language() !== ENGLISH) nameLanguage();
  fetchLesson(wanted);
});
