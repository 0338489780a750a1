// Opens pages that hold hostile texts, with their own policy and without it, and touches all.
import { inBrowser, onEach, open, task, unfold } from "./browser.mjs";

function outline() {
  const tags = {};
  for (const element of document.querySelectorAll("*")) {
    tags[element.localName] = (tags[element.localName] ?? 0) + 1;
  }
  const attributes = new Set();
  for (const element of document.querySelectorAll("*")) {
    for (const attribute of element.attributes) attributes.add(attribute.name);
  }
  return {
    ran: "pwned" in window,
    tags,
    attributes: [...attributes].sort(),
    headings: [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((h) => h.localName),
    addresses: [...document.querySelectorAll("a")].map((a) => a.getAttribute("href")),
    title: document.title,
    text: document.body.innerText,
  };
}

async function look(browser, path, bypassCSP) {
  const context = await browser.newContext({ bypassCSP, viewport: { width: 1200, height: 900 } });
  const { page, noticed } = await open(context, path);
  await unfold(page);
  await page.evaluate(() => {
    for (const element of document.querySelectorAll("*")) {
      for (const name of ["mouseover", "click", "toggle"]) {
        const links = element.closest("a, summary");
        if (!links) element.dispatchEvent(new Event(name, { bubbles: false }));
      }
      element.focus?.();
    }
  });
  await page.waitForTimeout(150);
  const found = await page.evaluate(outline);
  await context.close();
  return { path, policy: !bypassCSP, noticed, ...found };
}

await inBrowser(async (browser) => {
  const looks = task.pages.flatMap((path) => [[path, false], [path, true]]);
  return onEach(looks, ([path, bypass]) => look(browser, path, bypass));
});
