// The tables of what the experiments found.
import { ofNames } from "../dom/class_names.mjs";
import { byId, element } from "../dom/dom.mjs";
import { saying } from "../dom/said.mjs";
import { checked, compared, faded } from "../words/panels.mjs";

/** @param {Protocol.LessonChecked} data */
export function showChecked({ rows }) {
  const body = rows.map(({ channel, analytic, numeric, error }) =>
    tableRow(String(channel), analytic, numeric, error),
  );
  showResult("check", checked, body);
}

/** @param {Protocol.LessonFaded} data */
export function showFaded({ rows, layer }) {
  const body = rows.map(({ step, actual, foretold, error }) =>
    tableRow(step, actual, foretold, error),
  );
  showResult("fade", () => faded(layer), body);
}

/** @param {Protocol.LessonCompared} data */
export function showCompared({ rows, target }) {
  const body = rows.map(({ fill, best, best_percent: share, target_percent: own }) =>
    tableRow(fill, own, element("span", { lang: ofNames() }, best), share),
  );
  showResult("compare", () => compared(target), body);
}

/**
 * @param {Protocol.Experiment["name"]} name
 * @param {() => string[]} head
 * @param {Node[]} body
 */
function showResult(name, head, body) {
  const cells = head().map((_, place) =>
    element("th", { scope: "col" }, saying(() => head()[place])),
  );
  const table = element(
    "table",
    {},
    element("thead", {}, element("tr", {}, ...cells)),
    element("tbody", {}, ...body),
  );
  placeOf(name)?.replaceChildren(table);
}

/**
 * Where an experiment's result goes.
 * @param {string} name
 */
export function placeOf(name) {
  return byId("how").querySelector(`[data-result="${name}"]`);
}

/**
 * @param {string | Node} name
 * @param {(string | Node)[]} cells
 */
export function tableRow(name, ...cells) {
  const head = element("th", { scope: "row" }, name);
  return element("tr", {}, head, ...cells.map((cell) => element("td", {}, cell)));
}
