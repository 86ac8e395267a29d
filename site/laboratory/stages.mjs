// A network that forgets: its maps, and how like the trained network's they are.
import { byId, element, setText } from "../dom/dom.mjs";
import { showTilesIn } from "../dom/tiles.mjs";
import { Chart } from "./chart.mjs";

/** @type {string[]} */
let labels = [];
const strip = byId("stage-maps");
/** @type {import("./chart.mjs").Kind} */
const kind = {
  lines: [
    { key: "edges", colour: "--pico-muted-color", width: 1.5, dash: [6, 4] },
    { key: "ssim", colour: "--down", width: 2 },
    { key: "spearman", colour: "--pico-primary", width: 3 },
  ],
  told: (stage) => labels[stage] ?? "", // between two stages there is nothing
};
const chart = new Chart(byId("likeness"), kind, mark);

/**
 * @param {Protocol.TrialStages} data
 * @param {ImageData} pixels
 */
export function showStages(data, pixels) {
  labels = data.labels;
  chart.show([...labels.keys()], { ...data.lines }, data.alt);
  showTilesIn(strip, data.captions, pixels, data.captions.join());
  const rows = data.rows.map(({ title, values }) => {
    const cells = values.map((value) => element("td", {}, value));
    return element("tr", {}, element("th", { scope: "row" }, title), ...cells);
  });
  byId("stages").replaceChildren(...rows);
  setText(byId("sanity"), data.verdict);
}

/**
 * Mark the map of a stage under the pointer.
 * @param {number} stage
 */
function mark(stage) {
  [...strip.children].forEach((tile, index) => {
    tile.classList.toggle("marked", index === stage + 1); // the control comes first
  });
}
