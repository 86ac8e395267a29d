// Whatever was thrown, rejected or fired, as a sentence that a visitor can read.
import { noReason } from "../words/loading.mjs";

/**
 * Never "[object Event]": browsers tell some failures by an event without words.
 * @param {any} reason
 */
export function sentenceOf(reason) {
  const told = reason?.message ?? reason?.error?.message ?? reason?.reason?.message ?? reason;
  const text = String(told ?? "").trim().split("\n").pop();
  return !text || text.includes("[object ") ? noReason() : text;
}
