// What Python sees of the page: gradcam_py/browser/bridge.py and main.py import it.
import { free } from "../dom/buffers.mjs";
import { connect } from "../dom/send.mjs";
import { keepAll, load } from "../files/assets.mjs";
import { hasWebgpu, open, openWebgpu, wasm, webgpu } from "../inference/runtime.mjs";
import { retried, showFatal } from "../panels/problem.mjs";
import { show } from "./view.mjs";

export const assets = { keepAll, load };
export const runtime = { free, hasWebgpu, open, openWebgpu, wasm, webgpu };
export const view = { connect, fail: showFatal, retried, show };
