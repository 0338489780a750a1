// One Chromium for many pages; a tab tells when its page ran, asked or said something it must not.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const QUIET = [
  "--disable-gpu", "--no-first-run", "--disable-quic", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--no-sandbox",
];

// The task as JSON on standard input: `chromium` is the browser's path, the rest is the script's.
export const task = JSON.parse(readFileSync(0, "utf8"));

export async function inBrowser(work) {
  const browser = await chromium.launch({ executablePath: task.chromium, args: QUIET });
  try {
    process.stdout.write(JSON.stringify(await work(browser)));
  } finally {
    await browser.close();
  }
}

// Does the work on every item, two at a time: each tab is a process of its own.
export async function onEach(items, work) {
  const waiting = [...items.entries()];
  const done = [];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      done[next[0]] = await work(next[1]);
    }
  };
  await Promise.all([worker(), worker()]);
  return done;
}

// Opens a page of this machine. `noticed` fills with requests, dialogs, new windows and errors.
export async function open(context, path) {
  const page = await context.newPage();
  const noticed = [];
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith("data:") && !(request.isNavigationRequest() && url.startsWith("file:"))) {
      noticed.push(`request ${url.slice(0, 120)}`);
    }
  });
  page.on("dialog", async (dialog) => {
    noticed.push(`dialog ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on("popup", () => noticed.push("popup"));
  page.on("pageerror", (error) => noticed.push(`error ${error.message}`));
  page.on("console", (message) => noticed.push(`console ${message.text().slice(0, 200)}`));
  await page.goto(pathToFileURL(path).href, { waitUntil: "load" });
  return { page, noticed };
}

export const unfold = (page) =>
  page.evaluate(() => document.querySelectorAll("details").forEach((d) => (d.open = true)));
