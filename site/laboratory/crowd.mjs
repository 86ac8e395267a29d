// The way to many pictures: what shows them is fetched with the first.
import { byId, setText } from "../dom/dom.mjs";
import { send, sendFiles } from "../dom/send.mjs";
import { sentenceOf } from "../dom/sentence.mjs";
import { load } from "../files/assets.mjs";
import { notOpened } from "../words/panels.mjs";

/** @typedef {Protocol.TrialCrowd | Protocol.TrialTiles} Message */

/** @type {ReturnType<typeof open> | null} */
let room = null;

/**
 * Bring the contact sheet up to date.
 * @param {Message} data
 * @param {ImageData} pixels
 */
export async function showCrowd(data, pixels) {
  try {
    room ??= open();
    const show = await room;
    show(data, pixels);
  } catch (error) {
    room = null;
    setText(byId("crowd-progress"), notOpened(sentenceOf(error)));
  }
}

async function open() {
  const { makeRoom } = await import("../crowd/room.mjs");
  return makeRoom(send, load);
}

/** Go where they are shown, wherever they were dropped. */
export function beginCrowd() {
  byId("crowd-found").replaceChildren();
  location.hash = "#crowd";
}

/** Pictures can be chosen from now on. */
export function allowCrowd() {
  byId("crowd-files").disabled = false;
}

const field = byId("crowd-files");
field.addEventListener("change", () => {
  sendFiles(field.files ?? [], "crowd");
  field.value = ""; // the same files may be chosen again
});
