// Opens the report on a crowd in Firefox, over WebDriver BiDi.
//
//   node firefox_report.mjs FIREFOX ADDRESS AXE VISIT
//
// AXE is axe-core's file, VISIT the script whose value is printed, with the errors.
import { readFile } from "node:fs/promises";
import puppeteer from "puppeteer-core";

const [executablePath, address, axe, visit] = process.argv.slice(2);
const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
try {
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(address);
  await page.evaluate(await readFile(axe, "utf8"));
  const found = JSON.parse(await page.evaluate(await readFile(visit, "utf8")));
  console.log(JSON.stringify({ ...found, errors }));
} finally {
  await browser.close();
}
