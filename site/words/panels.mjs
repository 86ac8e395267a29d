// What the panels say of their own matters; all else comes from Python.
import { listed } from "./grammar.mjs";

export const BEGIN = "Begin"; // a mission

export const EMBEDDED = "Grad-CAM Playground"; // in a frame

// At the heatmaps that are compared.
export const CLASS = "Class";
export const METHOD = "Method";
export const LAYER = "Layer";
export const REMOVE = "Remove";

export const FITTING_CLASSES = "Classes that fit";
export const ASKING = "Asking the network …";
export const NEW = "new"; // among the best guesses

// Pictures without a name.
export const PASTED = "pasted picture";
export const FROM_WEBCAM = "webcam picture";

/** @param {string} reason */
export const notOpened = (reason) => `This could not be opened: ${reason}. Try again.`;

// Heads of the experiments' tables.
export const CHECKED = ["channel", "from the gradient", "by nudging", "relative error"];

/** @param {string} layer */
export const faded = (layer) => [
  "faded by",
  "the score changed by",
  `foretold by layer ${layer}`,
  "apart by",
];

/** @param {string} target */
export const compared = (target) => [
  "hidden under",
  `“${target}”`,
  "best guess",
  "its probability",
];

const NOT_THE_NETWORK =
  "It restores what is asked, but not your own network, which never leaves this device: " +
  "whoever follows it has to bring the same file.";

// The network control.
export const BRING = "Your own network …";
export const guess = (/** @type {string} */ label, /** @type {string} */ percent) =>
  `${label} ${percent}`;

export const downloaded = (/** @type {string} */ name) => `${name} is among your downloads.`;

/**
 * Where the link is, and what it restores.
 * @param {boolean} isCopied
 * @param {boolean} isOwn the picture is the visitor's
 * @param {boolean} isOwnNetwork and so is the network
 */
export function link(isCopied, isOwn, isOwnNetwork) {
  const place = isCopied
    ? "The link is in the clipboard and in the address bar."
    : "The link is in the address bar.";
  if (isOwnNetwork) return `${place} ${NOT_THE_NETWORK}`;
  const restores = isOwn
    ? "It restores everything but your own picture, which never leaves this device."
    : "It restores picture, shapes, class, layer and method.";
  return `${place} ${restores}`;
}

export const noWebcam = (/** @type {string} */ reason) => `The webcam cannot be used: ${reason}`;

export const noLonger = (/** @type {string[]} */ labels) =>
  `No longer among the five: ${listed(labels)}`;

export const classAndIndex = (/** @type {string} */ label, /** @type {number} */ index) =>
  `${label} (${index})`;

export const listing = (/** @type {string} */ file, /** @type {number} */ line) =>
  `${file}, line ${line}`;

/**
 * @param {string} name
 * @param {string} file
 * @param {number} line
 */
export const source = (name, file, line) => `Source of ${name} in ${file}, line ${line}`;

export const work = (/** @type {string} */ author, /** @type {string} */ licence) =>
  `: ${author}, ${licence}`;

/**
 * Under the picture: what it is, and whose.
 * @param {string} title
 * @param {string} credit
 */
export const pictureCredit = (title, credit) => [title, credit].filter(Boolean).join(" · ");
