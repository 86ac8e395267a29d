// Loading, ready, busy, error: told by data-state and in words.
import { byId, setText } from "../dom/dom.mjs";
import { finish, FIRST_STEP } from "../files/progress.mjs";
import { send } from "../dom/send.mjs";
import { sentenceOf } from "../dom/sentence.mjs";
import { loading } from "../words/loading.mjs";

/** @type {((value?: unknown) => void) | null} */
let wakeRetried = null;
let said = ""; // what #status says where no note is shown

/**
 * data-state of the body and, if there is one, a sentence for #status.
 * @type {Protocol.Show<"status">}
 */
export function showStatus({ state, text }) {
  document.body.dataset.state = state;
  byId("loading").hidden = state !== "loading";
  if (state === "ready") finish(FIRST_STEP);
  if (text) said = text;
  setText(byId("status"), said || loading());
}

/**
 * A word about something done at this moment; the next event takes its place.
 * @param {string} text
 */
export function showNote(text) {
  setText(byId("status"), text || said || loading());
}

/**
 * A message that stays until it is closed; an empty text closes it.
 * @type {Protocol.Show<"problem">}
 */
export function showProblem({ text, retry }) {
  if (text) showNote("");
  byId("problem-text").textContent = text;
  byId("problem").hidden = !text;
  byId("retry").hidden = !retry;
}

/** Resolves when the visitor asks for another try. */
export function retried() {
  return new Promise((resolve) => {
    wakeRetried = resolve;
  });
}

/**
 * The page cannot start: why, and a button that loads it again.
 * @param {unknown} error
 */
export function showFatal(error) {
  if ("leaving" in document.body.dataset) return; // it is just being loaded anew
  const text = sentenceOf(error);
  showStatus({ state: "error", text });
  showProblem({ text, retry: true });
  wakeRetried = () => location.reload();
}

byId("dismiss").addEventListener("click", () => showProblem({ text: "", retry: false }));
byId("retry").addEventListener("click", () => {
  if (wakeRetried) wakeRetried();
  else send("retry");
  wakeRetried = null;
});
