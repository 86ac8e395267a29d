// What visitors take with them: files and links.
import { byId } from "../dom/dom.mjs";
import { nameLanguage } from "../files/catalogues.mjs";
import { showNote } from "./problem.mjs";
import { send } from "../dom/send.mjs";
import { ENGLISH, language } from "../words/language.mjs";
import { downloaded, link as linkText } from "../words/panels.mjs";

/**
 * Offer bytes as a download.
 * @type {Protocol.Show<"file">}
 */
export function showFile({ name, mime }, bytes) {
  showNote(downloaded(name));
  const address = URL.createObjectURL(new Blob([bytes], { type: mime }));
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/**
 * Put the link into the address bar and, where that is allowed, the clipboard.
 * @type {Protocol.Show<"link">}
 */
export async function showLink({ fragment, own_picture: isOwn, own_network: isOwnNetwork }) {
  if (language() !== ENGLISH) nameLanguage();
  history.replaceState(null, "", fragment ? `#${fragment}` : location.pathname + location.search);
  let isCopied = false;
  try {
    await navigator.clipboard.writeText(location.href);
    isCopied = true;
  } catch {
    // no permission, or no secure context: the address bar has it
  }
  showNote(linkText(isCopied, isOwn, isOwnNetwork));
}

byId("share").addEventListener("click", () => send("share"));
byId("save-png").addEventListener("click", () => send("save", { kind: "png" }));
byId("save-json").addEventListener("click", () => send("save", { kind: "json" }));
byId("save-lesson").addEventListener("click", () => send("save", { kind: "lesson" }));
addEventListener("hashchange", () => {
  const fragment = location.hash;
  if (fragment.includes("=")) send("restore", { fragment }); // else a place on the page
});
