// The plain controls: choices, ranges and buttons that Python fills and hears.
import { makeCombobox } from "../dom/combobox.mjs";
import { byId } from "../dom/dom.mjs";
import { showLayer } from "./layers.mjs";
import { send } from "../dom/send.mjs";
import { makeSamples } from "./sources.mjs";
import { showFill } from "../draw/stage.mjs";

const CHOICES = /** @type {const} */ (["fill", "framing", "score", "method"]);
const KEEPING = /** @type {const} */ (["share", "save-png", "save-json", "save-lesson"]);
const STEPS = /** @type {const} */ (["undo", "redo", "clear"]);

/**
 * Fill everything there is to choose from, once.
 * @type {Protocol.Show<"controls">}
 */
export function showControls(data) {
  fillChoice("fill", data.fills);
  fillChoice("score", data.scores);
  fillChoice("method", data.methods);
  fillChoice("colormap", data.colormaps);
  makeSamples(data.samples);
  for (const id of KEEPING) byId(id).disabled = false;
}

/**
 * @param {"fill" | "score" | "method" | "colormap"} id
 * @param {Record<string, string>} titles
 */
function fillChoice(id, titles) {
  const options = Object.entries(titles).map(([value, text]) => new Option(text, value));
  byId(id).replaceChildren(...options);
}

/**
 * Put every control where the settings are.
 * @type {Protocol.Show<"settings">}
 */
export function showSettings(settings, fill) {
  for (const id of CHOICES) byId(id).value = settings[id];
  byId("network-framing").value = settings.framing;
  byId("score").disabled = !settings.score_matters;
  byId("score").title = settings.score_text;
  byId("versus").value = settings.versus;
  showLayer(settings.layer);
  showFill(fill, settings.box);
}

for (const id of CHOICES) {
  byId(id).addEventListener("change", () => send("choose", { name: id, value: byId(id).value }));
}
byId("network-framing").addEventListener("change", ({ target }) => {
  const { value } = /** @type {HTMLSelectElement} */ (target);
  send("choose", { name: "framing", value });
});
byId("colormap").addEventListener("change", () => {
  send("look", { colormap: byId("colormap").value });
});
byId("opacity").addEventListener("input", () => {
  send("look", { opacity: Number(byId("opacity").value) });
});
makeCombobox("class-search", (text) => {
  if (text.trim()) send("search", { text });
});
makeCombobox("versus", (text) => send("compare", { text }));
for (const id of STEPS) {
  byId(id).addEventListener("click", () => send(id));
}
byId("input-view").addEventListener("toggle", () => {
  send("open_input", { is_open: byId("input-view").open });
});
