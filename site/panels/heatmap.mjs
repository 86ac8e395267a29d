// The two heatmaps: the coloured map over the picture it explains.
import { byId, paint, setText } from "../dom/dom.mjs";
import { send } from "../dom/send.mjs";
import { picture } from "../draw/stage.mjs";

const panels = {
  before: { map: byId("before"), base: byId("before-base"), text: byId("before-text") },
  heatmap: {
    map: byId("heatmap"),
    base: byId("heatmap-base"),
    text: byId("heatmap-text"),
  },
};

/** The map of the picture as it is now. */
export function showHeatmap({ text, title }, pixels) {
  showMap(panels.heatmap, text, pixels);
  setText(byId("heatmap-class"), title);
}

/** The map of the untouched picture; `stale` while the new one is computed. */
export function showBefore({ text, title, stale }, pixels) {
  panels.before.map.parentElement.classList.toggle("stale", stale);
  if (!pixels) return;
  showMap(panels.before, text, pixels);
  setText(byId("before-class"), title);
}

/** How the maps look. */
export function showLooks({ opacity, colormap }, legend) {
  paint(byId("legend"), legend);
  for (const { map } of Object.values(panels)) map.style.opacity = opacity;
  byId("opacity").value = opacity;
  byId("colormap").value = colormap;
}

/** The network's own input. */
export function showInput(_, pixels) {
  paint(byId("input"), pixels);
}

/** The value under the pointer. */
export function showPlace({ which, text }) {
  panels[which].text.textContent = text;
}

function showMap(panel, text, pixels) {
  paint(panel.map, pixels);
  panel.reading = text;
  setText(panel.text, text);
  drawBase(panel);
}

// The picture under the map, with what is hidden where the map is of now.
function drawBase(panel) {
  const { canvas, hidden, box } = picture();
  const { base, map } = panel;
  if (base.width !== canvas.width) base.width = canvas.width;
  if (base.height !== canvas.height) base.height = canvas.height;
  const context = base.getContext("2d");
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

for (const [which, panel] of Object.entries(panels)) {
  const frame = panel.map.parentElement;
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
    panel.text.textContent = panel.reading ?? "";
  });
}
