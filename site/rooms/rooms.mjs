// The rooms of the page: tabs that are links. The address says which one is open, or
// which place in it; picture, class and all else are the same in each of them.
import { byId, queryAll } from "../dom/dom.mjs";
import { mirror } from "./now.mjs";

const FIRST = "explore";
const WITHOUT_HEATMAP = ["explore", "missions"]; // or with one of its own
const rooms = queryAll("[data-room]");

/** The room in which a state is shown: the first, or a frame's own. */
function home() {
  return /** @type {keyof Page.Ids} */ (document.body.dataset.embed ?? FIRST);
}

/** The room that is open. */
export function currentRoom() {
  const open = [...rooms].find(({ hidden }) => !hidden);
  return /** @type {Protocol.KeepView["room"]} */ (open?.id);
}

/** Open the room that the address names; any other address opens none. */
function enter() {
  const name = decodeURIComponent(location.hash.slice(1));
  const place = document.getElementById(/** @type {keyof Page.Ids} */ (name));
  const isState = name.includes("=") || name === "";
  const room = isState ? document.getElementById(home()) : place?.closest("[data-room]");
  if (!room) return; // a place outside, or none
  for (const each of rooms) each.hidden = each !== room;
  mark(byId("rooms"), (id) => id === room.id);
  byId("now").hidden = WITHOUT_HEATMAP.includes(room.id);
  mirror();
  const part = place?.closest(".part");
  if (part) open(part);
  // a place that was not to be seen could not be gone to
  if (place && place !== room) place.scrollIntoView();
  else if (place) scrollTo(0, 0);
}

/**
 * The one part of a long room that a phone shows.
 * @param {Element} part
 */
function open(part) {
  for (const each of queryAll(".part")) each.classList.toggle("open", each === part);
  mark(byId("parts"), (id) => part.querySelector(`#${id}`) !== null);
}

/**
 * Mark the links of a list that are of where one is.
 * @param {HTMLElement} list
 * @param {(id: string) => boolean} isHere
 */
function mark(list, isHere) {
  for (const link of list.querySelectorAll("a")) {
    link.ariaCurrent = isHere(link.hash.slice(1)) ? "page" : null;
  }
}

addEventListener("hashchange", enter);
const [firstPart] = queryAll(".part");
open(firstPart);
if (location.hash) enter();
