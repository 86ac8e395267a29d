// Comes before everything that is packed. A file that was cut off has no more than that.
// What the file says of itself, in the languages that are packed: {} is their messages.
globalThis.gettext = (() => {
  /** @type {Record<string, Record<string, string>>} */
  const languages = {};
  const asked = new URLSearchParams(location.search).get("lang");
  const wanted = [asked, ...navigator.languages].find((tag) => tag && tag in languages);
  return (/** @type {string} */ message) => languages[wanted ?? ""]?.[message] ?? message;
})();
addEventListener("load", () => {
  if (globalThis.packed) return;
  document.body.dataset.state = "error";
  document.getElementById("progress-text").textContent = gettext(
    "This file is incomplete: copy or download it again.",
  );
});
