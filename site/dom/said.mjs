// Texts of the page's own that stay: they are said again in another language.
import { onLanguage } from "../words/language.mjs";

/** @type {Map<Node, () => void>} */
const said = new Map();

/**
 * A text in the language of the page.
 * @param {() => string} text
 */
export function saying(text) {
  const node = new Text();
  keep(node, () => {
    node.data = text();
  });
  return node;
}

/**
 * Name an element, for those who cannot see what it is.
 * @param {Element} target
 * @param {() => string} text
 */
export function name(target, text) {
  keep(target, () => target.setAttribute("aria-label", text()));
}

/**
 * @param {Node} node
 * @param {() => void} say
 */
function keep(node, say) {
  said.set(node, say);
  say();
}

onLanguage(() => {
  for (const [node, say] of said) {
    if (node.isConnected) say();
    else said.delete(node); // what was taken off the page does not come back
  }
});
