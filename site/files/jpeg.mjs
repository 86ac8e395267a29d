// Pixels of JPEGs by MozJPEG, which is libjpeg-turbo's decoder: see gradcam_py/image/jpeg.py.
import { compile } from "./assets.mjs";

const PROGRAM = "vendor/jpeg/mozjpeg_dec.wasm";
const LARGE = 64_000_000; // bytes of memory, which never shrinks

/** A function from a file's bytes to its pixels, four bytes each. */
export async function openDecoder() {
  const [{ default: create }, program] = await Promise.all([
    import("../vendor/jpeg/mozjpeg_dec.js"),
    compile(PROGRAM),
  ]);
  const start = () =>
    create({
      locateFile: (name) => name, // nobody fetches it, and it has no address in one file
      instantiateWasm: (imports, then) => begin(program, imports, then),
    });
  let decoder = await start();
  return (/** @type {Page.Bytes} */ bytes) => {
    let goesOn = false; // one that failed cannot be used again
    try {
      const { data } = decoder.decode(bytes, false);
      goesOn = decoder.HEAPU8.length < LARGE;
      return data;
    } finally {
      if (!goesOn) start().then((fresh) => (decoder = fresh));
    }
  };
}

/**
 * @param {WebAssembly.Module} program
 * @param {WebAssembly.Imports} imports
 * @param {(instance: WebAssembly.Instance) => void} then
 */
function begin(program, imports, then) {
  WebAssembly.instantiate(program, imports).then(then);
  return {};
}
