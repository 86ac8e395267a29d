// "How does it work?": the ten steps, drawn from what Python sends. Nothing is
// asked for before the section is in sight.
// Longer than most, by its types: every kind of message has its own.
import { ofNames } from "../dom/class_names.mjs";
import { byId, element, queryAll } from "../dom/dom.mjs";
import { send } from "../dom/send.mjs";
import { showTilesIn } from "../dom/tiles.mjs";
import { asking, listing as listingText, source } from "../words/panels.mjs";
import { placeOf, showChecked, showCompared, showFaded, tableRow } from "./results.mjs";

const MARGIN = "-80px"; // a mere edge of the section in the window is not enough
const WIDE = "(min-width: 62rem)"; // there is room for the sources beside the steps
const SVG = "http://www.w3.org/2000/svg";
const section = byId("how");

/** @typedef {Protocol.Parts["lesson"][0]} Message */
/**
 * @template {Message["kind"]} Kind
 * @typedef {Extract<Message, {kind: Kind}>} Of
 */

/** @type {{[Kind in Message["kind"]]: (data: Of<Kind>, pixels: ImageData) => void}} */
const parts = {
  checked: showChecked,
  compared: showCompared,
  drawn: showDrawn,
  faded: showFaded,
  numbers: showNumbers,
  open: watch,
  scores: showScores,
  sources: showSources,
  state: showState,
  text: showText,
  tiles: showTiles,
  weights: showWeights,
};

/**
 * Bring one part of the lesson up to date.
 * @type {Protocol.Show<"lesson">}
 */
export function showLesson(data, pixels) {
  /** @type {(data: any, pixels: any) => void} */
  const shown = parts[data.kind];
  shown(data, pixels);
}

// From now on Python hears whether the lesson is in sight. When it first is, its
// formulas, which are further down, get their font (lesson.css).
function watch() {
  /** @type {IntersectionObserverCallback} */
  const tell = ([{ isIntersecting }]) => {
    if (isIntersecting) section.dataset.near = "";
    send("watch", { is_watched: isIntersecting });
  };
  new IntersectionObserver(tell, { rootMargin: MARGIN }).observe(section);
  /** @type {NodeListOf<HTMLButtonElement>} */
  const buttons = section.querySelectorAll("[data-experiment]");
  for (const button of buttons) button.disabled = false;
}

/**
 * Another heatmap is being explained: results of the one before no longer hold.
 * @param {Protocol.LessonState} data
 */
function showState({ layers, layer }) {
  for (const table of section.querySelectorAll(".result")) table.replaceChildren();
  const select = byId("lesson-layer");
  if ([...select.options].map(({ value }) => value).join() !== layers.join()) {
    select.replaceChildren(...layers.map((label) => new Option(label, label)));
  }
  select.value = layer;
}

// All of it has been drawn: how many times by now.
function showDrawn() {
  section.dataset.drawn = String(Number(section.dataset.drawn ?? 0) + 1);
}

/** @param {Protocol.LessonText} data */
function showText({ name, text }) {
  for (const place of section.querySelectorAll(`[data-live="${name}"]`)) {
    place.textContent = text;
  }
}

/**
 * `pixels` holds the tiles one below the other, all of one size.
 * @param {Protocol.LessonTiles} data
 * @param {ImageData} pixels
 */
function showTiles({ figure, captions, alt }, pixels) {
  for (const place of queryAll(`[data-figure="${figure}"]`, section)) {
    showTilesIn(place, captions, pixels, alt);
  }
}

/** @param {Protocol.LessonScores} data */
function showScores({ rows }) {
  const body = rows.map(({ label, logit, length, percent, probability }) =>
    tableRow(named(label), logit, bar(length), percent, bar(probability)),
  );
  byId("lesson-scores").replaceChildren(...body);
  const buttons = rows.map(({ index, label, chosen }) => {
    const button = element("button", { type: "button", className: "outline", lang: ofNames() }, label);
    button.ariaPressed = String(chosen);
    button.dataset.class = String(index);
    button.addEventListener("click", () => send("explain", { target: index }));
    return button;
  });
  replaceKeepingFocus(byId("lesson-targets"), buttons);
}

/**
 * The name of a class.
 * @param {string} label
 */
const named = (label) => element("span", { lang: ofNames() }, label);

/** @param {Protocol.LessonWeights} data */
function showWeights({ rows, curve, alt }) {
  const body = rows.map(({ channel, weight, length }) =>
    tableRow(String(channel), weight, bar(length)),
  );
  byId("lesson-weights").replaceChildren(...body);
  byId("lesson-curve").replaceChildren(drawCurve(curve, alt));
}

/** @param {Protocol.LessonNumbers} data */
function showNumbers({ rows }) {
  const body = rows.map((cells) => {
    const made = cells.map(({ text, back, ink }) => {
      const cell = element("td", {}, text);
      Object.assign(cell.style, { backgroundColor: back, color: ink });
      return cell;
    });
    return element("tr", {}, ...made);
  });
  byId("lesson-numbers").replaceChildren(...body);
  const table = byId("lesson-numbers").closest("table");
  if (table) table.hidden = !rows.length;
}

/**
 * A bar of -1..1 of its cell; the number stands beside it.
 * @param {number} length
 */
function bar(length) {
  const made = element("span", { className: "length", ariaHidden: "true" });
  made.style.setProperty("--length", String(Math.abs(length)));
  made.dataset.sign = String(Math.sign(length));
  return made;
}

/**
 * All weights in the order of their size, as an area around zero.
 * @param {number[]} values
 * @param {string} alt
 */
function drawCurve(values, alt) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 -1 ${values.length} 2`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", alt);
  for (const sign of [1, -1]) {
    const area = document.createElementNS(SVG, "path");
    const steps = values.map((value, index) => {
      const height = value * sign > 0 ? -value : 0;
      return `L${index} ${height}L${index + 1} ${height}`;
    });
    area.setAttribute("d", `M0 0${steps.join("")}L${values.length} 0Z`);
    area.dataset.sign = String(sign);
    svg.append(area);
  }
  return svg;
}

/**
 * The sources as they run, opened where they have room beside the steps.
 * @param {Protocol.LessonSources} data
 */
function showSources({ sources }) {
  const open = matchMedia(WIDE).matches;
  for (const place of queryAll("[data-source]", section)) {
    const listings = sources[place.dataset.source ?? ""];
    const stays = open && !place.hasAttribute("data-closed");
    place.replaceChildren(...listings.map((listing) => makeListing(listing, stays)));
  }
}

/**
 * @param {Protocol.Listing} listing
 * @param {boolean} open
 */
function makeListing({ name, file, line, pieces }, open) {
  const code = element("code");
  for (const [kind, text] of pieces) {
    code.append(kind ? element("span", { className: `py-${kind}` }, text) : text);
  }
  // scrollable, so it must be reachable by keyboard
  const text = element("pre", { tabIndex: 0, lang: "en", dir: "ltr" }, code);
  text.setAttribute("role", "group");
  text.setAttribute("aria-label", source(name, file, line));
  const place = listingText(file, line);
  const title = element("summary", {}, element("code", {}, name), " ", place);
  return element("details", { className: "listing", open }, title, text);
}

/**
 * @param {HTMLElement} place
 * @param {HTMLButtonElement[]} buttons
 */
function replaceKeepingFocus(place, buttons) {
  const focused = [...place.children].findIndex((child) => child === document.activeElement);
  place.replaceChildren(...buttons);
  if (focused >= 0) buttons[Math.min(focused, buttons.length - 1)]?.focus();
}

byId("lesson-layer").addEventListener("change", () => {
  send("choose", { name: "layer", value: byId("lesson-layer").value });
});
section.addEventListener("click", ({ target }) => {
  const button = target instanceof Element && target.closest("[data-experiment]");
  if (!(button instanceof HTMLElement)) return;
  const name = /** @type {Protocol.Experiment["name"]} */ (button.dataset.experiment);
  const place = placeOf(name);
  if (place) place.textContent = asking();
  send("experiment", { name });
});
