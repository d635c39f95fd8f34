/**
 * Nothing on a page moves once it is seen: not when its style comes, not when an island wakes.
 */
import { expect, PUBLIC, test } from "./portal.js";

/** One page of each kind, and every event: each stands otherwise, and some have times that a script adds to. */
const KINDS = [/^$/, /^\/center$/, /^\/programmes$/, /^\/programmes\//, /^\/framework$/, /^\/framework\/areas\//, /^\/plans\//, /^\/countries$/, /^\/countries\//, /^\/events$/, /^\/accessibility$/, /^\/privacy$/, /^\/site-map$/];
const PATHS = [
  ...KINDS.map((kind) => PUBLIC.find((path) => kind.test(path)) ?? `no page is like ${kind}`),
  ...PUBLIC.filter((path) => path.startsWith("/events/sample-")),
  "/events?period=past",
  "/center?theme=plans",
  "/staff/sign-in",
];

declare global {
  interface Window {
    shifts: string[];
  }
}

for (const language of ["en", "zh-Hans"]) {
  test(`nothing moves on any kind of page in ${language}`, async ({ page }) => {
    test.setTimeout(180_000);
    // So high that the whole page is seen: what moves out of sight is not counted.
    await page.setViewportSize({ width: 360, height: 6000 });
    await page.addInitScript(() => {
      window.shifts = [];
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & { value: number; sources: { node?: Node }[] })[]) {
          const moved = entry.sources.map(({ node }) => (node instanceof Element ? `${node.localName}.${node.className}` : node?.nodeName));
          window.shifts.push(`${entry.value}: ${moved.join(", ")}`);
        }
      }).observe({ type: "layout-shift", buffered: true });
    });
    for (const path of PATHS) {
      await page.goto(`/${language}${path}`, { waitUntil: "networkidle" });
      // What an island does is done in the frame after its module is there.
      if ((await page.locator(".local").count()) > 0) await expect(page.locator(".local").first()).toBeVisible();
      await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
      expect.soft(await page.evaluate(() => window.shifts), path).toEqual([]);
    }
  });
}

test("a page moves on to the next in a fade where motion is wanted, and at once where it is not", async ({ page }) => {
  const fades = () =>
    page.evaluate(() => {
      const rules = (list: CSSRuleList): CSSRule[] => [...list].flatMap((rule) => ("cssRules" in rule && (!("media" in rule) || matchMedia((rule as CSSMediaRule).media.mediaText).matches) ? [rule, ...rules((rule as CSSMediaRule).cssRules)] : [rule]));
      return [...document.styleSheets].flatMap((sheet) => rules(sheet.cssRules)).some((rule) => rule.cssText.startsWith("@view-transition"));
    });
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await page.goto("/en/programmes");
  expect(await fades()).toBe(true);
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto("/en/programmes");
  expect(await fades()).toBe(false);
});

test("a picture on a page has its size, and comes when it is looked at", async ({ request }) => {
  // There is none today: what pages show is type and SVG. Whoever adds one keeps to this.
  for (const path of PATHS) {
    const pictures = (await (await request.get(`/en${path}`)).text()).match(/<(?:img|source|picture|video|iframe)\b[^>]*>/g) ?? [];
    for (const picture of pictures.filter((tag) => tag.startsWith("<img") || tag.startsWith("<iframe"))) {
      expect.soft(picture, path).toMatch(/ width="\d+"/);
      expect.soft(picture, path).toMatch(/ height="\d+"/);
      expect.soft(picture, path).toMatch(/ loading="lazy"/);
      if (picture.startsWith("<img")) expect.soft(picture, path).toMatch(/ decoding="async"/);
    }
  }
});
