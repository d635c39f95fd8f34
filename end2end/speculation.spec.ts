/**
 * The next page is on its way while a link is pressed; the desk, files and what remembers a choice never are before they are asked for.
 */
import type { Page } from "@playwright/test";

import { asStaff } from "./every-page.js";
import { expect, test } from "./portal.js";

/** What the browser makes of the rules, and what it fetches by them. */
async function watch(page: Page) {
  const seen = { sets: 0, errors: [] as string[], fetched: [] as string[] };
  const browser = await page.context().newCDPSession(page);
  browser.on("Preload.ruleSetUpdated", ({ ruleSet }) => {
    seen.sets += 1;
    if (ruleSet.errorType) seen.errors.push(`${ruleSet.errorType}: ${ruleSet.errorMessage ?? ""}`);
  });
  browser.on("Preload.prefetchStatusUpdated", ({ prefetchUrl, status }) => {
    seen.fetched.push(`${new URL(prefetchUrl).pathname} ${status}`);
  });
  await browser.send("Preload.enable");
  return seen;
}

async function press(page: Page, href: string): Promise<void> {
  await page.locator(`a[href="${href}"]:visible`).first().hover();
  await page.mouse.down();
  await page.waitForTimeout(400);
  // Let go elsewhere: pressed, and not followed.
  await page.mouse.move(1, 1);
  await page.mouse.up();
}

test("the page behind a link that is pressed is fetched, and nothing is refused", async ({ page }) => {
  const refused: string[] = [];
  page.on("console", (message) => {
    if (/content security policy|refused to|speculation/i.test(message.text())) refused.push(message.text());
  });
  const seen = await watch(page);
  await page.goto("/en/programmes", { waitUntil: "networkidle" });
  await expect.poll(() => seen.sets).toBeGreaterThan(0);
  expect(seen.errors).toEqual([]);
  await press(page, "/en/programmes/forum");
  await expect.poll(() => seen.fetched.some((line) => line === "/en/programmes/forum Ready"), { message: String(seen.fetched) }).toBe(true);
  expect(refused).toEqual([]);
});

test("the desk, files and choices are not fetched before they are asked for", async ({ page }) => {
  const seen = await watch(page);
  await page.goto("/en/events", { waitUntil: "networkidle" });
  await expect.poll(() => seen.sets).toBeGreaterThan(0);
  for (const href of ["/en/staff/sign-in", "/en/events.ics", "/en/events.atom"]) await press(page, href);
  expect(seen.fetched).toEqual([]);
});

test.describe("at the desk", () => {
  asStaff();
  test("who is signed in is given no rules", async ({ page, request }) => {
    for (const path of ["/en", "/en/events", "/en/staff/events"]) {
      expect((await request.get(path)).headers()["speculation-rules"], path).toBeUndefined();
    }
    const seen = await watch(page);
    await page.goto("/en/staff/events", { waitUntil: "networkidle" });
    expect(seen).toEqual({ sets: 0, errors: [], fetched: [] });
  });
});
