// Where the page's files come from: its own folder on the web server. The one-file
// bundle has another module in this place (convert/onefile/origin.mjs) and shares
// everything else.
import { settled } from "./offline.mjs";
import { refused } from "../words/loading.mjs";

export { keepSite as complete, handOver, isMissing } from "./offline.mjs";

/** Whether this page may store files of its own making in the browser. */
export const keepsFiles = true;

const here = new URL("./", document.baseURI);
const realFetch = globalThis.fetch.bind(globalThis);

/**
 * The content of site.json.
 * @returns {Promise<Page.Listing>}
 */
export async function readListing() {
  await settled;
  const response = await request("site.json", { cache: "no-cache" });
  return response.json();
}

/**
 * A file as it arrives; `isRetry` asks past the browser's cache.
 * @param {string} path
 * @param {boolean} isRetry
 */
export async function open(path, isRetry) {
  return request(path, { cache: isRetry ? "reload" : "default" });
}

/**
 * @param {string} path
 * @param {RequestInit} options
 */
async function request(path, options) {
  const response = await realFetch(new URL(path, here), options);
  if (!response.ok) {
    throw new Error(refused(response.status, response.statusText));
  }
  return response;
}
