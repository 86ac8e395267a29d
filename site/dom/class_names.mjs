// The language of the classes' names: a network says what it was trained with, whatever
// the page speaks. Those of the site's networks are English; of others it is not known.

let names = "en";

/** Of the names on the page, as of an element's `lang`. */
export const ofNames = () => names;

/**
 * Another network is on the page.
 * @param {boolean} isOwn a visitor's
 */
export function nameLanguage(isOwn) {
  names = isOwn ? "" : "en";
}
