// The table of best guesses: bars for now, ghosts for before, radios to choose.
import { ofNames } from "../dom/class_names.mjs";
import { byId, element, isIn, setText } from "../dom/dom.mjs";
import { send } from "../dom/send.mjs";
import { language } from "../words/language.mjs";
import { entered, noLonger } from "../words/panels.mjs";

const table = byId("predictions");
const other = byId("other-target");
// Rows stay and change their content, so focus and half a click survive an update.
const rows = Array.from({ length: 5 }, () => makeRow("target"));
const otherRow = makeRow("other-target");

/**
 * Bring the rows, and the explained class if it is none of them, up to date.
 * @type {Protocol.Show<"predictions">}
 */
export function showPredictions({ rows: best, left, target, target_is_shown, ...choice }) {
  rows.forEach(({ label }, place) => {
    label.hidden = place >= best.length; // a network of two classes has two guesses
  });
  best.forEach((row, place) => {
    fillRow(rows[place], row, target.index);
    rows[place].label.dataset.classIndex = String(row.index);
  });
  if (!table.firstChild) table.append(...rows.map(({ label }) => label));
  fillRow(otherRow, target, target.index);
  if (target_is_shown) otherRow.label.remove();
  else if (!other.firstChild) other.append(otherRow.label);
  const gone = left.map(({ label }) => label);
  setText(byId("left"), gone.length ? noLonger(gone) : "");
  showChoice(choice);
}

/**
 * Whether a guess can be chosen: not before Python is there.
 * @param {boolean} isAllowed
 */
export function allowGuesses(isAllowed) {
  for (const { radio } of [...rows, otherRow]) radio.disabled = !isAllowed;
}

/**
 * Whether the page or the visitor has chosen the class, and another one to choose.
 * @param {Pick<Protocol.Predictions, "following" | "choice" | "offer">} shown
 */
function showChoice({ following, choice, offer }) {
  setText(byId("choice-text"), choice);
  byId("follow").disabled = following;
  const button = byId("explain-best");
  button.hidden = !offer;
  if (!offer) return;
  button.value = String(offer.index);
  setText(button, offer.text);
}

/** @param {string} name */
function makeRow(name) {
  const part = (/** @type {string} */ className) => element("span", { className });
  const row = {
    radio: element("input", { type: "radio", name }),
    name: part("name"),
    change: part("change"),
    percent: part("percent"),
    bar: part("bar"),
  };
  const label = element("label", { className: "guess" }, ...Object.values(row));
  return { ...row, label, index: -1, baseline: -1 }; // of no class yet
}

/**
 * @param {ReturnType<typeof makeRow>} row
 * @param {Protocol.Guess} data
 * @param {number} target
 */
function fillRow(row, data, target) {
  row.name.lang = ofNames();
  row.radio.checked = data.index === target;
  row.bar.style.setProperty("--now", String(data.probability));
  setText(row.percent, data.percent);
  setText(row.change, data.change);
  row.change.dataset.direction = String(data.direction);
  const mark = data.entered ? entered() : "";
  if (row.name.textContent !== (mark ? `${data.label} ${mark}` : data.label)) {
    row.name.textContent = data.label;
    if (mark) row.name.append(" ", element("em", { lang: language() }, mark));
  }
  if (row.index === data.index && row.baseline === data.baseline) return;
  row.index = data.index;
  row.baseline = data.baseline;
  row.radio.value = String(data.index);
  row.bar.style.setProperty("--before", String(data.baseline));
  row.label.title = data.description;
}

// A radio that is checked already fires no "change", but a click; the space bar does
// nothing to it in some browsers.
for (const group of [table, other]) {
  group.addEventListener("click", ({ target }) => explain(target));
  group.addEventListener("keydown", (event) => {
    if (![" ", "Enter"].includes(event.key)) return;
    event.preventDefault();
    explain(event.target);
  });
}

/** @param {EventTarget | null} radio */
function explain(radio) {
  const isRadio = radio instanceof HTMLInputElement && radio.type === "radio";
  if (isRadio) send("explain", { target: Number(radio.value) });
}

const offered = byId("explain-best");
offered.addEventListener("click", () => send("explain", { target: Number(offered.value) }));
addEventListener("keydown", (event) => {
  const { key, ctrlKey, metaKey, altKey } = event;
  const typing = isIn(event, "input[type=search], select, textarea");
  if (key.toLowerCase() !== "b" || ctrlKey || metaKey || altKey || typing) return;
  if (!offered.hidden) offered.click();
});
byId("follow").addEventListener("click", () => send("follow"));
