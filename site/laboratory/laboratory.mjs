// "Test it": the experiments' choices, and what Python tells of them.
import { byId, element, queryAll } from "../dom/dom.mjs";
import { send } from "../dom/send.mjs";
import { showTilesIn } from "../dom/tiles.mjs";
import { beginCrowd, showCrowd } from "./crowd.mjs";
import { lookAgain, showCurves, showStep } from "./curves.mjs";
import { showStages } from "./stages.mjs";

const room = byId("test");

/** @typedef {Protocol.Parts["trial"][0]} Message */
/**
 * @template {Message["kind"]} Kind
 * @typedef {Extract<Message, {kind: Kind}>} Of
 */

/** @type {{[Kind in Message["kind"]]: (data: Of<Kind>, pixels: ImageData) => void}} */
const parts = {
  begun: showBegun,
  crowd: showCrowd,
  curves: showCurves,
  ended: showEnded,
  maps: showMaps,
  progress: ({ name, text }) => tell(name, text),
  stages: showStages,
  step: showStep,
  tiles: showCrowd,
};

/**
 * Bring an experiment up to date.
 * @type {Protocol.Show<"trial">}
 */
export function showTrial(data, pixels) {
  /** @type {(data: any, pixels: any) => void} */
  const shown = parts[data.kind];
  shown(data, pixels);
}

/**
 * What can be chosen; from now on experiments can be started.
 * @type {Protocol.Show<"controls">}
 */
export function showChoices({ fills }) {
  for (const select of queryAll('[data-choice="fill"]', room)) {
    const { value } = /** @type {HTMLSelectElement} */ (select);
    const options = Object.entries(fills).map(
      ([key, title]) => new Option(title, key, false, key === value),
    );
    select.replaceChildren(...options);
  }
  /** @type {NodeListOf<HTMLButtonElement>} */
  const buttons = room.querySelectorAll("[data-start]");
  for (const button of buttons) button.disabled = false;
}

/** @param {Of<"begun">} data */
function showBegun({ name, title, text }) {
  for (const each of queryAll("[data-outcome]", room)) {
    if (each.dataset.outcome !== name) continue;
    each.hidden = false;
    const subject = each.querySelector(".subject");
    if (subject) subject.textContent = title;
  }
  room.dataset.running = name;
  for (const each of queryAll("[data-stop]", room)) {
    each.hidden = each.closest(`[data-trial="${name}"]`) === null;
  }
  tell(name, text);
  if (name === "curves") lookAgain();
  if (name === "crowd") beginCrowd();
}

/** @param {Of<"ended">} data */
function showEnded({ name, text }) {
  delete room.dataset.running;
  for (const each of queryAll("[data-stop]", room)) each.hidden = true;
  tell(name, text);
  if (name === "curves") lookAgain();
}

/**
 * @param {Of<"maps">} data
 * @param {ImageData} pixels
 */
function showMaps({ name, captions, texts }, pixels) {
  const [outcome] = queryAll(`[data-outcome="${name}"]`, room);
  const [place] = queryAll(".maps", outcome);
  showTilesIn(place, captions, pixels, captions.join());
  const told = texts.map((text) => element("p", {}, text));
  outcome.querySelector(".texts")?.replaceChildren(...told);
}

/**
 * @param {string} name
 * @param {string} text
 */
function tell(name, text) {
  const place = room.querySelector(`[data-progress="${name}"]`);
  if (place) place.textContent = text;
}

/**
 * What stands in an experiment's controls.
 * @param {HTMLElement} form
 * @returns {Protocol.Trial}
 */
function chosen(form) {
  /** @type {Record<string, string | number>} */
  const values = { name: form.dataset.trial ?? "" };
  /** @type {NodeListOf<HTMLSelectElement>} */
  const selects = form.querySelectorAll("[data-choice]");
  for (const { dataset, value } of selects) {
    const isNumber = dataset.choice === "grid" || dataset.choice === "masks";
    values[dataset.choice ?? ""] = isNumber ? Number(value) : value;
  }
  return /** @type {any} */ (values);
}

for (const form of queryAll("[data-trial]", room)) {
  form.querySelector("[data-start]")?.addEventListener("click", () => send("trial", chosen(form)));
  form.querySelector("[data-stop]")?.addEventListener("click", () => send("stop_trial"));
  form.querySelector('[data-choice="score"]')?.addEventListener("change", () => {
    const { name, score = "probability" } = chosen(form);
    send("look_at_trial", { name, score });
  });
}
