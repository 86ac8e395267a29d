// A lesson above the rooms: its pages, and the answers that this browser keeps.
import { adopt, byId, setText } from "../dom/dom.mjs";
import { send } from "../dom/send.mjs";
import { load } from "../files/assets.mjs";
import { DRAFT, keep, recall, recallDraft } from "../files/kept.mjs";
import { currentRoom } from "../rooms/rooms.mjs";
import { kept, notKept } from "../words/course.mjs";
import { showNodes } from "./nodes.mjs";
import { showQuestions } from "./questions.mjs";
import { showDraft, showPreview, showSaved } from "./writing.mjs";

const STYLES = "course.css";
const section = byId("course");

/** @typedef {Protocol.Parts["course"][0]} Message */
/**
 * @template {Message["kind"]} Kind
 * @typedef {Extract<Message, {kind: Kind}>} Of
 */

/** @type {Promise<void> | null} */
let styled = null;
let shown = { key: "", index: 0, language: "" }; // the page of a lesson

/** Resolves when lessons look as they should. */
export function ready() {
  styled ??= style().catch((error) => {
    styled = null;
    throw error;
  });
  return styled;
}

async function style() {
  await adopt(await load(STYLES));
}

/** @type {{[Kind in Message["kind"]]: (data: Of<Kind>) => void}} */
const parts = {
  offer: () => {},
  page: showPage,
  room: ({ room }) => enter(room),
  keep: showKept,
  draft: (data) => {
    const isBegun = byId("course-writing").hidden;
    open("course-writing");
    setText(byId("course-place"), data.place);
    showDraft(data);
    if (isBegun) byId("draft-title").focus();
  },
  preview: showPreview,
  saved: showSaved,
  said: showSaid,
  closed: close,
};

/**
 * Bring the lesson up to date.
 * @param {Message} data
 */
export function show(data) {
  /** @type {(data: any) => void} */
  const part = parts[data.kind];
  part(data);
}

/** @param {Of<"page">} data */
function showPage({ key, title, language, index, count, place, nodes, ...page }) {
  const isBegun = byId("course-reading").hidden;
  open("course-reading");
  setText(byId("course-title"), title);
  setText(byId("course-place"), place);
  showNodes(byId("course-text"), nodes);
  showQuestions(byId("course-questions"), index, page.questions);
  byId("course-reading").classList.toggle("asking", page.questions.length > 0);
  byId("course-back").disabled = index === 0;
  byId("course-next").disabled = index === count - 1;
  byId("course-again").hidden = !page.has_view;
  byId("course-name").value = page.name;
  const isOther = shown.key !== key;
  const isTurned = isBegun || isOther || shown.index !== index;
  shown = { key, index, language };
  nameLanguage();
  if (isTurned) {
    focus();
    section.scrollIntoView();
  }
  if (isOther) {
    setText(byId("course-kept"), "");
    remember(key);
  }
}

/**
 * In another language.
 * @param {Of<"said">} data
 */
function showSaid({ reading, writing, view }) {
  const isRead = byId("course-writing").hidden;
  setText(byId("course-place"), isRead ? reading : writing);
  setText(byId("draft-view"), view);
  nameLanguage();
}

/** A lesson that does not tell its language is in the page's. */
function nameLanguage() {
  for (const each of /** @type {const} */ (["course-reading", "course-title"])) {
    byId(each).lang = shown.language || document.documentElement.lang;
  }
}

function focus() {
  byId("course-title").focus({ preventScroll: true });
}

/** @param {"course-reading" | "course-writing"} part */
function open(part) {
  section.hidden = false;
  for (const each of /** @type {const} */ (["course-reading", "course-writing"])) {
    byId(each).hidden = each !== part;
  }
  byId("course-write").hidden = part === "course-writing";
}

function close() {
  section.hidden = true;
  byId("course-up").hidden = true;
  shown = { key: "", index: 0, language: "" };
  if (location.origin === "null") return; // a file, whose address must stay
  const address = new URL(location.href);
  address.searchParams.delete("lesson");
  history.replaceState(null, "", address);
}

/**
 * Go to a room, unless one is there.
 * @param {Protocol.KeepView["room"]} room
 */
function enter(room) {
  if (currentRoom() === room) return;
  // to go to another place takes the focus away
  addEventListener("hashchange", focus, { once: true });
  location.hash = `#${room}`;
}

/** @param {string} key */
function remember(key) {
  try {
    const text = recall(key);
    if (text) send("remember_answers", { key, text });
  } catch {
    setText(byId("course-kept"), notKept()); // as in other sites' frames
  }
}

/** @param {Of<"keep">} data */
function showKept({ key, text }) {
  const isKept = keep(key, text);
  if (key !== DRAFT) setText(byId("course-kept"), isKept ? kept() : notKept());
}

new IntersectionObserver((seen) => {
  const { isIntersecting } = seen[seen.length - 1]; // the newest
  byId("course-up").hidden = isIntersecting || section.hidden;
}).observe(section);
byId("course-up").addEventListener("click", () => {
  focus();
  section.scrollIntoView();
});
byId("course-back").addEventListener("click", () => send("turn_page", { index: shown.index - 1 }));
byId("course-next").addEventListener("click", () => send("turn_page", { index: shown.index + 1 }));
byId("course-again").addEventListener("click", () => send("look_again"));
byId("course-name").addEventListener("input", () => {
  send("sign_answers", { name: byId("course-name").value });
});
byId("course-save").addEventListener("click", () => send("save_answers"));
byId("course-write").addEventListener("click", () => {
  send("write_course", { kept: recallDraft() });
});
byId("course-close").addEventListener("click", () => send("close_course"));
