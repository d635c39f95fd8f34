/** axe: no page has a barrier that it can find. */
import { createRequire } from "node:module";

import { SCREENS } from "./browser.mjs";

const axe = createRequire(import.meta.url)("axe-core").source;
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The barriers of the page at this address. */
export async function barriers(browser, address, cookie = "") {
  const page = await browser.newPage();
  try {
    if (cookie) await page.setExtraHTTPHeaders({ cookie });
    const told = [];
    await page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]);
    await page.goto(address, { waitUntil: "networkidle0" });
    await page.evaluate(axe);
    for (const { colorScheme, width } of SCREENS) {
      await page.setViewport({ width, height: 900 });
      await page.emulateMediaFeatures([
        { name: "prefers-color-scheme", value: colorScheme },
        { name: "prefers-reduced-motion", value: "reduce" },
      ]);
      const found = await page.evaluate((tags) => globalThis.axe.run({ runOnly: { type: "tag", values: tags } }), TAGS);
      told.push(...found.violations.map(({ id, help, nodes }) => ({ id, help, colorScheme, width, at: nodes.slice(0, 3).map(({ html }) => html) })));
    }
    return told;
  } finally {
    await page.close();
  }
}
