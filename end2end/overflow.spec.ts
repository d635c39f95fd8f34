/**
 * No page is wider than the screen it is read on, whatever the words; and a page to be read loads no script.
 */
import type { Page } from "@playwright/test";

import { asStaff, OPEN, staffPaths, STATES } from "./every-page.js";
import { expect, test } from "./portal.js";

async function expectNoOverflow(page: Page): Promise<void> {
  for (const width of [320, 360, 768, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    const tooWide = await page.evaluate(() => {
      const limit = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= limit) return [];
      const clipped = (element: Element) => {
        for (let node = element.parentElement; node; node = node.parentElement) {
          if (getComputedStyle(node).overflowX !== "visible" && node !== document.body) return true;
        }
        return false;
      };
      return [...document.body.querySelectorAll("*")]
        .filter((element) => element.getBoundingClientRect().right > limit + 0.5 && !clipped(element))
        .map((element) => `${element.localName}.${element.getAttribute("class") ?? ""}: ${element.textContent?.slice(0, 60)}`)
        .slice(0, 6)
        .concat(`the page is ${document.documentElement.scrollWidth} px wide`);
    });
    expect.soft(tooWide, `${new URL(page.url()).pathname} at ${width} px`).toEqual([]);
  }
}

for (const path of [...OPEN, ...STATES]) {
  test(`${path || "/"} fits every screen`, async ({ page }) => {
    // Khmer has no words of the portal's own yet, and the longest ones of the content's.
    for (const language of ["en", "zh-Hans", "km"]) {
      await page.goto(`/${language}${path}`);
      await expectNoOverflow(page);
    }
  });
}

test.describe("at the desk", () => {
  asStaff();
  test("every page fits every screen", async ({ page }) => {
    test.setTimeout(120_000);
    for (const path of await staffPaths(page.request)) {
      await page.goto(`/zh-Hans${path}`);
      await expectNoOverflow(page);
      await page.goto(`/en${path}`);
      await expectNoOverflow(page);
    }
  });
});

test("pages to be read load no script", async ({ page }) => {
  for (const path of ["", "/programmes", "/framework", "/framework/areas/1", "/accessibility", "/privacy", "/site-map"]) {
    const scripts: string[] = [];
    page.on("request", (request) => {
      if (request.resourceType() === "script" || request.url().endsWith(".wasm")) scripts.push(request.url());
    });
    await page.goto(`/en${path}`, { waitUntil: "networkidle" });
    expect(scripts, path).toEqual([]);
    expect(await page.locator("script:not([type='application/ld+json'])").count(), path).toBe(0);
  }
});
