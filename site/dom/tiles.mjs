// Small pictures with captions, which come from Python one below the other.
import { element, paint } from "./dom.mjs";

/**
 * Show pictures of one size in a place, each with its caption.
 * @param {HTMLElement} place
 * @param {string[]} captions
 * @param {ImageData} pixels
 * @param {string} alt what they show together
 */
export function showTilesIn(place, captions, pixels, alt) {
  place.setAttribute("role", "img");
  place.setAttribute("aria-label", alt);
  while (place.children.length > captions.length) place.lastChild?.remove();
  while (place.children.length < captions.length) {
    place.append(element("span", { className: "tile" }, element("canvas"), element("small")));
  }
  paintInto(place.querySelectorAll("canvas"), pixels);
  captions.forEach((caption, index) => {
    place.children[index].children[1].textContent = caption;
  });
}

/**
 * Paint pictures of one size, each into a canvas of its own.
 * @param {NodeListOf<HTMLCanvasElement>} canvases as many as there are pictures
 * @param {ImageData} pixels
 */
export function paintInto(canvases, { data, width, height }) {
  const size = data.length / canvases.length;
  canvases.forEach((canvas, index) => {
    const part = data.slice(index * size, (index + 1) * size);
    paint(canvas, new ImageData(part, width, height / canvases.length));
  });
}
