// The chosen network, and where it computes: on the processor, and for those who ask
// for it on the graphics card.
import { prefetch, site } from "../files/assets.mjs";
import { Inference } from "./inference.mjs";
import { expect } from "../files/progress.mjs";
import { NO_MODEL } from "../words/loading.mjs";

const MAX_THREADS = 4;
const WEBGPU_WORKER = "webgpu-worker.js";

const threads = globalThis.crossOriginIsolated
  ? Math.min(MAX_THREADS, navigator.hardwareConcurrency || 1)
  : 1;

export const wasm = new Inference(
  "worker.js",
  "vendor/ort/ort-wasm-simd-threaded.wasm",
  threads,
);
export const webgpu = new Inference(
  WEBGPU_WORKER,
  "vendor/ort-webgpu/ort-wasm-simd-threaded.jsep.wasm",
  1,
);
/** @type {Promise<Page.Model & {folder: string}> | null} */
let chosen = null; // the model

/** The chosen model, once the processor is ready to run it. */
export async function open() {
  const model = await choose();
  await wasm.open(model.folder);
  return model;
}

/** Get the graphics card ready for the same model. */
export async function openWebgpu() {
  await webgpu.open((await choose()).folder);
}

/** Whether there is a graphics card that this page could use. */
export async function hasWebgpu() {
  if (!(WEBGPU_WORKER in (await site()).files)) return false; // the one-file page
  return Boolean(await navigator.gpu?.requestAdapter());
}

function choose() {
  chosen ??= chooseModel().catch((error) => {
    chosen = null; // the next call tries again
    throw error;
  });
  return chosen;
}

// The model that ?model= names, else the first; its files and the others that
// the first heatmap needs begin to arrive.
async function chooseModel() {
  const { first, models } = await site();
  const wanted = new URLSearchParams(location.search).get("model");
  const found = models.find(({ name }) => name === wanted) ?? models[0];
  if (!found) throw new Error(NO_MODEL);
  const paths = [...first, ...found.first];
  await expect(paths);
  paths.forEach(prefetch);
  return { ...found, folder: `models/${found.name}/` };
}
