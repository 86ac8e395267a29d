// The texts of index.html in the language of the page, as convert/languages/blocks.py
// finds them: its rules are repeated here, on the elements that the page has. Inline
// elements stay what they are, with their ids, listeners and state; only what stands
// around them changes, and their order where a translation wants another one.
//
// What was written over by somebody else is theirs: it is left alone.
// Longer than most, by its types: the rules and what is done by them are one matter.
import { gettext, onLanguage } from "../words/language.mjs";

const SAYS = /\p{L}{2}|\d[.,]\d/u;
const SPACE = /[ \t\n\f\r]+/g;
const ATTRIBUTES = [
  ...["alt", "aria-label", "aria-roledescription", "placeholder", "title"],
  "data-missing",
];
const SILENT = new Set(["math", "noscript", "script", "style", "svg"]);
const INLINE = new Set(["a", "cite", "code", "dfn", "em", "small", "span", "strong"]);
const KEPT = new Set(["math"]);
const TAG = /<(\d+)\/>|<(\d+)>|<\/\d+>/g; // of a placeholder

/**
 * @typedef {object} Sentence of a block, or of an element that it numbers
 * @property {Element} element
 * @property {ChildNode[]} nodes what it is made of
 * @property {[string, string]} edges spaces before and after it
 */
/** @typedef {(string | {number: number, items: Item[] | null})} Item */
/**
 * @typedef {object} Block
 * @property {string} message
 * @property {Sentence[]} sentences its own first
 * @property {Element[]} numbered
 */

/** @type {Block[]} */
const blocks = [];
/** @type {{element: Element, name: string, message: string, said: string}[]} */
const names = [];

/** @param {Element} element */
function survey(element) {
  if (isSilent(element)) return;
  nameOf(element);
  /** @type {Set<Element>} */
  const inside = new Set();
  if (Array.from(element.childNodes).some((node) => isText(node) && SAYS.test(node.data))) {
    blocks.push(blockOf(element, inside));
  }
  below(element, inside);
}

/**
 * @param {Element} element
 * @param {Set<Element>} inside
 */
function below(element, inside) {
  for (const child of element.children) {
    if (!inside.has(child)) {
      survey(child);
      continue;
    }
    nameOf(child);
    below(child, inside);
  }
}

/** @param {Element} element */
function nameOf(element) {
  for (const name of ATTRIBUTES) {
    const message = element.getAttribute(name);
    if (message && SAYS.test(message)) names.push({ element, name, message, said: message });
  }
}

/**
 * @param {Element} element
 * @param {Set<Element>} inside
 * @returns {Block}
 */
function blockOf(element, inside) {
  const nodes = Array.from(element.childNodes).filter((node) => !(node instanceof Comment));
  while (isDropped(nodes[0])) nodes.shift();
  while (isDropped(nodes[nodes.length - 1])) nodes.pop();
  /** @type {Block} */
  const block = { message: "", sentences: [], numbered: [] };
  const written = write(element, nodes, block, inside);
  block.sentences[0].edges = [/^\s/.test(written) ? " " : "", /\s$/.test(written) ? " " : ""];
  block.message = written.replace(SPACE, " ").replace(/^ | $/g, "");
  return block;
}

/**
 * @param {Element} element
 * @param {ChildNode[]} nodes
 * @param {Block} block
 * @param {Set<Element>} inside
 */
function write(element, nodes, block, inside) {
  block.sentences.push({ element, nodes, edges: ["", ""] });
  let text = "";
  for (const node of nodes) {
    if (isText(node)) text += node.data;
    if (!(node instanceof Element)) continue;
    const number = block.numbered.push(node);
    if (!isSaid(node)) {
      text += `<${number}/>`;
      continue;
    }
    inside.add(node);
    text += `<${number}>${write(node, Array.from(node.childNodes), block, inside)}</${number}>`;
  }
  return text;
}

/**
 * @param {Node} node
 * @returns {node is Text}
 */
function isText(node) {
  return node instanceof Text;
}

/** @param {Element} element */
function isSilent(element) {
  return SILENT.has(element.localName) || element.getAttribute("translate") === "no";
}

/** @param {ChildNode} node */
function isDropped(node) {
  if (isText(node)) return !node.data.trim();
  return node instanceof Element && !isSaid(node) && !KEPT.has(node.localName);
}

/** @param {Element} element */
function isSaid(element) {
  const isInline = INLINE.has(element.localName) && !isSilent(element);
  return isInline && SAYS.test(element.textContent);
}

/** Say everything in the language of the page. */
function translate() {
  for (const name of names) {
    if (name.element.getAttribute(name.name) !== name.said) continue;
    name.said = gettext(name.message);
    name.element.setAttribute(name.name, name.said);
  }
  for (const block of blocks) put(block, block.sentences[0], itemsOf(gettext(block.message)));
}

/**
 * A translation in pieces: texts, and the elements that its placeholders stand for.
 * @param {string} text
 * @returns {Item[]}
 */
function itemsOf(text) {
  /** @type {Item[]} */
  const items = [];
  const open = [items];
  let end = 0;
  for (const found of text.matchAll(TAG)) {
    const [tag, empty, number] = found;
    const within = open[open.length - 1];
    if (found.index > end) within.push(text.slice(end, found.index));
    end = found.index + tag.length;
    if (empty) within.push({ number: Number(empty), items: null });
    else if (number) {
      /** @type {Item[]} */
      const inner = [];
      within.push({ number: Number(number), items: inner });
      open.push(inner);
    } else open.pop();
  }
  if (end < text.length) open[open.length - 1].push(text.slice(end));
  return items;
}

/**
 * Put pieces in the place of what a sentence has now.
 * @param {Block} block
 * @param {Sentence} sentence
 * @param {Item[]} items
 */
function put(block, sentence, items) {
  const { element, nodes, edges } = sentence;
  if (nodes.some((node) => node.parentNode !== element)) return; // somebody else's by now
  const texts = nodes.filter(isText);
  const wanted = spaced(edges, items).map((item) => {
    if (typeof item !== "string") return numbered(block, item);
    const text = texts.shift() ?? new Text();
    if (text.data !== item) text.data = item;
    return text;
  });
  const end = nodes[nodes.length - 1].nextSibling;
  for (const text of texts) text.remove();
  let at = nodes.find((node) => node.parentNode === element) ?? end;
  for (const node of wanted) {
    if (node === at) at = at.nextSibling;
    else element.insertBefore(node, at);
  }
  sentence.nodes = wanted;
}

/**
 * Pieces with the spaces around them.
 * @param {Sentence["edges"]} edges
 * @param {Item[]} items
 */
function spaced([before, after], items) {
  const all = [...items];
  if (before) all.unshift(before + (typeof all[0] === "string" ? all.shift() : ""));
  if (after) all.push((typeof all[all.length - 1] === "string" ? all.pop() : "") + after);
  return all;
}

/**
 * The element of a placeholder, with what is said in it.
 * @param {Block} block
 * @param {Exclude<Item, string>} item
 */
function numbered(block, { number, items }) {
  const element = block.numbered[number - 1];
  const sentence = block.sentences.find((each) => each.element === element);
  if (sentence && items) put(block, sentence, items);
  return element;
}

survey(document.body);
onLanguage(translate);
