// Downloads: tried again where they fail, and checked by sha256. The page and its service
// worker share this, so it needs neither a document nor clients.
import { after } from "./after.mjs";
import { digest } from "./sha256.mjs";
import { givenUp, otherHash, refused } from "../words/loading.mjs";

// A download that fails is tried again after each of these.
const PAUSES_MS = [500, 2000];

/** Past what the page puts in its place for third-party code. */
export const realFetch = globalThis.fetch.bind(globalThis);

export class AssetError extends Error {
  name = "AssetError";
}

/**
 * What `action(isRetry)` gives at its first success; AssetError after its last try.
 * @template Result
 * @param {string} path
 * @param {(isRetry: boolean) => Promise<Result>} action
 * @returns {Promise<Result>}
 */
export async function retrying(path, action) {
  for (let failures = 0; ; failures += 1) {
    try {
      return await action(failures > 0);
    } catch (error) {
      if (failures === PAUSES_MS.length) {
        throw new AssetError(givenUp(path, error.message, failures + 1));
      }
      await after(PAUSES_MS[failures]);
    }
  }
}

/**
 * The server's answer. Throws where it says no.
 * @param {string | URL} address
 * @param {RequestInit} options
 */
export async function ask(address, options) {
  const response = await realFetch(address, options);
  if (!response.ok) throw new Error(refused(response.status, response.statusText));
  return response;
}

/**
 * Throw unless the bytes are those that site.json promises.
 * @param {ArrayBuffer} bytes
 * @param {string} expected
 */
export async function check(bytes, expected) {
  // Plain http from another machine is no secure context and has no
  // crypto.subtle: there the size alone is checked.
  if (!globalThis.crypto?.subtle) return;
  const sha256 = await digest(bytes);
  if (sha256 !== expected) throw new Error(otherHash(sha256, expected));
}
