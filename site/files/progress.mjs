// The loading bar: bytes that have arrived, and steps that have been done.
import { site, watch } from "./assets.mjs";
import { onLanguage } from "../words/language.mjs";
import { explanation, network, progress, python } from "../words/loading.mjs";

export const RUNTIME_STEP = "runtime";
export const MODEL_STEP = "model";
export const FIRST_STEP = "first";
const STEP_WEIGHT = 0.1; // of the bar, for what takes time but no bytes

const steps = new Map([
  [RUNTIME_STEP, python],
  [MODEL_STEP, network],
  [FIRST_STEP, explanation],
]);
const bar = document.getElementById("progress");
const text = document.getElementById("progress-text");
let wanted = 0;
let arrived = 0;

/**
 * Start to show how much of `paths` has arrived.
 * @param {string[]} paths
 */
export async function expect(paths) {
  const { files } = await site();
  watch((bytes) => {
    arrived += bytes;
    show();
  });
  wanted = paths.reduce((sum, path) => sum + (files[path]?.size ?? 0), 0);
  show();
}

/**
 * One step is done.
 * @param {string} step
 */
export function finish(step) {
  steps.delete(step);
  show();
}

onLanguage(() => {
  if (wanted) show();
});

function show() {
  const share = wanted ? Math.min(1, arrived / wanted) : 0;
  const done = share * (1 - 3 * STEP_WEIGHT) + (3 - steps.size) * STEP_WEIGHT;
  bar.value = steps.size ? done : 1; // files that came from elsewhere were not counted
  const left = Array.from(steps.values(), (name) => name());
  text.textContent = progress(Math.min(arrived, wanted), wanted, left);
}
