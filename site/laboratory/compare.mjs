// Up to four heatmaps side by side.
import { ofNames } from "../dom/class_names.mjs";
import { byId, element, setText } from "../dom/dom.mjs";
import { saying } from "../dom/said.mjs";
import { send } from "../dom/send.mjs";
import { paintInto } from "../dom/tiles.mjs";
import * as words from "../words/panels.mjs";

const place = byId("compared");

/**
 * Bring the heatmaps up to date.
 * @type {Protocol.Show<"tiles">}
 */
export function showCompared(data, pixels) {
  const { tiles, cosines } = data;
  while (place.children.length > tiles.length) place.lastChild?.remove();
  while (place.children.length < tiles.length) place.append(makeTile(place.children.length));
  tiles.forEach((tile, index) => showTile(place.children[index], tile));
  if (pixels) paintInto(place.querySelectorAll("canvas"), pixels);
  byId("common-scale").checked = data.common;
  setText(byId("scale-text"), tiles.length ? data.text : "");
  setText(byId("cosines-text"), data.cosines_text);
  byId("cosines").hidden = tiles.length < 2;
  const rows = cosines.map((row, index) => {
    const cells = row.map((value) => element("td", {}, value));
    return element("tr", {}, element("th", { scope: "row" }, String(index + 1)), ...cells);
  });
  byId("cosines").tBodies[0].replaceChildren(...rows);
}

/** What is compared can be chosen from now on. */
export function allowComparing() {
  byId("keep-tile").disabled = false;
  byId("cat-and-dog").disabled = false;
}

/** @param {number} index */
function makeTile(index) {
  const controls = [
    choice(words.classLabel, (value) => send("change_tile", { index, target: Number(value) })),
    choice(words.method, (method) => send("change_tile", { index, method })),
    choice(words.layer, (layer) => send("change_tile", { index, layer })),
  ];
  const remove = element("button", { type: "button", className: "outline" }, saying(words.remove));
  remove.addEventListener("click", () => send("remove_tile", { index }));
  const caption = element("figcaption", {}, element("strong"), element("br"), element("span"));
  return element("figure", {}, element("canvas"), caption, ...controls, remove);
}

/**
 * @param {() => string} label
 * @param {(value: string) => void} choose
 */
function choice(label, choose) {
  const select = element("select");
  select.addEventListener("change", () => choose(select.value));
  return element("label", {}, saying(label), select);
}

/**
 * @param {Element} figure
 * @param {Protocol.Tile} tile
 */
function showTile(figure, tile) {
  const [title] = figure.getElementsByTagName("strong");
  const [text] = figure.getElementsByTagName("span");
  setText(title, tile.title);
  setText(text, tile.text);
  figure.querySelector("canvas")?.setAttribute("aria-label", tile.title);
  figure.querySelector("canvas")?.setAttribute("role", "img");
  const [target, method, layer] = figure.querySelectorAll("select");
  if (tile.classes.length) {
    fill(target, tile.classes.map(({ index, text: name }) => [String(index), name]));
    target.lang = ofNames();
    target.value = String(tile.target);
  }
  fill(method, Object.entries(tile.methods));
  method.value = tile.method;
  fill(layer, tile.layers.map((name) => [name, name]));
  layer.value = tile.layer;
}

/**
 * Offer these choices; the same ones again would take the keyboard's place away.
 * @param {HTMLSelectElement} select
 * @param {string[][]} choices
 */
function fill(select, choices) {
  const now = [...select.options].map(({ value, text }) => [value, text]);
  if (now.join() === choices.join()) return;
  select.replaceChildren(...choices.map(([value, text]) => new Option(text, value)));
}

byId("keep-tile").addEventListener("click", () => send("keep_tile"));
byId("cat-and-dog").addEventListener("click", () => send("cat_and_dog"));
byId("common-scale").addEventListener("change", () => {
  send("scale_tiles", { common: byId("common-scale").checked });
});
