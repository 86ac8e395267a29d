// Deletion and insertion: two charts, the areas below them, and the picture at a step.
import { byId, element, setText } from "../dom/dom.mjs";
import { send } from "../dom/send.mjs";
import { showTilesIn } from "../dom/tiles.mjs";
import { percent } from "../words/language.mjs";
import { Chart } from "./chart.mjs";

/** @type {Protocol.TrialCurves["score"]} */
let score = "probability";
/** @type {import("./chart.mjs").Kind} */
const kind = {
  lines: [
    { key: "map", colour: "--pico-primary", width: 3 },
    { key: "centre", colour: "--down", width: 2, dash: [6, 4] },
    { key: "random", colour: "--pico-muted-color", width: 1.5 },
    { key: "low", colour: "--band", width: 0 },
    { key: "high", colour: "--band", width: 0 },
  ],
  band: [5, 4],
  told: percent,
};
const charts = {
  deletion: new Chart(byId("deletion"), kind, look),
  insertion: new Chart(byId("insertion"), kind, look),
};

/** @param {Protocol.TrialCurves} data */
export function showCurves(data) {
  score = data.score;
  charts.deletion.show(data.shares, { ...data.deletion }, data.alt);
  charts.insertion.show(data.shares, { ...data.insertion }, data.alt);
  const rows = data.rows.map(({ order, title, areas }) => {
    const cells = areas.map((area) => element("td", {}, area));
    const head = element("th", { scope: "row" }, title);
    return element("tr", { dataset: { order } }, head, ...cells);
  });
  byId("areas").replaceChildren(...rows);
  setText(byId("verdict"), data.verdict);
}

/**
 * The pictures of a step.
 * @param {Protocol.TrialStep} data
 * @param {ImageData} pixels
 */
export function showStep({ step, captions }, pixels) {
  byId("curve-step").value = String(step);
  showTilesIn(byId("curve-tiles"), captions, pixels, captions.join());
}

/** The pictures of the step chosen, with what is known of it by now. */
export function lookAgain() {
  look(byId("curve-step").valueAsNumber);
}

/** @param {number} step */
function look(step) {
  send("look_at_trial", { name: "curves", score, step });
}

byId("curve-step").addEventListener("input", lookAgain);
