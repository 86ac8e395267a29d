// What visitors take with them: files and links.
import { byId } from "../dom/dom.mjs";
import { showNote } from "./problem.mjs";
import { send } from "../dom/send.mjs";

/**
 * Offer bytes as a download.
 * @type {Protocol.Show<"file">}
 */
export function showFile({ name, mime }, bytes) {
  showNote(`${name} is among your downloads.`);
  const address = URL.createObjectURL(new Blob([bytes], { type: mime }));
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/**
 * Put the link into the address bar and, where that is allowed, the clipboard.
 * @type {Protocol.Show<"link">}
 */
export async function showLink({ fragment, own_picture: isOwn }) {
  history.replaceState(null, "", fragment ? `#${fragment}` : location.pathname + location.search);
  const restores = isOwn
    ? "It restores everything but your own picture, which never leaves this device."
    : "It restores picture, shapes, class, layer and method.";
  let copied = "The link is in the address bar.";
  try {
    await navigator.clipboard.writeText(location.href);
    copied = "The link is in the clipboard and in the address bar.";
  } catch {
    // no permission, or no secure context: the address bar has it
  }
  showNote(`${copied} ${restores}`);
}

byId("share").addEventListener("click", () => send("share"));
byId("save-png").addEventListener("click", () => send("save", { kind: "png" }));
byId("save-json").addEventListener("click", () => send("save", { kind: "json" }));
byId("save-lesson").addEventListener("click", () => send("save", { kind: "lesson" }));
addEventListener("hashchange", () => {
  const fragment = location.hash;
  if (fragment.includes("=")) send("restore", { fragment }); // else a place on the page
});
