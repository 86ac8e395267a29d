// The network's layers: architecture, slider and all heatmaps at a glance.
import { addressOf, byId, element } from "../dom/dom.mjs";
import { send } from "../dom/send.mjs";
import { direction } from "../words/language.mjs";

const slider = byId("layer");
const architecture = byId("architecture");
const BLANK = addressOf(new ImageData(1, 1));
/** @type {Protocol.Network["layers"]} */
let layers = [];

/**
 * Draw the architecture of a network.
 * @param {typeof layers} described
 * @param {Protocol.Network["blocks"]} blocks
 */
export function makeLayers(described, blocks) {
  layers = described;
  slider.max = String(layers.length - 1);
  architecture.replaceChildren(...layers.map(makeLayer));
  const key = Object.entries(blocks).map(([block, text]) =>
    element("li", { dataset: { block } }, text),
  );
  byId("blocks").replaceChildren(...key);
}

/**
 * The slider stands at this layer.
 * @param {number} index
 */
export function showLayer(index) {
  slider.value = String(index);
  slider.setAttribute("aria-valuetext", layers[index].text);
  byId("layer-text").textContent = layers[index].text;
  // One stop of the Tab key for all of them; the arrow keys move within.
  architecture.querySelectorAll("button").forEach((button, at) => {
    button.tabIndex = at === index ? 0 : -1;
    if (at === index) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  });
}

/**
 * All layers' heatmaps, one below the other in `pixels`.
 * @type {Protocol.Show<"strip">}
 */
export function showStrip({ maxima }, pixels) {
  const side = pixels.width;
  architecture.querySelectorAll("img").forEach((image, index) => {
    const start = index * side * side * 4;
    const part = pixels.data.slice(start, start + side * side * 4);
    image.src = addressOf(new ImageData(part, side, side));
    image.classList.toggle("empty", !(maxima[index] > 0));
  });
}

/**
 * @param {Protocol.LayerEntry} layer
 * @param {number} index
 */
function makeLayer({ label, block, text, shape }, index) {
  const [channels, height, width] = shape;
  const slab = element("span", { className: "slab", ariaHidden: "true" });
  slab.style.setProperty("--side", String(height / layers[0].shape[1]));
  slab.style.setProperty("--thickness", String(Math.log2(channels) / 10.5));
  const button = element(
    "button",
    { type: "button", title: text },
    slab,
    element("img", { src: BLANK, alt: "" }),
    element("strong", {}, label),
    element("small", {}, `${height}×`, element("wbr"), `${width}`),
    element("span", { className: "visually-hidden" }, text),
  );
  button.addEventListener("click", () => choose(index));
  return element("li", { dataset: { block } }, button);
}

/** @param {number} index */
function choose(index) {
  send("choose", { name: "layer", value: layers[index].label });
}

architecture.addEventListener("keydown", (event) => {
  const buttons = [...architecture.querySelectorAll("button")];
  const at = buttons.findIndex((button) => button === event.target);
  const last = buttons.length - 1;
  const way = direction() === "rtl" ? -1 : 1;
  /** @type {Record<string, number>} */
  const keys = { ArrowLeft: at - way, ArrowRight: at + way, Home: 0, End: last };
  const next = Math.min(Math.max(keys[event.key] ?? -1, 0), last);
  if (at < 0 || !(event.key in keys)) return;
  event.preventDefault();
  buttons[next].focus();
  choose(next);
});
slider.addEventListener("input", () => choose(Number(slider.value)));
