// The heatmap on the page, small, in the rooms that have no other.
import { byId, contextOf, setText } from "../dom/dom.mjs";

const SIDE = 240; // pixels of the longer side

/**
 * What the heatmap is of.
 * @param {string} subject
 */
export function showSubject(subject) {
  setText(byId("now-subject"), subject);
}

/** Draw it as it is now; nothing is done while nobody sees it. */
export function mirror() {
  if (!byId("now").hidden) drawHeatmap(byId("now-map"), SIDE);
}

/**
 * Draw the picture with its heatmap over it, as long on its longer side as asked for.
 * @param {HTMLCanvasElement} canvas
 * @param {number} side
 * @param {boolean} withMap or the picture alone
 */
export function drawHeatmap(canvas, side, withMap = true) {
  const [base, map] = [byId("heatmap-base"), byId("heatmap")];
  const scale = side / Math.max(base.width, base.height);
  canvas.width = Math.round(base.width * scale);
  canvas.height = Math.round(base.height * scale);
  const context = contextOf(canvas);
  context.drawImage(base, 0, 0, canvas.width, canvas.height);
  if (!withMap) return;
  const { left, top, width, height, opacity } = map.style;
  const [x, y, w, h] = [left, top, width, height].map((share) => parseFloat(share) / 100);
  context.globalAlpha = Number(opacity);
  context.drawImage(map, x * canvas.width, y * canvas.height, w * canvas.width, h * canvas.height);
}
