// Pyodide finds out what kind of worker it is in by loading an empty script from a data:
// address, which the page's policy forbids, and starts where that fails. Here it fails
// without a message of the policy: our worker has all its code already.
globalThis.importScripts = () => {
  throw new Error("nothing is loaded here");
};
