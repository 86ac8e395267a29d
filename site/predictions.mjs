// The table of best guesses: bars for now, ghosts for before, radios to choose.
import { byId, element } from "./dom.mjs";
import { send } from "./send.mjs";

const table = byId("predictions");
const other = byId("other-target");
// Rows stay and change their content, so focus and half a click survive an update.
const rows = Array.from({ length: 5 }, () => makeRow("target"));
const otherRow = makeRow("other-target");

/** Bring the rows, and the explained class if it is none of them, up to date. */
export function showPredictions({ rows: best, left, target, target_is_shown, following }) {
  best.forEach((row, place) => {
    fillRow(rows[place], row, target.index);
    rows[place].label.dataset.classIndex = row.index;
  });
  if (!table.firstChild) table.append(...rows.map(({ label }) => label));
  fillRow(otherRow, target, target.index);
  other.replaceChildren(...(target_is_shown ? [] : [otherRow.label]));
  byId("left").textContent = left.length
    ? `No longer among the five: ${left.map(({ label }) => label).join(", ")}`
    : "";
  byId("follow").disabled = following;
}

function makeRow(name) {
  const part = (className) => element("span", { className });
  const row = {
    radio: element("input", { type: "radio", name }),
    name: part("name"),
    change: part("change"),
    percent: part("percent"),
    bar: part("bar"),
  };
  return { ...row, label: element("label", { className: "guess" }, ...Object.values(row)) };
}

function fillRow(row, data, target) {
  row.radio.value = data.index;
  row.radio.checked = data.index === target;
  row.name.textContent = data.label;
  if (data.entered) row.name.append(" ", element("em", {}, "new"));
  row.change.textContent = data.change;
  row.change.dataset.direction = data.direction;
  row.percent.textContent = data.percent;
  row.bar.style.setProperty("--now", data.probability);
  row.bar.style.setProperty("--before", data.baseline);
  row.label.title = data.description;
}

table.addEventListener("change", ({ target }) => {
  send("explain", { target: Number(target.value) });
});
byId("follow").addEventListener("click", () => send("follow"));
