// A lesson's text: nodes of plain data become elements. No markup is ever read.
import { element } from "../dom/dom.mjs";

/** @typedef {Protocol.CourseElement | string} Node */

/**
 * Show nodes in a place.
 * @param {Element} place
 * @param {Node[]} nodes
 */
export function showNodes(place, nodes) {
  place.replaceChildren(...nodes.map(made));
}

/**
 * @param {Node} node
 * @returns {HTMLElement | string}
 */
function made(node) {
  if (typeof node === "string") return node;
  const { tag, children, href } = node;
  const created = element(tag, {}, ...children.map(made));
  if (created instanceof HTMLAnchorElement && href) {
    Object.assign(created, { href, target: "_blank", rel: "noreferrer" });
  }
  if (tag === "pre") created.tabIndex = 0; // it may scroll
  return created;
}
