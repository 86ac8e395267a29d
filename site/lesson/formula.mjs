// The way to "The formula in your hands": what it needs is fetched when it is opened.
import { byId, setText } from "../dom/dom.mjs";
import { sentenceOf } from "../dom/sentence.mjs";
import { notOpened } from "../words/panels.mjs";

const button = byId("formula-open");
/** @type {typeof import("../formula/room.mjs") | null} */
let room = null;

/**
 * Everything that is said of the formula.
 * @type {Protocol.Show<"formula">}
 */
export function showFormula(data, pixels) {
  if (data.kind === "offer") button.disabled = false;
  else room?.show(data, pixels);
}

button.addEventListener("click", async () => {
  button.disabled = true;
  try {
    room ??= await import("../formula/room.mjs");
    await room.open();
    button.hidden = true;
  } catch (error) {
    setText(byId("formula-state"), notOpened(sentenceOf(error)));
    button.disabled = false;
  }
});
