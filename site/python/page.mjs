// What Python sees of the page: gradcam_py/browser/bridge.py imports it.
export * as assets from "../files/assets.mjs";
export * as runtime from "../inference/runtime.mjs";
export * as view from "./view.mjs";
