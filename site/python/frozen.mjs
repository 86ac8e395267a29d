// How an interpreter's memory and its libraries are stored: one behind the other in the
// body of a response, and what they are in a header. Nothing is compressed, which costs
// the next visit more time than it saves.
import { digest } from "../files/sha256.mjs";

const CONTENTS = "X-Contents"; // [[name, bytes, hash]], the memory first
const PIECE = 1 << 22; // bytes

/** Copy both out of the page's own memory; `libraries` is [[path, bytes]]. */
export function freeze(memory, libraries) {
  const parts = [["memory", memory], ...libraries];
  return {
    sizes: parts.map(([name, bytes]) => [name, bytes.length]),
    body: new Blob(parts.map(([, bytes]) => bytes)),
  };
}

/** The response that holds what `freeze` gave. */
export async function toResponse({ sizes, body }) {
  const contents = [];
  let at = 0;
  for (const [name, size] of sizes) {
    const part = body.slice(at, (at += size));
    const hash = await hashOf(size, (...range) => part.slice(...range).arrayBuffer());
    contents.push([name, size, hash]);
  }
  return new Response(body, { headers: { [CONTENTS]: JSON.stringify(contents) } });
}

/** {memory, libraries} of such a response. Rejects what has changed since. */
export async function thaw(response) {
  const contents = JSON.parse(response.headers.get(CONTENTS));
  const buffer = await response.arrayBuffer();
  const parts = [];
  let at = 0;
  for (const [name, size, hash] of contents) {
    const part = new Uint8Array(buffer, at, size);
    const found = await hashOf(size, (...range) => part.subarray(...range));
    if (found !== hash) throw new Error("damaged");
    parts.push([name, part]);
    at += size;
  }
  const [[, memory], ...libraries] = parts;
  return { memory, libraries };
}

// The hash of the pieces' hashes: a digest copies first what it is given.
async function hashOf(size, read) {
  const hashes = [];
  for (let at = 0; at < size; at += PIECE) {
    hashes.push(await digest(await read(at, at + PIECE)));
  }
  return digest(new TextEncoder().encode(hashes.join()));
}
