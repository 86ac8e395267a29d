// Many pictures: a contact sheet by class, means of their heatmaps, and who stands out.
// Bundled apart from the page's program, so what has a state there comes as arguments.
import { addressOf, adopt, byId, element, queryAll } from "../dom/dom.mjs";

const STYLES = "crowd.css";
const KINDS = /** @type {const} */ (["csv", "jsonl"]);

/** @typedef {Protocol.TrialCrowd | Protocol.TrialTiles} Message */

/** @type {Protocol.Send} */
let send;
const place = byId("crowd-found");
/** @type {Map<number, string>} */
const tiles = new Map(); // the pictures' addresses
/** @type {(() => void) | null} */
let waiting = null; // the newest sheet, until the focus leaves the one before

/**
 * Get ready; gives what brings the sheet up to date.
 * @param {Protocol.Send} sender
 * @param {(path: string) => Promise<ArrayBuffer>} load a file of the site
 */
export async function makeRoom(sender, load) {
  send = sender;
  await adopt(await load(STYLES));
  place.addEventListener("focusout", () => waiting?.());
  return show;
}

/**
 * @param {Message} data
 * @param {ImageData} pixels
 */
function show(data, pixels) {
  if (data.kind === "crowd") {
    waiting = () => showSheet(data, pixels);
    // nothing moves under who reads or is about to press
    if (data.is_over || !place.contains(document.activeElement)) waiting();
    return;
  }
  const addresses = addressesOf(pixels, data.indices.length);
  data.indices.forEach((index, at) => tiles.set(index, addresses[at]));
}

/**
 * Pictures that come one below the other.
 * @param {ImageData} pixels
 * @param {number} count
 */
function addressesOf({ data, width, height }, count) {
  const size = data.length / count;
  return Array.from({ length: count }, (_, at) => {
    const part = data.slice(at * size, (at + 1) * size);
    return addressOf(new ImageData(part, width, height / count));
  });
}

/**
 * @param {Protocol.TrialCrowd} data
 * @param {ImageData} pixels
 */
function showSheet(data, pixels) {
  waiting = null;
  const [mean, ...means] = addressesOf(pixels, data.groups.length + 1);
  const groups = data.groups.map(({ label, text, alt, pictures }, at) => {
    const heading = element("h5", {}, label, " ", element("small", {}, text));
    const mean = element("li", {}, meanOf(means[at], alt));
    return element("div", { className: "group" }, heading, list(pictures, mean));
  });
  const sections = data.sections.map(({ title, text, pictures }) => {
    return section(title, text, list(pictures));
  });
  const { title, texts } = data.faults;
  const faults = texts.map((text) => element("li", {}, text));
  keepingFocus(() => {
    place.replaceChildren(
      section(data.mean.title, data.mean.text, meanOf(mean, data.mean.title)),
      section(data.classes, data.opens, element("div", { className: "groups" }, ...groups)),
      ...sections,
      ...(faults.length ? [section(title, "", element("ul", { className: "faults" }, ...faults))] : []),
      element("div", { className: "choices" }, ...KINDS.map((kind) => save(kind, data.save[kind]))),
    );
  });
}

/**
 * @param {string} title
 * @param {string} text
 * @param {HTMLElement[]} content
 */
function section(title, text, ...content) {
  const said = text ? [element("p", { className: "hint" }, text)] : [];
  return element("section", {}, element("h4", {}, title), ...said, ...content);
}

/**
 * @param {string} src
 * @param {string} alt
 */
function meanOf(src, alt) {
  return element("img", { className: "mean", src, alt });
}

/**
 * @param {Protocol.CrowdPicture[]} pictures
 * @param {HTMLElement[]} first what goes before them
 */
function list(pictures, ...first) {
  const entries = pictures.map(({ index, name, text, border, alt }) => {
    const picture = element("img", { src: tiles.get(index) ?? "", alt });
    const said = [element("b", {}, text), ...(border ? [border] : []), name];
    const lines = said.map((line) => element("span", {}, line));
    const dataset = { picture: String(index) };
    const button = element("button", { type: "button", dataset, title: name }, picture, ...lines);
    button.addEventListener("click", () => open(index));
    return element("li", {}, button);
  });
  return element("ul", { className: "pictures" }, ...first, ...entries);
}

/**
 * Put a picture on the page, and go where it can be drawn on.
 * @param {number} index
 */
function open(index) {
  send("open_crowd", { index });
  location.hash = "#explore";
}

/**
 * @param {"csv" | "jsonl"} kind
 * @param {string} text
 */
function save(kind, text) {
  const dataset = { save: kind };
  const button = element("button", { type: "button", className: "outline", dataset }, text);
  button.addEventListener("click", () => send("save_crowd", { kind }));
  return button;
}

/**
 * Replace buttons; the focus stays on the one that takes the place of what had it.
 * @param {() => void} replace
 */
function keepingFocus(replace) {
  const at = [...queryAll("button", place)].findIndex((each) => each === document.activeElement);
  const before = queryAll("button", place)[at];
  const { picture, save: kind } = before?.dataset ?? {};
  replace();
  if (!before) return;
  const key = picture === undefined ? `[data-save="${kind}"]` : `[data-picture="${picture}"]`;
  queryAll(key, place)[0]?.focus({ preventScroll: true });
}
