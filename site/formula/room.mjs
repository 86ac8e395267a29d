// "The formula in your hands": two cells of code, and the maps that they make. Python
// runs them in a worker (runner.mjs) and says what came of it.
import { adopt, byId, element, paint, setText } from "../dom/dom.mjs";
import { send } from "../dom/send.mjs";
import { load } from "../files/assets.mjs";

const STYLES = "formula.css";
const PAUSE_MS = 80; // of typing, after which the code is run
const DONE = "✓";
const FIRST = "gradcam";

/** @typedef {Protocol.Parts["formula"][0]} Message */
/** @typedef {"weights" | "heatmap"} Name */

/** @typedef {typeof import("./editor.mjs")} Editor */
/** @type {Editor} */
let editor; // fetched when the room is opened
/** @type {Record<Name, ReturnType<Editor["makeEditor"]>> | null} */
let cells = null;
/** @type {Protocol.Starter[]} */
let starters = [];
/** @type {Protocol.FormulaExercise[]} */
let exercises = [];
let isAsked = false; // Run has been pressed: from now on pauses run the code too
let timer = 0;

/** Fetch the editor and what it looks like, and get Python ready. */
export async function open() {
  editor = await import("./editor.mjs");
  await adopt(await load(STYLES));
  send("open_formula");
}

/**
 * @param {Message} data
 * @param {ImageData} [pixels]
 */
export function show(data, pixels) {
  if (data.kind === "open") showOpen(data);
  else if (data.kind === "state") setText(byId("formula-state"), data.text);
  else if (data.kind === "arrays") setText(byId("formula-arrays"), data.text);
  else if (data.kind === "fault") showFault(data);
  else if (data.kind === "answer") showAnswer(data, /** @type {ImageData} */ (pixels));
}

/** @param {Protocol.FormulaOpen} data */
function showOpen(data) {
  ({ starters, exercises } = data);
  offer(byId("formula-starter"), starters);
  offer(byId("formula-exercise"), exercises);
  showTask();
  // Python had to begin anew, or another language has come; the code stays
  for (const each of Object.values(cells ?? {})) each.rename();
  if (cells) return;
  const first = /** @type {Protocol.Starter} */ (starters.find(({ name }) => name === FIRST));
  cells = { weights: cell("weights", first.weights), heatmap: cell("heatmap", first.heatmap) };
  byId("formula-room").hidden = false;
  cells.weights.focus();
}

/**
 * Offer what there is under its title of now.
 * @param {HTMLSelectElement} select
 * @param {{name: string, title: string}[]} choices
 */
function offer(select, choices) {
  for (const { name, title } of choices) {
    const known = [...select.options].find(({ value }) => value === name);
    const option = known ?? new Option("", name);
    if (!known) select.append(option);
    option.text = option.text.startsWith(DONE) ? `${DONE} ${title}` : title;
  }
}

function showTask() {
  const name = byId("formula-exercise").value;
  const task = exercises.find((exercise) => exercise.name === name)?.task ?? "";
  setText(byId("formula-task"), task);
}

/**
 * @param {Name} name
 * @param {string} text
 */
function cell(name, text) {
  const label = () => byId(`formula-${name}-title`).textContent ?? "";
  return editor.makeEditor(byId(`formula-${name}`), { label, text, changed, run });
}

function changed() {
  clearTimeout(timer);
  if (isAsked) timer = setTimeout(run, PAUSE_MS);
}

function run() {
  if (!cells) return;
  clearTimeout(timer);
  isAsked = true;
  send("run_formula", { weights: cells.weights.text(), heatmap: cells.heatmap.text() });
}

/** @param {Protocol.FormulaFault} data */
function showFault({ cell: name, line, text, stale }) {
  for (const [key, each] of Object.entries(cells ?? {})) {
    each.mark(key === name ? line : null);
  }
  setText(byId("formula-fault"), text);
  setText(byId("formula-stale"), stale);
  byId("formula-maps").classList.add("stale");
}

/**
 * `pixels` holds the maps one below the other.
 * @param {Protocol.FormulaAnswer} data
 * @param {ImageData} pixels
 */
function showAnswer(data, pixels) {
  for (const each of Object.values(cells ?? {})) each.mark(null);
  setText(byId("formula-fault"), "");
  setText(byId("formula-stale"), "");
  showMaps(data, pixels);
  setText(byId("formula-text"), data.text);
  const verdict = byId("formula-verdict");
  setText(verdict, data.verdict);
  verdict.classList.toggle("passed", data.is_passed);
  if (data.is_passed) tick(byId("formula-exercise").selectedOptions[0]);
  setText(byId("formula-printed"), data.printed);
  byId("formula-printed").hidden = !data.printed;
}

/** @param {HTMLOptionElement} option */
function tick(option) {
  if (!option.text.startsWith(DONE)) option.text = `${DONE} ${option.text}`;
}

/**
 * @param {Protocol.FormulaAnswer} data
 * @param {ImageData} pixels
 */
function showMaps({ captions, alt, cosine, difference }, pixels) {
  const place = byId("formula-maps");
  place.classList.remove("stale");
  place.setAttribute("aria-label", alt);
  Object.assign(place.dataset, { cosine, difference });
  while (place.children.length > captions.length) place.lastChild?.remove();
  while (place.children.length < captions.length) {
    place.append(element("span", { className: "tile" }, element("canvas"), element("small")));
  }
  const { width } = pixels;
  const bytes = width * (pixels.height / captions.length) * 4;
  captions.forEach((caption, index) => {
    const [canvas, text] = place.children[index].children;
    const part = pixels.data.subarray(index * bytes, (index + 1) * bytes);
    paint(/** @type {HTMLCanvasElement} */ (canvas), new ImageData(part, width));
    setText(text, caption);
  });
}

byId("formula-run").addEventListener("click", run);
byId("formula-starter").addEventListener("change", ({ target }) => {
  const { value } = /** @type {HTMLSelectElement} */ (target);
  const starter = starters.find(({ name }) => name === value);
  if (!cells || !starter) return;
  cells.weights.replace(starter.weights);
  cells.heatmap.replace(starter.heatmap);
});
byId("formula-exercise").addEventListener("change", () => {
  showTask();
  setText(byId("formula-verdict"), "");
  send("exercise", { name: byId("formula-exercise").value });
});
