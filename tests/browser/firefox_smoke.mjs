// Load, draw, choose a class, move the layer, try the formula, bring a network, test its
// heatmap and do a lesson in Firefox, over WebDriver BiDi.
//
//   node firefox_smoke.mjs FIREFOX ADDRESS NETWORK MISSION [offline | blocked]
//
// Prints one line of JSON: the page's state after each step, what it requested, and
// what went wrong. With `offline` every request fails; with `blocked` no site may store.
import puppeteer from "puppeteer-core";

const PATIENCE_MS = 120_000;
const POLL_MS = 20;
const ENDLESS = "exec('while 1: 1')";
const [executablePath, address, network, mission, condition] = process.argv.slice(2);

const DEAD_PROXY = {
  "network.proxy.type": 1,
  "network.proxy.http": "127.0.0.1",
  "network.proxy.http_port": 9, // discard: nothing answers
  "network.proxy.ssl": "127.0.0.1",
  "network.proxy.ssl_port": 9,
  "network.proxy.allow_hijacking_localhost": true,
};
const PREFERENCES = {
  offline: DEAD_PROXY,
  blocked: { "network.cookie.cookieBehavior": 2 }, // none of any site
};
const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath,
  headless: true,
  extraPrefsFirefox: PREFERENCES[condition] ?? {},
  defaultViewport: { width: 1280, height: 900 },
});
try {
  const page = await browser.newPage();
  const errors = [];
  const requests = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("request", (request) => requests.push(request.url()));
  console.log(JSON.stringify({ ...(await visit(page)), requests, errors }));
} finally {
  await browser.close();
}

async function visit(page) {
  await page.goto(address);
  await ready(page);
  const loaded = await state(page);
  const marks = await page.evaluate(() => performance.getEntriesByName("opening"));
  const openings = marks.length;

  const stage = await page.$("#stage");
  await stage.evaluate((element) => element.scrollIntoView({ block: "center" }));
  const { x, y, width, height } = await stage.boundingBox();
  const at = (across, down) => [x + across * width, y + down * height];
  await page.mouse.move(...at(0.05, 0.05));
  await page.mouse.down();
  await page.mouse.move(...at(0.3, 0.5));
  await page.mouse.move(...at(0.5, 0.95));
  await page.mouse.up();
  await ready(page);
  const drawn = await state(page);

  await page.click("#predictions label:nth-of-type(3)");
  await ready(page);
  const chosen = await state(page);

  await page.focus("#layer");
  await page.keyboard.press("ArrowLeft");
  await ready(page);
  const moved = await state(page);

  const formula = await tryFormula(page);
  const judged = await missionResult(page);
  await page.select("#model", "");
  await (await page.$("#network-file")).uploadFile(network);
  const name = network.split("/").pop();
  await until(page, (wanted) => globalThis.playground.state().model === wanted, name);
  await ready(page);
  const brought = await state(page);
  const said = await tested(page);
  const lesson = await tryLesson(page);
  const seen = { loaded, openings, drawn, chosen, moved };
  return { ...seen, judged, formula, brought, tested: said, lesson };
}

// Run what nobody has edited, then code that never ends.
async function tryFormula(page) {
  await page.click("#rooms a[href='#how']");
  await page.$eval("#formula-open", (button) => button.click());
  const isReady = () => document.querySelector("#formula-room").checkVisibility();
  await until(page, isReady, "the formula");
  await page.$eval("#formula-run", (button) => button.click());
  const isThere = () => document.querySelector("#formula-maps").dataset.cosine;
  await until(page, isThere, "a map");
  const { difference } = await page.$eval("#formula-maps", ({ dataset }) => ({ ...dataset }));
  await page.$eval("#formula-weights", ({ shadowRoot }) => {
    shadowRoot.querySelector(".cm-content").focus();
  });
  await page.keyboard.type(ENDLESS);
  await page.keyboard.press("Enter");
  const isStopped = () => document.querySelector("#formula-fault").textContent.includes("Stopped");
  await until(page, isStopped, "the end");
  const fault = await page.$eval("#formula-fault", ({ textContent }) => textContent);
  return { difference: Number(difference), fault };
}

// What a mission's link says.
async function missionResult(page) {
  await page.evaluate((link) => (location.hash = link), mission);
  await until(page, (id) => document.querySelector(id).textContent, "#mission-points");
  return page.evaluate(() => document.querySelector("#mission-points").textContent);
}

// What the experiments say: one to its end, another until its chart is drawn.
async function tested(page) {
  await page.click("#rooms a[href='#test']");
  await page.click("[data-trial=occlusion] [data-start]");
  await until(page, ended, "occlusion");
  await page.click("[data-trial=curves] [data-start]");
  await until(page, (id) => document.querySelector(id) !== null, "#deletion canvas");
  await page.click("[data-trial=curves] [data-stop]");
  await until(page, ended, "curves");
  return page.evaluate(() =>
    [...document.querySelectorAll("[data-progress]")].map((each) => each.textContent),
  );
}

// What the lesson of the page says: of an answer, of the next page, of a text.
async function tryLesson(page) {
  const type = (field, text) => {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const text = (id) => page.$eval(id, ({ textContent }) => textContent);
  const isShown = (id) => document.querySelector(id)?.checkVisibility();
  await page.$eval("#course-first", (link) => link.click());
  await until(page, isShown, "#course-reading");
  await page.$eval("#course-questions textarea", type, "a cat");
  const kept = await text("#course-kept");
  await page.click("#course-next");
  const isTurned = (start) => document.querySelector("#course-place").textContent.startsWith(start);
  await until(page, isTurned, "Page 2");
  await page.click("#course-write");
  await until(page, isShown, "#course-writing");
  await page.$eval("#draft-text", type, "a **strong** one");
  const isBold = () => document.querySelector("#draft-preview strong")?.textContent === "strong";
  await until(page, isBold, "the preview");
  return { kept, place: await text("#course-place"), preview: await text("#draft-preview") };
}

function ended(name) {
  const text = document.querySelector(`[data-progress="${name}"]`).textContent;
  return /^(done|stopped)/.test(text);
}

function state(page) {
  return page.evaluate(() => globalThis.playground.state());
}

async function until(page, condition, value) {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await page.evaluate(condition, value))) {
    if (Date.now() > deadline) {
      const text = await page.evaluate(() => document.body.innerText.slice(0, 2000));
      throw new Error(`${value} did not come: ${text}`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function ready(page) {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const reading = page.evaluate(() => document.body?.dataset.state);
    const now = await reading.catch(() => null); // just being loaded anew
    if (now === "ready") return;
    if (now === "error" || Date.now() > deadline) {
      const text = await page.evaluate(() => document.body.innerText.slice(0, 2000));
      throw new Error(`the page is ${now}: ${text}`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
