/**
 * No page has a barrier that axe can find, in light and dark, on a phone and on a desk.
 */
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

import { asStaff, OPEN, staffPaths, STATES } from "./every-page.js";
import { expect, test } from "./portal.js";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function expectNoBarrier(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [360, 1440]) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: 900 });
      const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
      const told = violations.map(({ id, help, nodes }) => ({ id, help, at: nodes.map((node) => node.html).slice(0, 5) }));
      expect.soft(told, `${new URL(page.url()).pathname}, ${colorScheme}, ${width} px`).toEqual([]);
    }
  }
}

for (const language of ["en", "zh-Hans"]) {
  for (const path of [...OPEN, ...STATES]) {
    test(`${language} ${path || "/"} has no barrier`, async ({ page }) => {
      await page.goto(`/${language}${path}`);
      await expectNoBarrier(page);
    });
  }
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
