// Small helpers around the document. Text goes in as text, never as markup.

/**
 * An element of index.html.
 * @template {keyof Page.Ids} Id
 * @param {Id} id
 */
export const byId = (id) => document.getElementById(id);

/**
 * An element with properties, data-* values and children.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Page.Properties<Tag>} [properties]
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, properties, ...children) {
  const { dataset, ...others } = properties ?? {};
  const made = Object.assign(document.createElement(tag), others);
  Object.assign(made.dataset, dataset);
  made.append(...children);
  return made;
}

/**
 * Set an element's text; the same text again would cost the page a new layout.
 * @param {Element} target
 * @param {string} text
 */
export function setText(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

/**
 * All elements of that selector, in the page or a part of it.
 * @param {string} selector
 * @param {ParentNode} within
 * @returns {NodeListOf<HTMLElement>}
 */
export const queryAll = (selector, within = document) => within.querySelectorAll(selector);

/**
 * Have the page wear a style sheet that was fetched.
 * @param {ArrayBuffer} bytes
 */
export async function adopt(bytes) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(await new Blob([bytes]).text());
  document.adoptedStyleSheets.push(sheet);
}

/**
 * Whether an event happened in an element of that selector.
 * @param {Event} event
 * @param {string} selector
 */
export function isIn({ target }, selector) {
  return target instanceof Element && target.closest(selector) !== null;
}

/**
 * A canvas's context to draw with.
 * @param {HTMLCanvasElement} canvas
 */
export function contextOf(canvas) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
}

/**
 * Draw pixels, or a picture that was decoded, into a canvas of that size.
 * @param {HTMLCanvasElement} canvas
 * @param {ImageData | ImageBitmap} pixels
 */
export function paint(canvas, pixels) {
  if (canvas.width !== pixels.width) canvas.width = pixels.width;
  if (canvas.height !== pixels.height) canvas.height = pixels.height;
  const context = contextOf(canvas);
  if (pixels instanceof ImageData) context.putImageData(pixels, 0, 0);
  else context.drawImage(pixels, 0, 0);
}

/**
 * Pixels as the address of an image. Unlike a canvas, which is a layer of its own, an
 * image costs nothing in frames in which it does not change.
 * @param {ImageData} pixels
 */
export function addressOf(pixels) {
  return canvasOf(pixels).toDataURL();
}

/**
 * Pixels as a canvas of their own.
 * @param {ImageData | ImageBitmap} pixels
 */
export function canvasOf(pixels) {
  const canvas = document.createElement("canvas");
  paint(canvas, pixels);
  return canvas;
}
