// The databases that PyScript opens at its start, for packages and folders that this
// page does not have. They are empty, and none is opened for real: a browser may refuse
// that, as in another site's frame with third-party cookies blocked, and PyScript,
// which waits for one of them, would never start Python.
//
// Import this before PyScript. It has what PyScript asks of a database (through
// @webreflection/idb-map) as long as nothing is to be stored.

const store = { getAllKeys: () => request([]) };
const database = {
  transaction: () => ({ objectStore: () => store }),
  close() {},
};

/** @param {unknown} result */
function request(result) {
  /** @type {{result: unknown, onsuccess?: (event: object) => void}} */
  const asked = { result };
  queueMicrotask(() => asked.onsuccess?.({ target: asked })); // by then it is listened to
  return asked;
}

Object.defineProperty(globalThis, "indexedDB", {
  value: { open: () => request(database) },
});
