import { defineConfig, devices } from "@playwright/test";

import type { Options } from "./portal.js";
import { publicPaths } from "./sitemap.js";

// `cargo xtask e2e` starts the portal and says where it is.
const baseURL = process.env.PORTAL_URL;
if (!baseURL) throw new Error("PORTAL_URL is not set: run `cargo xtask e2e`");

// Asked once, here: the tests add events while they run, and every worker must see the same list of pages.
process.env.PORTAL_PAGES ??= JSON.stringify(await publicPaths(baseURL));

const way = /(visitor|staff|search|account)\.spec\.ts/;
const desktop = { ...devices["Desktop Chrome"], viewport: { width: 1280, height: 900 } };

export default defineConfig<Options>({
  testDir: ".",
  outputDir: "test-results",
  fullyParallel: true,
  forbidOnly: !!process.env.CI,
  // A test that passes at the second try has found something.
  retries: 0,
  workers: 2,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: process.env.CI ? "dot" : "list",
  use: {
    baseURL,
    ...desktop,
    timezoneId: "Asia/Vientiane",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM,
      chromiumSandbox: process.env.CHROMIUM_SANDBOX !== "off",
      args: [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-gpu",
        "--disable-quic",
        "--disable-sync",
        "--no-first-run",
      ],
    },
  },
  projects: process.env.PORTAL_SCREENS
    ? [
        { name: "signed-in", testMatch: "signed-in.setup.ts" },
        { name: "screens", testMatch: "screens.ts", dependencies: ["signed-in"] },
      ]
    : [
        { name: "signed-in", testMatch: "signed-in.setup.ts" },
        { name: "en", testMatch: way, dependencies: ["signed-in"], use: { language: "en" } },
        { name: "en-plain", testMatch: way, dependencies: ["signed-in"], use: { language: "en", javaScriptEnabled: false } },
        { name: "zh-Hans", testMatch: way, dependencies: ["signed-in"], use: { language: "zh-Hans", locale: "zh-CN" } },
        { name: "zh-Hans-plain", testMatch: way, dependencies: ["signed-in"], use: { language: "zh-Hans", locale: "zh-CN", javaScriptEnabled: false } },
        { name: "every-page", testMatch: /\.spec\.ts/, testIgnore: way, dependencies: ["signed-in"] },
      ],
});
