// What the page opens with, to be seen while Python is still on its way: the picture, and
// the answer to it that the build has computed (convert/web/openings.py).
import { showEarly } from "../draw/stage.mjs";
import { address, load, site } from "../files/assets.mjs";
import { firstModel } from "../inference/runtime.mjs";
import { language, onLanguage } from "../words/language.mjs";
import { showBefore, showHeatmap, showLooks } from "./heatmap.mjs";
import { ready } from "./language.mjs";
import { allowGuesses, showPredictions } from "./predictions.mjs";
import { byId } from "../dom/dom.mjs";

const INDEX = "samples/samples.json"; // the first one is what a page without a link shows
const FOLDER = "openings/";
const shown = {
  before: showBefore,
  heatmap: showHeatmap,
  looks: showLooks,
  predictions: showPredictions,
};

/**
 * An answer: what Python would have shown, and its pictures in base64.
 * @typedef {object} Opening
 * @property {string} sample  whose answer it is
 * @property {{part: keyof typeof shown, data: object, image: number | null}[]} parts
 * @property {string[]} images
 */

let isOver = false; // Python answers
let begun = ""; // the file that was shown last

/** Show it, unless the address asks for something else. */
export async function showFirst() {
  const { hash, search } = location;
  if (hash.includes("=") || search.includes("lesson=") || globalThis.packed?.lesson) return;
  const [first] = await read(INDEX);
  const path = `samples/${first.file}`;
  const [source, data] = await Promise.all([address(path), load(path)]);
  const picture = await createImageBitmap(new Blob([data]));
  showEarly(source, picture);
  picture.close();
  await ready();
  const show = () => showAnswer(first.id);
  onLanguage(() => show().catch(() => null)); // what is there stays
  await show();
}

/** @param {string} sample */
async function showAnswer(sample) {
  const path = `${FOLDER}${(await firstModel()).name}.${language()}.json`;
  if (isOver || path === begun || !(path in (await site()).files)) return;
  begun = path;
  /** @type {Opening} */
  const opening = await read(path);
  if (opening.sample !== sample) return;
  const images = await Promise.all(opening.images.map(decoded));
  if (isOver || path !== begun) return; // meanwhile
  for (const { part, data, image } of opening.parts) {
    /** @type {(data: any, pixels: any) => void} */
    const show = shown[part];
    show(data, image === null ? null : images[image]);
  }
  images.forEach((image) => image.close());
  allowGuesses(false);
  byId("opening").hidden = false;
}

/** From now on Python answers. */
export function endOpening() {
  if (isOver) return;
  isOver = true;
  allowGuesses(true);
  byId("opening").hidden = true;
}

/** @param {string} path */
async function read(path) {
  return JSON.parse(new TextDecoder().decode(await load(path)));
}

/** @param {string} base64 */
function decoded(base64) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return createImageBitmap(new Blob([bytes]));
}
