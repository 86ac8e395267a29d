// One pen for mouse, touch, stylus and keyboard: begin, extend, finish, cancel
// in coordinates 0..1 of the picture. What it draws is a plain shape.
import { byId } from "../dom/dom.mjs";

const NEAREST = 0.002; // closer points add nothing but work

export class Pen {
  /** `onDraft(shape)` follows the stroke (null: given up), `onDone(shape)` ends it. */
  constructor(onDraft, onDone) {
    Object.assign(this, { onDraft, onDone, points: null });
  }

  get isDown() {
    return this.points !== null;
  }

  begin(place) {
    this.tool = currentTool();
    this.radius = Number(byId("radius").value);
    this.points = [place];
    this.onDraft(this.shape());
  }

  extend(...places) {
    if (this.tool === "rect") this.points[1] = places.at(-1);
    else {
      const known = this.points.length;
      places.forEach((place) => this.#add(place));
      if (this.points.length === known) return;
    }
    this.onDraft(this.shape());
  }

  #add([x, y]) {
    const [lastX, lastY] = this.points.at(-1);
    if (Math.hypot(x - lastX, y - lastY) >= NEAREST) this.points.push([x, y]);
  }

  finish() {
    const shape = this.shape();
    this.points = null;
    this.onDone(shape);
  }

  cancel() {
    this.points = null;
    this.onDraft(null);
  }

  shape() {
    const { tool, radius } = this;
    const points = [...this.points];
    if (tool === "path") return { tool, points };
    if (tool !== "rect") return { tool, points, radius };
    const [[x0, y0], [x1, y1]] = [points[0], points.at(-1)];
    const [x, y] = [Math.min(x0, x1), Math.min(y0, y1)];
    return { tool, x, y, w: Math.abs(x1 - x0), h: Math.abs(y1 - y0) };
  }
}

export function currentTool() {
  return document.querySelector("input[name=tool]:checked").value;
}
