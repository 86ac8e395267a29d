// Where the page's files come from: its own folder on the web server. The one-file
// bundle has another module in this place (convert/onefile/origin.mjs) and shares
// everything else.
import { ask } from "./download.mjs";
import { settled } from "./offline.mjs";
import { otherServer } from "../words/loading.mjs";

export { keepSite as complete, handOver, isMissing } from "./offline.mjs";

const here = new URL("./", document.baseURI);

/**
 * The content of site.json.
 * @returns {Promise<Page.Listing>}
 */
export async function readListing() {
  await settled;
  const response = await ask(new URL("site.json", here), { cache: "no-cache" });
  return response.json();
}

/**
 * A file as it arrives; `isRetry` asks past the browser's cache.
 * @param {string} path
 * @param {boolean} isRetry
 */
export async function open(path, isRetry) {
  return ask(new URL(path, here), { cache: isRetry ? "reload" : "default" });
}

/**
 * A file that is no part of the site, as it arrives: of this server alone.
 * @param {string} address
 */
export async function openBeside(address) {
  const wanted = new URL(address, here);
  if (wanted.origin !== here.origin) throw new Error(otherServer(wanted.origin));
  return ask(wanted, { cache: "no-cache" });
}
