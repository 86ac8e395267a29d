// What the page opens with, to be seen while Python is still on its way: the picture, and
// the answer to it that the build has computed (convert/web/openings.py).
import { showEarly, showFill } from "../draw/stage.mjs";
import { after } from "../files/after.mjs";
import { address, load, loadJson, prefetch, site } from "../files/assets.mjs";
import { known, preferred } from "../files/catalogues.mjs";
import { firstModel } from "../inference/runtime.mjs";
import { language, onLanguage } from "../words/language.mjs";
import { showBefore, showHeatmap, showLooks } from "./heatmap.mjs";
import { allowGuesses, showPredictions } from "./predictions.mjs";
import { byId } from "../dom/dom.mjs";

const INDEX = "samples/samples.json"; // the first one is what a page without a link shows
const FOLDER = "openings/";
const parts = {
  before: showBefore,
  heatmap: showHeatmap,
  looks: showLooks,
  predictions: showPredictions,
  // The controls have nothing to choose from yet.
  settings: (/** @type {Protocol.Settings} */ { box }, /** @type {any} */ fill) => {
    showFill(fill, box);
  },
};

/**
 * An answer: what Python would have shown, and its pictures in base64.
 * @typedef {object} Opening
 * @property {string} sample  whose answer it is
 * @property {{part: keyof typeof parts, data: object, image: number | null}[]} parts
 * @property {string[]} images
 */

const PATIENCE_MS = 2000; // of what would hold the page up until it has been seen
const FRAME_MS = 100; // longer than the browser takes for one, if it draws any

let isOver = false; // Python answers
let begun = ""; // the file that was shown last
/** @type {Promise<unknown> | null} */
let shown = null;

/**
 * Show it, unless the address asks for something else. Resolves once it can be seen, or
 * would take long: Python's start would keep the browser from drawing it.
 */
export function showFirst() {
  shown ??= Promise.race([begin().catch(() => null), after(PATIENCE_MS)]);
  return shown;
}

async function begin() {
  const { hash, search } = location;
  if (hash.includes("=") || search.includes("lesson=") || globalThis.packed?.lesson) return;
  const index = loadJson(INDEX);
  const opening = await pathOf(preferred(await known()).tag);
  if (opening) prefetch(opening);
  const [first] = await index;
  const picture = showPicture(`samples/${first.file}`);
  onLanguage(async () => {
    const other = await pathOf(language());
    if (other) showAnswer(other, first.id).catch(() => null); // what is there stays
  });
  await (opening ? showAnswer(opening, first.id, picture) : picture);
  await Promise.race([new Promise(requestAnimationFrame), after(FRAME_MS)]);
  await after(0); // the frame is drawn before
}

/** @param {string} path */
async function showPicture(path) {
  const source = await address(path);
  const pixels = await createImageBitmap(new Blob([await load(path)]));
  showEarly(source, pixels);
  pixels.close();
}

/**
 * The file of the answer in a language, if there is one.
 * @param {string} tag
 */
async function pathOf(tag) {
  const path = `${FOLDER}${(await firstModel()).name}.${tag}.json`;
  return path in (await site()).files ? path : null;
}

/**
 * @param {string} path  of its file
 * @param {string} sample  whose answer it has to be
 * @param {Promise<void>} [picture]  which has to be there before
 */
async function showAnswer(path, sample, picture) {
  if (isOver || path === begun) return;
  begun = path;
  /** @type {[Opening, unknown]} */
  const [opening] = await Promise.all([loadJson(path), picture]);
  if (opening.sample !== sample) return;
  const images = await Promise.all(opening.images.map(decoded));
  if (isOver || path !== begun) return; // meanwhile
  for (const { part, data, image } of opening.parts) {
    /** @type {(data: any, pixels: any) => void} */
    const show = parts[part];
    show(data, image === null ? null : images[image]);
  }
  images.forEach((image) => image.close());
  allowGuesses(false);
  byId("opening").hidden = false;
  performance.mark("opening"); // for those who measure
}

/** From now on Python answers. */
export function endOpening() {
  if (isOver) return;
  isOver = true;
  allowGuesses(true);
  byId("opening").hidden = true;
}

/** @param {string} base64 */
function decoded(base64) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return createImageBitmap(new Blob([bytes]));
}
