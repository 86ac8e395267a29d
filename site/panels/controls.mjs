// The plain controls: choices, ranges and buttons that Python fills and hears.
import { makeCombobox } from "./combobox.mjs";
import { byId } from "../dom/dom.mjs";
import { makeLayers, showLayer } from "./layers.mjs";
import { send } from "../dom/send.mjs";
import { makeSamples } from "./sources.mjs";
import { showFill } from "../draw/stage.mjs";

const CHOICES = { fill: "fills", framing: null, score: "scores", method: "methods" };

/** Fill everything there is to choose from, once. */
export function showControls(data) {
  for (const [id, key] of Object.entries({ ...CHOICES, colormap: "colormaps" })) {
    if (!key) continue; // written in the page itself
    const options = Object.entries(data[key]).map(([value, text]) => new Option(text, value));
    byId(id).replaceChildren(...options);
  }
  byId("model-text").textContent = data.model;
  makeLayers(data.layers, data.blocks);
  makeSamples(data.samples);
  for (const id of ["share", "save-png", "save-json", "save-lesson"]) byId(id).disabled = false;
}

/** Put every control where the settings are. */
export function showSettings(settings, fill) {
  for (const id of Object.keys(CHOICES)) byId(id).value = settings[id];
  byId("score").disabled = !settings.score_matters;
  byId("score").title = settings.score_text;
  byId("versus").value = settings.versus;
  showLayer(settings.layer);
  showFill(fill, settings.box);
}

for (const id of Object.keys(CHOICES)) {
  byId(id).addEventListener("change", ({ target }) => {
    send("choose", { name: id, value: target.value });
  });
}
byId("colormap").addEventListener("change", ({ target }) => {
  send("look", { colormap: target.value });
});
byId("opacity").addEventListener("input", ({ target }) => {
  send("look", { opacity: Number(target.value) });
});
makeCombobox("class-search", (text) => {
  if (text.trim()) send("search", { text });
});
makeCombobox("versus", (text) => send("compare", { text }));
for (const id of ["undo", "redo", "clear"]) {
  byId(id).addEventListener("click", () => send(id));
}
byId("input-view").addEventListener("toggle", ({ target }) => {
  send("open_input", { is_open: target.open });
});
