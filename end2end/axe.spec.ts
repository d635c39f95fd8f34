/**
 * No page has a barrier that axe can find, in light and dark, on a phone and on a desk.
 */
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

import { asStaff, OPEN, staffPaths, STATES } from "./every-page.js";
import { expect, test } from "./portal.js";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const SCREENS = [
  { colorScheme: "light", width: 360 },
  { colorScheme: "dark", width: 1440 },
  { colorScheme: "light", width: 1440 },
  { colorScheme: "dark", width: 360 },
] as const;

async function expectNoBarrier(page: Page, screens = SCREENS.slice()): Promise<void> {
  for (const { colorScheme, width } of screens) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: 900 });
    const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
    const told = violations.map(({ id, help, nodes }) => ({ id, help, at: nodes.map((node) => node.html).slice(0, 5) }));
    expect.soft(told, `${new URL(page.url()).pathname}, ${colorScheme}, ${width} px`).toEqual([]);
  }
}

for (const path of [...OPEN, ...STATES]) {
  test(`${path || "/"} has no barrier`, async ({ page }) => {
    // The page is looked at six times, and the history is long.
    test.setTimeout(180_000);
    await page.goto(`/en${path}`);
    await expectNoBarrier(page);
    // The same page with other words: each colour and each width once more.
    await page.goto(`/zh-Hans${path}`);
    await expectNoBarrier(page, SCREENS.slice(0, 2));
  });
}

test.describe("at the desk", () => {
  asStaff();
  for (const language of ["en", "zh-Hans"]) {
    test(`the desk in ${language} has no barrier`, async ({ page }) => {
      test.setTimeout(240_000);
      for (const path of await staffPaths(page.request)) {
        await page.goto(`/${language}${path}`);
        await expectNoBarrier(page);
      }
    });

    test(`errors beside fields have no barrier in ${language}`, async ({ page }) => {
      await page.goto(`/${language}/staff/events/new`);
      await page.locator('main form button[type="submit"], main form button:not([type])').last().click();
      await expect(page.locator('[aria-invalid="true"]').first()).toBeVisible();
      await expectNoBarrier(page);
    });
  }
});
