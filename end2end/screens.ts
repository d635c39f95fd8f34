/**
 * Pictures of every page, for people to look at: `cargo xtask screens DIR`.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import type { Page } from "@playwright/test";

import { asStaff, OPEN, staffPaths, STATES } from "./every-page.js";
import { test } from "./portal.js";

const FOLDER = process.env.PORTAL_SCREENS ?? "";
const WIDTHS = [360, 768, 1440];

/** `DIR/<language>/<page>.<width>.<scheme>.png` */
async function take(page: Page, language: string, path: string): Promise<void> {
  const name = path.replace(/[^0-9A-Za-z]+/g, "-").replace(/^-|-$/g, "") || "home";
  mkdirSync(join(FOLDER, language), { recursive: true });
  await page.goto(`/${language}${path}`, { waitUntil: "networkidle" });
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.screenshot({ path: join(FOLDER, language, `${name}.${width}.${colorScheme}.png`), fullPage: true });
    }
  }
}

for (const language of ["en", "zh-Hans", "km"]) {
  for (const path of [...OPEN, ...STATES]) {
    test(`${language} ${path || "/"}`, async ({ page }) => {
      await take(page, language, path);
    });
  }

  test.describe(() => {
    asStaff();
    test(`${language} the desk`, async ({ page }) => {
      test.setTimeout(300_000);
      for (const path of await staffPaths(page.request)) await take(page, language, path);
    });
  });
}
