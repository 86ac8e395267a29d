// The network control, and the panel of a visitor's own: what was found in its file, and
// how pixels are prepared for it.
import { nameLanguage, ofNames } from "../dom/class_names.mjs";
import { byId, element, setText } from "../dom/dom.mjs";
import { send, sendFiles } from "../dom/send.mjs";
import { bring, guess } from "../words/panels.mjs";
import { makeLayers } from "./layers.mjs";

const BRINGING = ""; // the control's value for a network that is not there yet
const select = byId("model");
const panel = byId("network");
let current = ""; // the network on the page

/**
 * The network that is on the page, and those that can be chosen.
 * @type {Protocol.Show<"network">}
 */
export function showNetwork({ name, names, text, input, layers, blocks, own }) {
  const options = Object.entries(names).map(([value, title]) => new Option(title, value));
  select.replaceChildren(...options, new Option(bring(), BRINGING));
  select.value = name;
  select.hidden = false;
  nameLanguage(own !== null);
  byId("model-text").textContent = text;
  setText(byId("input-text"), input);
  makeLayers(layers, blocks);
  if (current && current !== name) remember(own ? "" : name);
  if (current !== name) panel.hidden = !own;
  current = name;
  if (own) showOwn(own);
  byId("own-network").hidden = !own;
}

/**
 * What is being done for another one.
 * @type {Protocol.Show<"network_progress">}
 */
export function showProgress({ text, of_own: isOwn }) {
  if (text && isOwn) panel.hidden = false;
  byId("network-busy").hidden = !text;
  setText(byId("network-progress"), text);
  if (!text && !byId("problem").hidden) select.value = current;
}

/**
 * The best guesses, beside the choices that they depend on.
 * @param {Pick<Protocol.Predictions, "rows">} data
 */
export function showBest({ rows }) {
  if (panel.hidden) return;
  const best = rows.map(({ label, percent }) => element("li", { lang: ofNames() }, guess(label, percent)));
  byId("network-best").replaceChildren(...best);
}

/** @param {Protocol.OwnNetwork} own */
function showOwn({ facts, warning, presets, preset, mean, deviation, bgr, ...own }) {
  const lines = facts.flatMap(({ term, text }) => [
    element("dt", {}, term),
    element("dd", {}, text),
  ]);
  byId("network-facts").replaceChildren(...lines);
  byId("network-warning").hidden = !warning;
  setText(byId("network-warning"), warning);
  const range = byId("network-range");
  const options = Object.entries(presets).map(([key, title]) => new Option(title, key));
  range.replaceChildren(byId("network-by-numbers"), ...options);
  range.value = preset;
  fill("mean", mean);
  fill("deviation", deviation);
  byId("network-order").value = bgr ? "bgr" : "rgb";
  byId("network-size").value = String(own.size);
  byId("network-size").disabled = own.size_is_fixed;
}

/**
 * A link and the next visit open this network of the site.
 * @param {string} name
 */
function remember(name) {
  const address = new URL(location.href);
  if (name) address.searchParams.set("model", name);
  else address.searchParams.delete("model");
  history.replaceState(null, "", address);
}

/** @param {"mean" | "deviation"} name */
const fieldsOf = (name) =>
  Array.from(byId(name === "mean" ? "network-mean" : "network-deviation").querySelectorAll("input"));

/**
 * @param {"mean" | "deviation"} name
 * @param {number[]} values
 */
function fill(name, values) {
  fieldsOf(name).forEach((field, index) => {
    if (field.valueAsNumber !== values[index]) field.value = String(values[index]);
  });
}

select.addEventListener("change", () => {
  if (select.value === BRINGING) {
    select.value = current;
    panel.hidden = false;
    byId("network-file").focus();
    panel.scrollIntoView({ block: "nearest" });
  } else {
    send("network", { name: select.value });
  }
});
const file = byId("network-file");
file.addEventListener("change", () => {
  sendFiles(file.files ?? [], "network");
  file.value = ""; // the same file may be chosen again
});
byId("network-close").addEventListener("click", () => {
  panel.hidden = true;
  select.focus();
});
byId("network-range").addEventListener("change", () => {
  const name = byId("network-range").value;
  if (name) send("preset", { name });
});
for (const name of /** @type {const} */ (["mean", "deviation"])) {
  for (const field of fieldsOf(name)) {
    field.addEventListener("change", () => {
      const numbers = fieldsOf(name).map(({ valueAsNumber }) => valueAsNumber);
      send("prepare", { [name]: numbers });
    });
  }
}
byId("network-order").addEventListener("change", () => {
  send("prepare", { bgr: byId("network-order").value === "bgr" });
});
byId("network-size").addEventListener("change", () => {
  send("resize", { size: byId("network-size").valueAsNumber });
});
