// What cannot wait for the page's program. A classic script that needs no other: it tells
// of a part of the page that cannot be loaded, which may be the very part that tells of
// everything else; and it begins with the service worker, by which a host without headers
// for that lets the page have threads (files/offline.mjs waits for it).
addEventListener(
  "error",
  ({ target }) => {
    const isScript = target instanceof HTMLScriptElement;
    const isStyle = target instanceof HTMLLinkElement && target.rel === "stylesheet";
    if (!isScript && !isStyle) return;
    if ("leaving" in document.body.dataset) return; // it is just being loaded anew
    const address = isScript ? target.src : target.href;
    const name = new URL(address).pathname.split("/").pop();
    document.body.dataset.state = "error";
    document.getElementById("problem").hidden = false;
    const text = document.getElementById("problem-text");
    text.textContent = (text.dataset.missing ?? "").replace("{name}", () => name ?? "");
    document.getElementById("retry").addEventListener("click", () => location.reload());
  },
  true, // such errors do not bubble
);

try {
  if (!crossOriginIsolated && !navigator.serviceWorker?.controller) {
    const begun = navigator.serviceWorker?.register("./sw.js", { updateViaCache: "none" });
    begun?.catch(() => null); // offline.mjs asks again, and tells
  }
} catch {
  // storage is blocked: even to look for a service worker is an error then
}
