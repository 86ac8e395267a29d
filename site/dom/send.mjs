// What visitors do, on its way to Python.
let perform = null;
let upload = null;
let state = null;

/** Python is there: it takes actions and files, and tells its state. */
export function connect(performer, uploader, teller) {
  perform = performer;
  upload = uploader;
  state = teller;
}

// For lessons, tests and the curious: everything on the page, as plain JSON.
globalThis.playground = { state: () => state?.() ?? null };

/** Ask Python for an action (gradcam_py/app/playground.py). */
export function send(action, values = {}) {
  perform?.(action, JSON.stringify(values));
}

/** Hand a visitor's picture over: a Blob, and what to call it. */
export async function sendPicture(blob, title) {
  const bytes = await blob.arrayBuffer();
  upload?.(bytes, title);
}
