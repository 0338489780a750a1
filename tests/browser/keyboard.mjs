// A reader without a mouse: Tab from the top to the end, Enter where something opens.
import { inBrowser, open, task } from "./browser.mjs";

// Elements get a number in the order of the document, so that the order of the walk can be told.
const prepare = (page) =>
  page.evaluate(() => {
    const wanted = "a[href], summary, [tabindex='0'], button, input, select, textarea";
    const numbered = [...document.querySelectorAll(wanted)];
    numbered.forEach((element, number) => (element.dataset.walk = number));
    return numbered.length;
  });

function focused() {
  const element = document.activeElement;
  if (!element || element === document.body || element.id === "main") return null;
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  // The part of the box that the window shows, looked at in five places.
  const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  const places = [[0.5, 0.5], [0.1, 0.1], [0.9, 0.1], [0.1, 0.9], [0.9, 0.9]];
  const seen = places.some(([across, down]) => {
    const x = left + across * (right - left);
    const y = top + down * (bottom - top);
    const above = document.elementFromPoint(x, y);
    return above && (element.contains(above) || above.contains(element));
  });
  return {
    number: Number(element.dataset.walk),
    tag: element.tagName,
    text: element.textContent.trim().replace(/\s+/g, " ").slice(0, 60),
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    covered: !seen,
  };
}

async function walk(page) {
  const steps = [];
  for (let presses = 0; presses < 2000; presses += 1) {
    await page.keyboard.press("Tab");
    const step = await page.evaluate(focused);
    if (step === null || (steps.length && step.number === steps[0].number)) break;
    steps.push(step);
    if (step.tag === "SUMMARY") await page.keyboard.press("Enter");
  }
  return steps;
}

async function skip(context, path) {
  const { page } = await open(context, path);
  await page.keyboard.press("Tab");
  const first = await page.evaluate(focused);
  await page.keyboard.press("Enter");
  const skipped = await page.evaluate(() => document.activeElement.id);
  await page.close();
  return { first, skipped };
}

async function visit(browser, path, width) {
  const context = await browser.newContext({ viewport: { width, height: 800 } });
  const start = await skip(context, path);
  const { page, noticed } = await open(context, path);
  const total = await prepare(page);
  const steps = await walk(page);
  const closed = await page.evaluate(() => document.querySelectorAll("details:not([open])").length);
  let switched = null;
  if (await page.evaluate(() => document.querySelector("nav.languages a") !== null)) {
    await page.focus("nav.languages a");
    const wanted = await page.evaluate(() => document.activeElement.hreflang);
    await page.keyboard.press("Enter");
    await page.waitForFunction((lang) => document.documentElement.lang === lang, wanted);
    switched = await page.evaluate(() => ({
      lang: document.documentElement.lang,
      current: document.querySelector("nav.languages [aria-current]").textContent,
    }));
  }
  await context.close();
  return { path, width, ...start, total, steps, closed, switched, noticed };
}

await inBrowser(async (browser) => {
  const visits = [];
  for (const path of task.pages) {
    for (const width of task.widths) visits.push(await visit(browser, path, width));
  }
  return visits;
});
