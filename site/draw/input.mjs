// Mouse, touch, stylus and keyboard on the picture, all through one pen.
import { byId, isIn } from "../dom/dom.mjs";
import { Pen, currentTool } from "./pen.mjs";
import { send } from "../dom/send.mjs";
import {
  hasPicture,
  place,
  remove,
  select,
  selection,
  shapeAt,
  showCross,
  sketch,
} from "./stage.mjs";

const STEP = 0.02;
const LONG_STEP = 0.1;
/** @type {Record<string, [x: number, y: number]>} */
const ARROWS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const frame = byId("stage");
const pen = new Pen(sketch, place);
const cross = { x: 0.5, y: 0.5 };
/** @type {number | null} */
let pointer = null; // id of the one that draws; further fingers are ignored

/**
 * Where pointer events happened, in 0..1 of the picture.
 * @param {PointerEvent[]} events
 * @returns {import("./pen.mjs").Place[]}
 */
function at(...events) {
  const area = frame.getBoundingClientRect();
  return events.map(({ clientX, clientY }) => [
    (clientX - area.left) / area.width,
    (clientY - area.top) / area.height,
  ]);
}

frame.addEventListener("pointerdown", (event) => {
  showCross(null);
  if (currentTool() === "select" || pen.isDown || event.button !== 0) return;
  if (!hasPicture()) return;
  pointer = event.pointerId;
  frame.setPointerCapture(pointer);
  pen.begin(at(event)[0]);
});
frame.addEventListener("pointermove", (event) => {
  if (event.pointerId !== pointer || !pen.isDown) return;
  const events = event.getCoalescedEvents?.() ?? [];
  pen.extend(...at(...(events.length ? events : [event])));
});
frame.addEventListener("pointerup", (event) => {
  if (event.pointerId !== pointer || !pen.isDown) return;
  pen.extend(...at(event));
  pen.finish();
  pointer = null;
});
frame.addEventListener("pointercancel", (event) => {
  if (event.pointerId !== pointer || !pen.isDown) return;
  pen.cancel();
  pointer = null;
});

frame.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (handleKey(event)) event.preventDefault();
});
frame.addEventListener("blur", () => {
  if (pen.isDown && pointer === null) pen.cancel();
  showCross(null);
});

/** @param {KeyboardEvent} event */
function handleKey({ key, shiftKey }) {
  if (key in ARROWS) {
    const step = shiftKey ? LONG_STEP : STEP;
    const [dx, dy] = ARROWS[key].map((way) => way * step);
    const index = selection();
    if (index === null || pen.isDown) moveCross(dx, dy);
    else send("move", { index, dx, dy, done: true });
  } else if (key === " " || key === "Enter") press();
  else if (key === "Escape") giveUp();
  else if (key === "Delete" || key === "Backspace") remove();
  else return false;
  return true;
}

/**
 * @param {number} dx
 * @param {number} dy
 */
function moveCross(dx, dy) {
  cross.x = Math.min(Math.max(cross.x + dx, 0), 1);
  cross.y = Math.min(Math.max(cross.y + dy, 0), 1);
  showCross(cross);
  if (pen.isDown) pen.extend([cross.x, cross.y]);
}

function press() {
  showCross(cross);
  if (pen.isDown) pen.finish();
  else if (currentTool() === "select") select(shapeAt(cross.x, cross.y));
  else if (hasPicture()) pen.begin([cross.x, cross.y]);
}

function giveUp() {
  if (pen.isDown) pen.cancel();
  else select(null);
}

// Undo and redo where everybody looks for them, except while typing.
addEventListener("keydown", (event) => {
  const key = event.key.toLowerCase();
  const typing = isIn(event, "input[type=search]");
  if (!(event.ctrlKey || event.metaKey) || typing || !"zy".includes(key)) return;
  event.preventDefault();
  send(key === "y" || event.shiftKey ? "redo" : "undo");
});
