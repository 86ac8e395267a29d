// The page elsewhere: in a frame of other people's pages, and on paper.
import { byId, element, queryAll, setText } from "../dom/dom.mjs";
import { drawHeatmap } from "./now.mjs";
import { PARAMETER } from "../files/catalogues.mjs";
import { ENGLISH, language, onLanguage } from "../words/language.mjs";
import { EMBEDDED } from "../words/panels.mjs";

const PRINTED = 900; // pixels of a picture's longer side

// `?embed=ROOM` shows one room, without what is around it.
const room = new URLSearchParams(location.search).get("embed");
const tabs = [...byId("rooms").querySelectorAll("a")].map(({ hash }) => hash.slice(1));
if (room && tabs.includes(room)) {
  document.body.dataset.embed = room;
  if (!location.hash) history.replaceState(null, "", `#${room}`);
}

/** The line that shows a room in a frame. */
function showLine() {
  const address = new URL(location.href);
  const lesson = address.searchParams.get("lesson");
  address.search = "";
  address.searchParams.set("embed", byId("embed-room").value);
  if (lesson) address.searchParams.set("lesson", lesson);
  if (language() !== ENGLISH) address.searchParams.set(PARAMETER, language());
  if (!address.hash.includes("=")) address.hash = ""; // a place, and no state
  const frame = element("iframe", { src: address.href, title: EMBEDDED });
  frame.setAttribute("width", "100%");
  frame.setAttribute("height", "900");
  frame.setAttribute("loading", "lazy");
  byId("embed-line").value = frame.outerHTML;
}

/** The worksheet with what is on the page. */
function fillWorksheet() {
  setText(byId("worksheet-subject"), byId("now-subject").textContent ?? "");
  drawHeatmap(byId("worksheet-picture"), PRINTED, false);
  drawHeatmap(byId("worksheet-map"), PRINTED);
  const rows = [...queryAll(".guess", byId("predictions"))].map((guess) => {
    const cells = [".name", ".percent", ".change"].map((part) => {
      // without the mark that says that it is new
      return element("td", {}, guess.querySelector(part)?.firstChild?.textContent ?? "");
    });
    return element("tr", {}, ...cells);
  });
  byId("worksheet-guesses").replaceChildren(...rows);
}

byId("embed-room").addEventListener("change", showLine);
byId("embed-line").addEventListener("focus", () => {
  showLine();
  byId("embed-line").select();
});
byId("embed-copy").addEventListener("click", () => {
  showLine();
  byId("embed-line").select();
  navigator.clipboard?.writeText(byId("embed-line").value).catch(() => {});
});
byId("print").addEventListener("click", () => print());
addEventListener("beforeprint", fillWorksheet);
onLanguage(showLine);
showLine();
