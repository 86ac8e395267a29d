// One pen for mouse, touch, stylus and keyboard: begin, extend, finish, cancel
// in coordinates 0..1 of the picture. What it draws is a plain shape.
import { byId } from "../dom/dom.mjs";

const NEAREST = 0.002; // closer points add nothing but work

/** @typedef {[x: number, y: number]} Place */
/** @typedef {Protocol.Shape["tool"]} Tool */

export class Pen {
  /** @type {Place[]} */
  points = []; // none: the pen is up
  /** @type {Tool} */
  tool = "rect";
  radius = 0;

  /**
   * `onDraft(shape)` follows the stroke (null: given up), `onDone(shape)` ends it.
   * @param {(shape: Protocol.Shape | null) => void} onDraft
   * @param {(shape: Protocol.Shape) => void} onDone
   */
  constructor(onDraft, onDone) {
    this.onDraft = onDraft;
    this.onDone = onDone;
  }

  get isDown() {
    return this.points.length > 0;
  }

  /** @param {Place} place */
  begin(place) {
    const tool = currentTool();
    if (tool === "select") return; // which draws nothing
    this.tool = tool;
    this.radius = Number(byId("radius").value);
    this.points = [place];
    this.onDraft(this.shape());
  }

  /** @param {Place[]} places */
  extend(...places) {
    const last = places.at(-1);
    if (this.tool === "rect" && last) this.points[1] = last;
    else {
      const known = this.points.length;
      places.forEach((place) => this.#add(place));
      if (this.points.length === known) return;
    }
    this.onDraft(this.shape());
  }

  /** @param {Place} place */
  #add([x, y]) {
    const [lastX, lastY] = this.points[this.points.length - 1];
    if (Math.hypot(x - lastX, y - lastY) >= NEAREST) this.points.push([x, y]);
  }

  finish() {
    const shape = this.shape();
    this.points = [];
    this.onDone(shape);
  }

  cancel() {
    this.points = [];
    this.onDraft(null);
  }

  /** @returns {Protocol.Shape} */
  shape() {
    const { tool, radius } = this;
    const points = [...this.points];
    if (tool === "path") return { tool, points };
    if (tool !== "rect") return { tool, points, radius };
    const [[x0, y0], [x1, y1]] = [points[0], points[points.length - 1]];
    const [x, y] = [Math.min(x0, x1), Math.min(y0, y1)];
    return { tool, x, y, w: Math.abs(x1 - x0), h: Math.abs(y1 - y0) };
  }
}

/** The chosen tool. */
export function currentTool() {
  /** @type {HTMLInputElement | null} */
  const chosen = document.querySelector("input[name=tool]:checked");
  return /** @type {Tool | "select"} */ (chosen?.value ?? "select");
}
