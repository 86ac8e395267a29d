// The switch for the graphics card.
import { byId, setText } from "../dom/dom.mjs";
import { send } from "../dom/send.mjs";

/**
 * Where the switch stands, and what comes of it.
 * @type {Protocol.Show<"graphics_card">}
 */
export function showCard({ text, is_on, is_busy }) {
  byId("card-choice").hidden = false;
  byId("card").checked = is_on;
  byId("card-choice").ariaBusy = String(is_busy);
  setText(byId("card-text"), text);
}

byId("card").addEventListener("change", () => {
  send("compute", { on_card: byId("card").checked });
});
