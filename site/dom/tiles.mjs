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
  const height = pixels.height / captions.length;
  captions.forEach((caption, index) => {
    const [canvas, text] = place.children[index].children;
    const size = pixels.width * height * 4;
    const part = pixels.data.slice(index * size, (index + 1) * size);
    paint(/** @type {HTMLCanvasElement} */ (canvas), new ImageData(part, pixels.width, height));
    text.textContent = caption;
  });
}
