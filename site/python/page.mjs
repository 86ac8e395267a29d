// What Python sees of the page: gradcam_py/browser/bridge.py and main.py import it.
import { free } from "../dom/buffers.mjs";
import { connect } from "../dom/send.mjs";
import { keepAll, load, site } from "../files/assets.mjs";
import { complete, ofPython } from "../files/catalogues.mjs";
import { openDecoder } from "../files/jpeg.mjs";
import { hasWebgpu, open, openModel, own } from "../inference/runtime.mjs";
import { opened, ready } from "../panels/language.mjs";
import { retried, showFatal } from "../panels/problem.mjs";
import { show } from "./view.mjs";

/** What a student's code is run by, fetched when there is any. */
const runner = () => import("../formula/runner.mjs");

export const assets = { keepAll, load, site };
export const formula = {
  start: async () => (await runner()).start(),
  /** @param {Parameters<typeof import("../formula/runner.mjs").run>} values */
  run: async (...values) => (await runner()).run(...values),
};
export const pictures = { openDecoder };
export const runtime = { free, hasWebgpu, open, openModel, own };
/** The language: the first of it, the rest, and what Python is told of it. */
export const words = { complete, ofPython, opened, ready };
export const view = { connect, fail: showFatal, retried, show };
