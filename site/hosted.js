// What a page on a server begins with, before its program is read (the one-file page has
// all that it needs). A classic script, as early as can be.
{
  // A host without headers for it needs the service worker, which the program waits for
  // and then loads the page anew (files/offline.mjs): what began before would come twice.
  const isLoadedAnew = () => !crossOriginIsolated && !navigator.serviceWorker?.controller;
  const PROGRAMS = ["vendor/pyodide/pyodide.asm.wasm", "vendor/ort/ort-wasm-simd-threaded.wasm"];

  function fetchEarly() {
    for (const path of ["python/start.zip", ...PROGRAMS]) {
      const link = document.createElement("link");
      Object.assign(link, { rel: "preload", as: "fetch", crossOrigin: "", href: `./${path}` });
      document.head.append(link);
    }
  }

  try {
    if (isLoadedAnew()) {
      const begun = navigator.serviceWorker?.register("./sw.js", { updateViaCache: "none" });
      begun?.catch(() => null); // the program asks again, and tells
    } else {
      fetchEarly();
    }
  } catch {
    // storage is blocked: even to look for a service worker is an error then
  }
}
