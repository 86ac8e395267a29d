// Missions: the list of them, and the one under way, above the picture. While an answer
// is being sought, missions.css hides what would give it away.
import { byId, element, setText } from "../dom/dom.mjs";
import { send } from "../dom/send.mjs";
import { begin as beginText } from "../words/panels.mjs";

const ROOM = "#explore"; // where missions take place

/** @typedef {Protocol.Parts["mission"][0]} Message */
/**
 * @template {Message["kind"]} Kind
 * @typedef {Extract<Message, {kind: Kind}>} Of
 */

/** @type {{[Kind in Message["kind"]]: (data: Of<Kind>) => void}} */
const parts = {
  offered: showOffered,
  begun: showBegun,
  asked: showAsked,
  locked: showLocked,
  judged: showJudged,
  left: showLeft,
};

/**
 * Bring the missions up to date.
 * @type {Protocol.Show<"mission">}
 */
export function showMission(data) {
  /** @type {(data: any) => void} */
  const shown = parts[data.kind];
  shown(data);
}

/** @param {Of<"offered">} data */
function showOffered({ missions }) {
  const entries = missions.map(({ name, title, task }) => {
    const begin = element("button", { type: "button", dataset: { mission: name } }, beginText());
    begin.setAttribute("aria-describedby", `mission-${name}`);
    begin.addEventListener("click", () => enter(() => send("mission", { name })));
    const heading = element("h3", { id: `mission-${name}` }, title);
    return element("li", {}, heading, element("p", {}, task), begin);
  });
  byId("mission-list").replaceChildren(...entries);
}

/**
 * Go where missions take place, and only then begin: to go there takes the focus away.
 * @param {() => void} begin
 */
function enter(begin) {
  if (location.hash === ROOM) return begin();
  addEventListener("hashchange", begin, { once: true });
  location.hash = ROOM;
}

/** @param {Of<"begun">} data */
function showBegun({ title, task, options, hides }) {
  document.body.dataset.mission = "predict";
  document.body.dataset.hides = hides.join(" ");
  byId("mission").hidden = false;
  setText(byId("mission-title"), title);
  setText(byId("mission-task"), task);
  setText(byId("mission-points"), "");
  byId("mission-texts").replaceChildren();
  const [legend] = byId("mission-options").children;
  const radios = options.map(({ key, title: text }) => {
    const input = element("input", { type: "radio", name: "mission", value: key });
    return element("label", {}, input, text);
  });
  byId("mission-options").replaceChildren(legend, ...radios);
  byId("mission-title").tabIndex = -1;
  byId("mission-title").focus();
}

/**
 * The same mission, in another language.
 * @param {Of<"asked">} data
 */
function showAsked({ title, task, options }) {
  setText(byId("mission-title"), title);
  setText(byId("mission-task"), task);
  for (const radio of radios()) {
    const option = options.find(({ key }) => key === radio.value);
    radio.nextSibling?.replaceWith(option?.title ?? "");
  }
}

function showLocked() {
  document.body.dataset.mission = "observe";
  for (const input of radios()) input.disabled = true;
}

/** @param {Of<"judged">} data */
function showJudged({ points, texts }) {
  setText(byId("mission-points"), points);
  const told = texts.map((text) => element("p", {}, text));
  byId("mission-texts").replaceChildren(...told);
}

function showLeft() {
  delete document.body.dataset.mission;
  delete document.body.dataset.hides;
  byId("mission").hidden = true;
}

/** @returns {NodeListOf<HTMLInputElement>} */
function radios() {
  return byId("mission-options").querySelectorAll("input");
}

byId("mission-lock").addEventListener("click", () => {
  const chosen = [...radios()].find(({ checked }) => checked);
  send("lock_mission", chosen ? { choice: chosen.value } : {});
});
byId("mission-leave").addEventListener("click", () => send("leave_mission"));
byId("mission-share").addEventListener("click", () => send("share"));
// Other rooms show the answer: who enters one has given the mission up.
addEventListener("hashchange", () => {
  const isElsewhere = !location.hash.includes("=") && location.hash !== ROOM;
  if (document.body.dataset.mission === "predict" && isElsewhere) send("leave_mission");
});
