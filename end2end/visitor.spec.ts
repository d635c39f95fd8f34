/**
 * The visitor's way: from the front page to an event in one's own calendar; with and without scripts, in two languages.
 */
import type { Locator, Page } from "@playwright/test";

import { expect, LONG_LIST, test } from "./portal.js";

/** The main menu's link to a section. */
function menu(page: Page, name: string): Locator {
  return page.getByRole("banner").getByRole("link", { name, exact: true }).and(page.locator(":visible")).first();
}

test("from the front page to an event in one's calendar", async ({ page, language, words }) => {
  await page.goto(`/${language}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page).toHaveTitle(new RegExp(words("site-name")));

  await menu(page, words("nav-framework")).click();
  await expect(page).toHaveURL(`/${language}/framework`);
  await page.getByRole("main").locator('a[href$="/framework/areas/1"]').first().click();
  await expect(page).toHaveURL(`/${language}/framework/areas/1`);

  const event = page.getByRole("main").locator(`a[href^="/${language}/events/sample-"]`).first();
  const title = (await event.innerText()).trim();
  await event.click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(title);
  await expect(page.locator("main time[datetime]").first()).toBeVisible();
  await expect(page.getByText(words("status-sample"), { exact: true }).first()).toBeVisible();

  const calendar = page.getByRole("main").locator('a[href*=".ics"]').first();
  const answer = await page.request.get((await calendar.getAttribute("href")) ?? "");
  expect(answer.headers()["content-type"]).toContain("text/calendar");
  expect((await answer.text()).replace(/\r\n /g, "")).toContain(title.replace(/[,;\\]/g, "\\$&"));
});

test("the language is switched in place, and remembered", async ({ page, language, words }) => {
  const other = language === "en" ? { tag: "zh-Hans", name: "简体中文" } : { tag: "en", name: "English" };
  await page.goto(`/${language}/countries`);
  await expect(page.locator("html")).toHaveAttribute("lang", language);
  await page.locator(".languages button").click();
  await page.locator(`#languages a[hreflang="${other.tag}"]`).click();
  await expect(page).toHaveURL(`/${other.tag}/countries`);
  await expect(page.locator("html")).toHaveAttribute("lang", other.tag);
  await expect(menu(page, words("nav-countries"))).toHaveCount(0);
  await page.goto("/");
  await expect(page).toHaveURL(`/${other.tag}`);
});

test("Escape closes what the masthead unfolds, and gives the focus back", async ({ page, language, words }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await page.goto(`/${language}/countries`);
  for (const [name, fold] of [[words("nav-menu"), "#menu"], [new RegExp(`^${words("nav-language")}`), "#languages"]] as const) {
    const button = page.getByRole("banner").getByRole("button", { name });
    await button.focus();
    await page.keyboard.press("Enter");
    await expect(page.locator(fold)).toBeVisible();
    await page.keyboard.press("Tab");
    await expect(page.locator(`${fold} a`).first()).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(page.locator(fold)).toBeHidden();
    await expect(button).toBeFocused();
  }
});

test("a language without words of its own is shown in English, and says so", async ({ page }) => {
  await page.goto("/km/framework");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.locator("p.note [lang=km]").first()).toBeVisible();
});

test("the history is filtered by theme", async ({ page, language, words, javaScriptEnabled }) => {
  await page.goto(`/${language}/center`);
  const entries = page.locator("#history-entries > li");
  const all = await entries.count();
  await expect(entries.first()).toBeVisible();
  if (javaScriptEnabled !== false) await expect(page.locator("html")).toHaveAttribute("data-islands", "ready");
  await page.getByRole("link", { name: words("history-theme-plans"), exact: true }).click();
  await expect(page).toHaveURL(/theme=plans/);
  await expect(page.getByRole("link", { name: words("history-theme-plans"), exact: true })).toHaveAttribute("aria-current", "true");
  const shown = page.locator("#history-entries > li:visible");
  await expect(shown).not.toHaveCount(all);
  for (const theme of await shown.evaluateAll((items) => items.map((item) => item.getAttribute("data-theme")))) {
    expect(theme).toBe("plans");
  }
  const count = await shown.count();
  const theme = (key: string) => page.getByRole("link", { name: words(`history-theme-${key}`), exact: true });
  await theme("all").click();
  await expect(shown).toHaveCount(all);
  await page.goBack();
  await expect(page).toHaveURL(/theme=plans/);
  await expect(shown).toHaveCount(count);
  await expect(theme("plans")).toHaveAttribute("aria-current", "true");
  // The address alone brings the same entries, and Back the ones before them.
  await page.reload();
  await expect(shown).toHaveCount(count);
  if (javaScriptEnabled !== false) await expect(page.locator("html")).toHaveAttribute("data-islands", "ready");
  await page.goBack();
  await expect(page).not.toHaveURL(/theme=/);
  await expect(shown).toHaveCount(all);
  await expect(theme("all")).toHaveAttribute("aria-current", "true");
});

test("a way back to a citation leads there, also where a theme hides it", async ({ page, language, words, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "without scripts, what is of another theme is not on the page");
  await page.goto(`/${language}/center`);
  await expect(page.locator("html")).toHaveAttribute("data-islands", "ready");
  await page.getByRole("link", { name: words("history-theme-plans"), exact: true }).click();
  const hidden = await page.locator("#history-entries > li[hidden] a[id^='cite-']").first().getAttribute("id");
  await page.locator(`a[href="#${hidden}"]`).click();
  await expect(page.locator(`#${hidden}`)).toBeInViewport();
  await expect(page).toHaveURL(new RegExp(`/center#${hidden}$`));
});

test("every entry of the history has its sources", async ({ page, language }) => {
  await page.goto(`/${language}/center`);
  const without = await page.locator("#history-entries > li").evaluateAll((items) =>
    items.filter((item) => !item.querySelector('a[href^="#source-"]')).map((item) => item.id),
  );
  expect(without).toEqual([]);
  const dead = await page.locator('a[href^="#source-"]').evaluateAll((links) =>
    links.map((link) => link.getAttribute("href")!.slice(1)).filter((id) => !document.getElementById(id)),
  );
  expect(dead).toEqual([]);
});

test("the map of countries is walked by keyboard", async ({ page, language }) => {
  await page.goto(`/${language}/countries`);
  const tiles = page.locator("svg.tiles a, .tiles a");
  await expect(tiles).toHaveCount(12);
  await tiles.first().focus();
  const seen = new Set<string>();
  let above = { x: -Infinity, y: -Infinity };
  for (let step = 0; step < 12; step++) {
    const { href, x, y } = await page.evaluate(() => {
      const { x, y } = document.activeElement?.getBoundingClientRect() ?? { x: 0, y: 0 };
      return { href: document.activeElement?.getAttribute("href") ?? "", x, y };
    });
    expect(href).toMatch(new RegExp(`^/${language}/countries/[a-z]{2}$`));
    // Row by row, as it is seen.
    expect(y > above.y + 1 || (Math.abs(y - above.y) <= 1 && x > above.x), href).toBe(true);
    above = { x, y };
    seen.add(href);
    if (step < 11) await page.keyboard.press("Tab");
  }
  expect(seen.size).toBe(12);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/${language}/countries/[a-z]{2}$`));
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test("events are found by filters that stay in the address", async ({ page, language, words }) => {
  await page.goto(`/${language}/events`);
  await page.locator('main select[name="format"]').selectOption("online");
  await page.locator('main form button[type="submit"], main form button:not([type])').first().click();
  await expect(page).toHaveURL(/format=online/);
  await expect(page.locator('main select[name="format"]')).toHaveValue("online");
  const rows = page.locator("main li.event");
  expect(await rows.count()).toBeGreaterThan(0);
  for (const row of await rows.all()) await expect(row).toContainText(words("format-online"));

  await page.goto(`/${language}/events?period=past`);
  const past = await page.locator("main li.event time").evaluateAll((times) => times.map((t) => t.getAttribute("datetime") ?? ""));
  expect(past.length).toBeGreaterThan(0);
  expect(past).toEqual([...past].sort().reverse());

  await page.goto(`/${language}/events?year=1991&period=past`);
  await expect(page.locator("main li.event")).toHaveCount(0);
});

test("a long list is read page by page, and nothing is shown twice or lost", async ({ page, language, words }) => {
  await page.goto(`/${language}/events?country=${LONG_LIST.country}&year=${LONG_LIST.year}`);
  const rows = page.locator("main li.event h3 a");
  const seen = await rows.evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  expect(seen.length).toBeLessThan(LONG_LIST.length);
  await page.getByRole("link", { name: words("list-next"), exact: true }).click();
  await expect(page).toHaveURL(/after=/);
  await expect(page).toHaveURL(new RegExp(`year=${LONG_LIST.year}`));
  seen.push(...(await rows.evaluateAll((links) => links.map((link) => link.getAttribute("href")))));
  expect(new Set(seen).size).toBe(LONG_LIST.length);
  expect(seen.length).toBe(LONG_LIST.length);
  await expect(page.getByRole("link", { name: words("list-next"), exact: true })).toHaveCount(0);
});

test("a list says where the same is as data", async ({ page, language }) => {
  await page.goto(`/${language}/events?format=online`);
  for (const [extension, type] of [["json", "application/json"], ["csv", "text/csv"], ["ics", "text/calendar"], ["atom", "application/atom+xml"]]) {
    const href = `/${language}/events.${extension}?format=online`;
    await expect(page.locator(`main a[href="${href}"]`).first()).toBeVisible();
    await expect(page.locator(`head link[rel="alternate"][href$="${href}"]`)).toHaveCount(1);
    const answer = await page.request.get(href);
    expect(answer.status(), href).toBe(200);
    expect(answer.headers()["content-type"], href).toContain(type);
  }
});

test("a country's page shows what concerns it, and leads to all of it", async ({ page, language, words }) => {
  await page.goto(`/${language}/countries/la`);
  const country = (await page.getByRole("heading", { level: 1 }).innerText()).trim();
  const event = page.getByRole("main").locator(`li.event a[href^="/${language}/events/"]`).first();
  const href = await event.getAttribute("href");
  await page.goto(href ?? "");
  await expect(page.getByRole("main").getByRole("link", { name: country, exact: true }).first()).toBeVisible();
  await page.goBack();
  await page.getByRole("link", { name: words("event-all-upcoming-of", { about: country }), exact: true }).click();
  await expect(page).toHaveURL(`/${language}/events?country=la`);
  await expect(page.locator(`main li.event a[href="${href}"]`)).toBeVisible();
});

test("a visitor elsewhere sees the event on their own clock", async ({ page, language, words, javaScriptEnabled }) => {
  // The tests' browser is in Vientiane, the event in Beijing's zone.
  await page.goto(`/${language}/events/sample-forum`);
  const local = page.locator(".local");
  if (javaScriptEnabled === false) {
    await expect(local).toBeHidden();
  } else {
    await expect(local).toBeVisible();
    // The page's own sentence, an hour earlier and by another clock.
    const told = (await page.locator("main dl.facts time").first().innerText()).trim();
    const here = told.replaceAll("09:00", "08:00").replaceAll("17:30", "16:30").replace(/(, |，)[^,，]+$/, "$1UTC+7");
    await expect(local).toHaveText(words("date-local", { time: here }));
  }
});

test("what is not there is told in the visitor's language, with a way on", async ({ page, language, words }) => {
  for (const path of ["/no-such-page", "/events/no-such-event", "/countries/xx", "/programmes/none"]) {
    const answer = await page.goto(`/${language}${path}`);
    expect(answer?.status(), path).toBe(404);
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("error-not-found"));
  }
  await page.getByRole("main").getByRole("link", { name: words("nav-events"), exact: true }).click();
  await expect(page).toHaveURL(`/${language}/events`);
});
