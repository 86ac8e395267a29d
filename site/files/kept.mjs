// Small texts that this browser keeps for lessons, where it keeps any.

const PREFIX = "playground-lesson-";
export const DRAFT = "draft"; // of a lesson that is being written

/**
 * What is kept under a key; null if that is nothing. Throws where nothing may be kept.
 * @param {string} key
 */
export function recall(key) {
  return localStorage.getItem(PREFIX + key);
}

/**
 * Keep a text, or an empty one no longer; whether that was done.
 * @param {string} key
 * @param {string} text
 */
export function keep(key, text) {
  try {
    if (text) localStorage.setItem(PREFIX + key, text);
    else localStorage.removeItem(PREFIX + key);
    return true;
  } catch {
    return false; // as in other sites' frames, or with too much of it
  }
}

/** A draft that was kept, as far as one may look. */
export function recallDraft() {
  try {
    return recall(DRAFT) ?? "";
  } catch {
    return "";
  }
}
