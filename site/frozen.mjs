// How an interpreter's memory and its libraries are stored: one behind the other in the
// body of a response, and what they are in a header. Nothing is compressed, which costs
// the next visit more time than it saves; nothing is copied as a whole.
import { digest } from "./sha256.mjs";

const CONTENTS = "X-Contents"; // [[name, bytes, hash]], the memory first
const PIECE = 1 << 22; // bytes

/** The response that holds them; `libraries` is [[path, bytes]]. */
export async function freeze(memory, libraries) {
  const parts = [["memory", memory], ...libraries];
  const contents = [];
  for (const [name, bytes] of parts) {
    contents.push([name, bytes.length, await hashOf(bytes)]);
  }
  const rest = piecesOf(parts);
  const body = new ReadableStream({
    pull(controller) {
      const { done, value } = rest.next();
      if (done) controller.close();
      else controller.enqueue(value.slice());
    },
  });
  return new Response(body, { headers: { [CONTENTS]: JSON.stringify(contents) } });
}

/** What `freeze` was given: {memory, libraries}. Rejects what has changed since. */
export async function thaw(response) {
  const buffer = await response.arrayBuffer();
  const parts = [];
  let at = 0;
  for (const [name, size, hash] of JSON.parse(response.headers.get(CONTENTS))) {
    const bytes = new Uint8Array(buffer, at, size);
    if ((await hashOf(bytes)) !== hash) throw new Error("damaged");
    parts.push([name, bytes]);
    at += size;
  }
  const [[, memory], ...libraries] = parts;
  return { memory, libraries };
}

function* piecesOf(parts) {
  for (const [, bytes] of parts) {
    for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
  }
}

// The hash of the pieces' hashes: a digest copies first what it is given.
async function hashOf(bytes) {
  const hashes = [];
  for (const piece of piecesOf([["", bytes]])) hashes.push(await digest(piece));
  return digest(new TextEncoder().encode(hashes.join()));
}
