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
  if (byId("now").hidden) return;
  const [base, map, small] = [byId("heatmap-base"), byId("heatmap"), byId("now-map")];
  const scale = SIDE / Math.max(base.width, base.height);
  small.width = Math.round(base.width * scale);
  small.height = Math.round(base.height * scale);
  const context = contextOf(small);
  context.drawImage(base, 0, 0, small.width, small.height);
  const { left, top, width, height, opacity } = map.style;
  const [x, y, w, h] = [left, top, width, height].map((share) => parseFloat(share) / 100);
  context.globalAlpha = Number(opacity);
  context.drawImage(map, x * small.width, y * small.height, w * small.width, h * small.height);
}
