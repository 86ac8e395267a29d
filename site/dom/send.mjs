// What visitors do, on its way to Python.

/** @type {((action: string, values: string) => void) | null} */
let perform = null;
/** @type {((bytes: ArrayBuffer, title: string) => void) | null} */
let upload = null;
/** @type {(() => unknown) | null} */
let state = null;

/**
 * Python is there: it takes actions and files, and tells its state.
 * @param {NonNullable<typeof perform>} performer
 * @param {NonNullable<typeof upload>} uploader
 * @param {NonNullable<typeof state>} teller
 */
export function connect(performer, uploader, teller) {
  perform = performer;
  upload = uploader;
  state = teller;
}

// For lessons, tests and the curious: everything on the page, as plain JSON.
globalThis.playground = { state: () => state?.() ?? null };

/**
 * Ask Python for an action (gradcam_py/view/protocol/actions.py).
 * @type {Protocol.Send}
 */
export function send(action, values) {
  perform?.(action, JSON.stringify(values ?? {}));
}

/**
 * Hand a visitor's picture over, and what to call it.
 * @param {Blob} blob
 * @param {string} title
 */
export async function sendPicture(blob, title) {
  const bytes = await blob.arrayBuffer();
  upload?.(bytes, title);
}
