// Deletion and insertion: two charts, the areas below them, and the picture at a step.
import { byId, element, setText } from "../dom/dom.mjs";
import { send } from "../dom/send.mjs";
import { showTilesIn } from "../dom/tiles.mjs";
import { Chart } from "./chart.mjs";

/** @type {Protocol.TrialCurves["score"]} */
let score = "probability";
const charts = {
  deletion: new Chart(byId("deletion"), look),
  insertion: new Chart(byId("insertion"), look),
};

/** @param {Protocol.TrialCurves} data */
export function showCurves(data) {
  score = data.score;
  charts.deletion.show(data.shares, data.deletion, data.alt);
  charts.insertion.show(data.shares, data.insertion, data.alt);
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
