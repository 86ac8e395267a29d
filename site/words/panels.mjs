// What the panels say of their own matters; all else comes from Python.
import { gettext, listed, pgettext } from "./language.mjs";

export const begin = () => pgettext("a mission", "Begin");

export const EMBEDDED = "Grad-CAM Playground"; // in a frame: a name

// At the heatmaps that are compared.
export const classLabel = () => gettext("Class");
export const method = () => gettext("Method");
export const layer = () => gettext("Layer");
export const remove = () => gettext("Remove");

// What the theme's button switches to.
export const dark = () => gettext("Dark");
export const light = () => gettext("Light");

export const fittingClasses = () => gettext("Classes that fit");
export const asking = () => gettext("Asking the network …");
export const entered = () => pgettext("among the best guesses", "new");

// Pictures without a name.
export const pasted = () => gettext("pasted picture");
export const fromWebcam = () => gettext("webcam picture");

/** @param {string} reason */
export const notOpened = (reason) =>
  gettext("This could not be opened: {reason}. Try again.", { reason });

// Heads of the experiments' tables.
export const checked = () => [
  gettext("channel"),
  gettext("from the gradient"),
  gettext("by nudging"),
  gettext("relative error"),
];

/** @param {string} name of a layer */
export const faded = (name) => [
  gettext("faded by"),
  gettext("the score changed by"),
  gettext("foretold by layer {name}", { name }),
  gettext("apart by"),
];

/** @param {string} target */
export const compared = (target) => [
  gettext("hidden under"),
  gettext("“{target}”", { target }),
  gettext("best guess"),
  gettext("its probability"),
];

// The network control.
export const bring = () => gettext("Your own network …");
export const guess = (/** @type {string} */ label, /** @type {string} */ percent) =>
  `${label} ${percent}`;

export const downloaded = (/** @type {string} */ name) =>
  gettext("{name} is among your downloads.", { name });

/**
 * Where the link is, and what it restores.
 * @param {boolean} isCopied
 * @param {boolean} isOwn the picture is the visitor's
 * @param {boolean} isOwnNetwork and so is the network
 */
export function link(isCopied, isOwn, isOwnNetwork) {
  const place = isCopied
    ? gettext("The link is in the clipboard and in the address bar.")
    : gettext("The link is in the address bar.");
  return `${place} ${restored(isOwn, isOwnNetwork)}`;
}

/**
 * @param {boolean} isOwn
 * @param {boolean} isOwnNetwork
 */
function restored(isOwn, isOwnNetwork) {
  if (isOwnNetwork) {
    return gettext(
      "It restores what is asked, but not your own network, which never leaves this " +
        "device: whoever follows it has to bring the same file.",
    );
  }
  if (isOwn) {
    return gettext(
      "It restores everything but your own picture, which never leaves this device.",
    );
  }
  return gettext("It restores picture, shapes, class, layer and method.");
}

export const noWebcam = (/** @type {string} */ reason) =>
  gettext("The webcam cannot be used: {reason}", { reason });

export const noLonger = (/** @type {string[]} */ labels) =>
  gettext("No longer among the five: {labels}", { labels: listed(labels) });

export const classAndIndex = (/** @type {string} */ label, /** @type {number} */ index) =>
  `${label} (${index})`;

export const listing = (/** @type {string} */ file, /** @type {number} */ line) =>
  gettext("{file}, line {line}", { file, line });

/**
 * @param {string} name
 * @param {string} file
 * @param {number} line
 */
export const source = (name, file, line) =>
  gettext("Source of {name} in {file}, line {line}", { name, file, line });

export const work = (/** @type {string} */ author, /** @type {string} */ licence) =>
  gettext(": {author}, {licence}", { author, licence });

/**
 * Under the picture: what it is, and whose.
 * @param {string} title
 * @param {string} credit
 */
export const pictureCredit = (title, credit) => [title, credit].filter(Boolean).join(" · ");

// At the control of the languages.
export const unreviewed = () =>
  gettext("This translation has not been read by a native speaker yet.");
export const englishClasses = () =>
  gettext("The classes keep the English names that the network was trained with.");
