// How an interpreter's memory and its libraries are stored: one behind the other in the
// body of a response, and what they are in a header. Nothing is compressed, which costs
// the next visit more time than it saves.
import { digest } from "../files/sha256.mjs";

const CONTENTS = "X-Contents"; // [[name, bytes, hash]], the memory first
const PIECE = 1 << 22; // bytes

/**
 * @typedef {object} Frozen
 * @property {[name: string, bytes: number][]} sizes
 * @property {Blob} body
 */

/**
 * Copy both out of the page's own memory.
 * @param {Page.Bytes} memory
 * @param {Page.Libraries} libraries
 * @returns {Frozen}
 */
export function freeze(memory, libraries) {
  /** @type {Page.Libraries} */
  const parts = [["memory", memory], ...libraries];
  return {
    sizes: parts.map(([name, bytes]) => [name, bytes.length]),
    body: new Blob(parts.map(([, bytes]) => bytes)),
  };
}

/**
 * The response that holds what `freeze` gave.
 * @param {Frozen} frozen
 */
export async function toResponse({ sizes, body }) {
  const contents = [];
  let at = 0;
  for (const [name, size] of sizes) {
    const part = body.slice(at, (at += size));
    const hash = await hashOf(size, (from, to) => part.slice(from, to).arrayBuffer());
    contents.push([name, size, hash]);
  }
  return new Response(body, { headers: { [CONTENTS]: JSON.stringify(contents) } });
}

/**
 * {memory, libraries} of such a response. Rejects what has changed since.
 * @param {Response} response
 */
export async function thaw(response) {
  const contents = JSON.parse(response.headers.get(CONTENTS) ?? "[]");
  const buffer = await response.arrayBuffer();
  /** @type {Page.Libraries} */
  const parts = [];
  let at = 0;
  for (const [name, size, hash] of contents) {
    const part = new Uint8Array(buffer, at, size);
    const found = await hashOf(size, (from, to) => part.subarray(from, to));
    if (found !== hash) throw new Error("damaged");
    parts.push([name, part]);
    at += size;
  }
  const [[, memory], ...libraries] = parts;
  return { memory, libraries };
}

/**
 * The hash of the pieces' hashes: a digest copies first what it is given.
 * @param {number} size
 * @param {(from: number, to: number) => BufferSource | Promise<BufferSource>} read
 */
async function hashOf(size, read) {
  const hashes = [];
  for (let at = 0; at < size; at += PIECE) {
    hashes.push(await digest(await read(at, at + PIECE)));
  }
  return digest(new TextEncoder().encode(hashes.join()));
}
