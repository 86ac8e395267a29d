// Small helpers around the document. Text goes in as text, never as markup.

export const byId = (id) => document.getElementById(id);

/** An element with properties, data-* values and children. */
export function element(tag, { dataset, ...properties } = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  Object.assign(made.dataset, dataset);
  made.append(...children);
  return made;
}

/** Set an element's text; the same text again would cost the page a new layout. */
export function setText(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

/** Draw pixels or a canvas into a canvas of that size. */
export function paint(canvas, pixels) {
  if (canvas.width !== pixels.width) canvas.width = pixels.width;
  if (canvas.height !== pixels.height) canvas.height = pixels.height;
  canvas.getContext("2d").putImageData(pixels, 0, 0);
}

/**
 * Pixels as the address of an image. Unlike a canvas, which is a layer of its own, an
 * image costs nothing in frames in which it does not change.
 */
export function addressOf(pixels) {
  return canvasOf(pixels).toDataURL();
}

/** Pixels as a canvas of their own. */
export function canvasOf(pixels) {
  const canvas = document.createElement("canvas");
  paint(canvas, pixels);
  return canvas;
}
