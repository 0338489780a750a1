// axe-core on many pages, at each width and in each colour scheme, with every fold opened.
// Only colours differ between the schemes, so after the first one the rules on colour are enough.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { inBrowser, onEach, open, task, unfold } from "./browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = [
  "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice",
];
const COLOURS = ["color-contrast", "link-in-text-block"];

function brief(results) {
  return results.flatMap((result) =>
    result.nodes.map((node) => ({
      rule: result.id,
      target: node.target.join(" "),
      message: [...node.any, ...node.all, ...node.none].map((check) => check.message).join("; "),
    })),
  );
}

async function look(context, path, width, scheme) {
  const { page, noticed } = await open(context, path);
  await unfold(page);
  await page.evaluate(axe);
  const which =
    scheme === task.schemes[0] ? { type: "tag", values: TAGS } : { type: "rule", values: COLOURS };
  const found = await page.evaluate((runOnly) => axe.run(document, { runOnly }), which);
  await page.close();
  return {
    path, width, scheme, noticed,
    passes: found.passes.length,
    violations: brief(found.violations),
    incomplete: brief(found.incomplete),
  };
}

await inBrowser(async (browser) => {
  const seen = [];
  for (const scheme of task.schemes) {
    for (const width of task.widths) {
      // axe is injected as a script, which the pages' own policy would refuse.
      const context = await browser.newContext({
        bypassCSP: true, colorScheme: scheme, viewport: { width, height: 900 },
      });
      seen.push(...(await onEach(task.pages, (path) => look(context, path, width, scheme))));
      await context.close();
    }
  }
  return seen;
});
