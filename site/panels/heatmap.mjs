// The two heatmaps: the coloured map over the picture it explains.
import { free } from "../dom/buffers.mjs";
import { byId, contextOf, paint, setText } from "../dom/dom.mjs";
import { send } from "../dom/send.mjs";
import { mirror, showSubject } from "../rooms/now.mjs";
import { picture } from "../draw/stage.mjs";

/**
 * @typedef {object} Panel
 * @property {"heatmap" | "before"} which
 * @property {HTMLElement} frame
 * @property {HTMLCanvasElement} map
 * @property {HTMLCanvasElement} base
 * @property {HTMLElement} text
 * @property {string} reading  what `text` says while nobody points at the map
 * @property {Protocol.Settings["box"]} [box]  where the map is
 */

const panels = { before: makePanel("before"), heatmap: makePanel("heatmap") };

/**
 * @param {Panel["which"]} which
 * @returns {Panel}
 */
function makePanel(which) {
  const map = byId(which);
  const frame = /** @type {HTMLElement} */ (map.parentElement);
  const [base, text] = [byId(`${which}-base`), byId(`${which}-text`)];
  return { which, frame, map, base, text, reading: "" };
}

/**
 * The map of the picture as it is now.
 * @type {Protocol.Show<"heatmap">}
 */
export function showHeatmap({ text, title, subject }, pixels) {
  showMap(panels.heatmap, text, pixels);
  setText(byId("heatmap-class"), title);
  showSubject(subject);
  mirror();
}

/**
 * The map of the untouched picture; `stale` while the new one is computed.
 * @type {Protocol.Show<"before">}
 */
export function showBefore({ text = "", title = "", stale }, pixels) {
  panels.before.frame.classList.toggle("stale", stale);
  if (!pixels) return;
  showMap(panels.before, text, pixels);
  setText(byId("before-class"), title);
}

/**
 * How the maps look.
 * @type {Protocol.Show<"looks">}
 */
export function showLooks({ opacity, colormap }, legend) {
  paint(byId("legend"), legend);
  for (const { map } of Object.values(panels)) map.style.opacity = String(opacity);
  byId("opacity").value = String(opacity);
  byId("colormap").value = colormap;
  mirror();
}

/**
 * The network's own input.
 * @type {Protocol.Show<"input">}
 */
export function showInput(_, pixels) {
  paint(byId("input"), pixels);
}

/**
 * The value under the pointer.
 * @type {Protocol.Show<"place">}
 */
export function showPlace({ which, text }) {
  panels[which].text.textContent = text;
}

/**
 * @param {Panel} panel
 * @param {string} text
 * @param {ImageData | ImageBitmap} pixels
 */
function showMap(panel, text, pixels) {
  paint(panel.map, pixels);
  // It is drawn, and the next one comes soon.
  if (pixels instanceof ImageData) free(/** @type {ArrayBuffer} */ (pixels.data.buffer));
  panel.reading = text;
  setText(panel.text, text);
  drawBase(panel);
}

/**
 * The picture under the map, with what is hidden where the map is of now.
 * @param {Panel} panel
 */
function drawBase(panel) {
  const { canvas, hidden, box } = picture();
  const { base, map } = panel;
  if (base.width !== canvas.width) base.width = canvas.width;
  if (base.height !== canvas.height) base.height = canvas.height;
  const context = contextOf(base);
  context.drawImage(canvas, 0, 0);
  if (panel === panels.heatmap) context.drawImage(hidden, 0, 0, base.width, base.height);
  if (panel.box === box) return;
  panel.box = box;
  const [left, top, right, bottom] = box;
  Object.assign(map.style, {
    left: `${left * 100}%`,
    top: `${top * 100}%`,
    width: `${(right - left) * 100}%`,
    height: `${(bottom - top) * 100}%`,
  });
}

for (const panel of Object.values(panels)) {
  const { which, frame } = panel;
  let asked = 0;
  frame.addEventListener("pointermove", ({ clientX, clientY }) => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(() => {
      const area = frame.getBoundingClientRect();
      const x = (clientX - area.left) / area.width;
      const y = (clientY - area.top) / area.height;
      send("point", { which, x, y });
    });
  });
  frame.addEventListener("pointerleave", () => {
    cancelAnimationFrame(asked);
    panel.text.textContent = panel.reading;
  });
}
