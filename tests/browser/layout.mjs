// How pages lie in windows of many widths: what sticks out, what is cut, what moves.
import { inBrowser, onEach, open, task, unfold } from "./browser.mjs";

// The spacing that a reader may ask for (WCAG 1.4.12).
const SPACIOUS = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }`;

function faults({ spacious, thorough }) {
  const found = [];
  const root = document.documentElement;
  const tell = (fault, element) =>
    found.push(`${fault}: ${element.tagName} ${element.textContent.trim().slice(0, 40)}`);
  if (root.scrollWidth > root.clientWidth) found.push(`page ${root.scrollWidth - root.clientWidth}`);
  for (const region of document.querySelectorAll(".scroll")) {
    if (region.scrollWidth - region.clientWidth <= 1) continue;
    if (region.tabIndex < 0) tell("not focusable", region);
    if (region.querySelector("table") && !spacious) tell("sideways", region);
  }
  if (!thorough) return found;
  if (getComputedStyle(root).scrollBehavior !== "auto") found.push("scrolls smoothly");
  for (const element of document.body.querySelectorAll("*")) {
    const style = getComputedStyle(element);
    const moves = style.animationName !== "none" || style.transitionDuration !== "0s";
    if (moves) tell("moves", element);
    const hides = style.overflow === "hidden" && style.clipPath === "none";
    if (hides && element.scrollHeight > element.clientHeight + 1) tell("cut", element);
  }
  return found;
}

await inBrowser(async (browser) => {
  const looks = await onEach(task.pages, async (path) => {
    const context = await browser.newContext({ bypassCSP: true });
    const { page } = await open(context, path);
    await unfold(page);
    const found = [];
    for (const spacious of [false, true]) {
      if (spacious) await page.addStyleTag({ content: SPACIOUS });
      for (const width of spacious ? [320, 1200] : task.widths) {
        await page.setViewportSize({ width, height: 900 });
        const thorough = width === 320 || width === 1200;
        for (const fault of await page.evaluate(faults, { spacious, thorough })) {
          found.push(`${path} at ${width}${spacious ? " spaced" : ""}: ${fault}`);
        }
      }
    }
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    const printed = await page.evaluate(() => ({
      paper: getComputedStyle(document.documentElement).backgroundColor,
      ink: getComputedStyle(document.body).color,
      skip: getComputedStyle(document.querySelector(".skip")).display,
    }));
    await context.close();
    return { path, found, printed };
  });
  return looks;
});
