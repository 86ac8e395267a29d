// What visitors do, on its way to Python.

/** @type {((action: string, values: string) => void) | null} */
let perform = null;
/** @type {((files: {name: string, blob: Blob}[], meant: string) => void) | null} */
let upload = null;
/** @type {(() => unknown) | null} */
let state = null;
/** @type {[action: string, values: string][]} */
const early = []; // done before Python was there
const KEPT = ["place"]; // of what can be done by then: strokes on the picture

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
  for (const [action, values] of early.splice(0)) perform(action, values);
}

// For lessons, tests and the curious: everything on the page, as plain JSON.
globalThis.playground = { state: () => state?.() ?? null };

/**
 * Ask Python for an action (gradcam_py/view/protocol/actions.py).
 * @type {Protocol.Send}
 */
export function send(action, values) {
  const told = JSON.stringify(values ?? {});
  if (perform) perform(action, told);
  else if (KEPT.includes(action)) early.push([action, told]);
}

/**
 * Hand visitors' files over: pictures, a saved page, a network and what goes with it.
 * @param {Iterable<File>} files
 * @param {"" | "network" | "crowd"} [meant] what they were chosen as, if that is known
 */
export function sendFiles(files, meant = "") {
  const named = Array.from(files, (file) => ({ name: file.name, blob: file }));
  if (named.length) upload?.(named, meant);
}

/**
 * Hand a picture over that has no file's name, and what to call it.
 * @param {Blob} blob
 * @param {string} name
 */
export function sendPicture(blob, name) {
  upload?.([{ name, blob }], "");
}
