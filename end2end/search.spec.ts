/**
 * Looking for things: with and without scripts, in two languages, by words of several scripts, by keyboard.
 */
import type { Locator, Page } from "@playwright/test";

import { anyOf, expect, LONG_LIST, test, THAI } from "./portal.js";

function box(page: Page): Locator {
  return page.locator("#q");
}

/** What is offered below the box; the filters have options of their own. */
function offered(page: Page): Locator {
  return page.locator("#suggestions").getByRole("option");
}

async function ready(page: Page): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("data-islands", "ready");
}

/** Types into the box and sends it, as everybody can. */
async function find(page: Page, language: string, words: string): Promise<void> {
  await page.goto(`/${language}/search`);
  await box(page).fill(words);
  await page.getByRole("main").locator("form button[type=submit]").click();
  await expect(page).toHaveURL(new RegExp(`/${language}/search\\?q=`));
}

test("from any page to what one looks for", async ({ page, language, words }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await page.goto(`/${language}/countries/la`);
  await page.getByRole("banner").getByRole("link", { name: words("nav-search"), exact: true }).click();
  await expect(page).toHaveURL(`/${language}/search`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("search-title"));
  await page.getByLabel(words("search-box")).fill(language === "en" ? "mangrove" : "红树林");
  await page.keyboard.press("Enter");
  await expect(page.locator("#found")).toBeVisible();
  const first = page.locator("main :is(.hits, .events) h3 a").first();
  await expect(first).toBeVisible();
  await expect(page.locator("main mark").first()).toBeVisible();
  await first.click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page).not.toHaveURL(/\/search/);
});

test("a word is found in any script, and each hit says its language", async ({ page, language }) => {
  for (const [word, tag] of [["红树林", "zh-Hans"], ["mangrove", "en"], [THAI.word, "th"]] as const) {
    await find(page, language, word);
    const hit = page.locator(`main h3 a${tag === language ? ":not([lang])" : `[lang="${tag}"]`}`).filter({ has: page.locator("mark") });
    await expect(hit.first(), word).toBeVisible();
    await expect(box(page)).toHaveValue(word);
  }
});

test("what is found is narrowed by filters that stay in the address", async ({ page, language, words }) => {
  const word = language === "en" ? "meeting" : "会议";
  await page.goto(`/${language}/search?q=${encodeURIComponent(word)}`);
  await page.locator('main select[name="kind"]').selectOption("event");
  await page.locator('main select[name="country"]').selectOption(LONG_LIST.country);
  await page.locator('main select[name="year"]').selectOption(String(LONG_LIST.year));
  await page.getByRole("main").locator("form button[type=submit]").click();
  await expect(page).toHaveURL(new RegExp(`kind=event.*country=${LONG_LIST.country}.*year=${LONG_LIST.year}`));
  const rows = page.locator("main li.event h3 a");
  const seen = await rows.evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.length).toBeLessThan(LONG_LIST.length);
  await expect(page.locator("#found")).toHaveText(words("search-found", { count: LONG_LIST.length, shown: LONG_LIST.length, query: word }));
  const next = page.getByRole("link", { name: words("list-next"), exact: true });
  while (await next.count()) {
    await next.click();
    await expect(page).toHaveURL(/after=/);
    seen.push(...(await rows.evaluateAll((links) => links.map((link) => link.getAttribute("href")))));
  }
  expect(new Set(seen).size).toBe(LONG_LIST.length);
  expect(seen.length).toBe(LONG_LIST.length);
  await page.getByRole("link", { name: words("search-clear"), exact: true }).click();
  await expect(page).toHaveURL(`/${language}/search?q=${encodeURIComponent(word)}`);
});

test("results by kind lead to all of one kind", async ({ page, language, words }) => {
  await page.goto(`/${language}/search?q=${encodeURIComponent(language === "en" ? "meeting" : "会议")}`);
  await page.getByRole("main").getByRole("link", { name: anyOf(words, "search-all-event", ["count", "shown"]) }).click();
  await expect(page).toHaveURL(/kind=event/);
  await expect(page.getByRole("heading", { level: 2, name: words("search-kind-event") })).toBeVisible();
});

test("where nothing is found there are ways on", async ({ page, language, words }) => {
  await page.goto(`/${language}/search?q=qqqqqqqqqqqqqqqq`);
  await expect(page.locator("#found")).toHaveText(words("search-none", { query: "qqqqqqqqqqqqqqqq" }));
  await expect(page.locator('head meta[name="robots"][content="noindex"]')).toHaveCount(1);
  await page.locator("main .empty").getByRole("link", { name: words("nav-events"), exact: true }).click();
  await expect(page).toHaveURL(`/${language}/events`);

  // There are mangroves, but none of 1991.
  const word = language === "en" ? "mangrove" : "红树林";
  await page.goto(`/${language}/search?q=${encodeURIComponent(word)}&year=1991`);
  await expect(page.locator("#found")).toHaveText(words("search-none-filtered", { query: word }));
  await page.locator("main .empty").getByRole("link", { name: new RegExp(words("search-without-year")) }).click();
  await expect(page).toHaveURL(`/${language}/search?q=${encodeURIComponent(word)}`);
  await expect(page.locator("main mark").first()).toBeVisible();
});

test("what is found is data, too", async ({ page, language }) => {
  await page.goto(`/${language}/search?q=ASEAN&kind=country`);
  const href = `/${language}/search.json?q=ASEAN&kind=country`;
  await expect(page.locator(`main a[href="${href}"]`)).toBeVisible();
  await expect(page.locator(`head link[rel="alternate"][href$="${href}"]`)).toHaveCount(1);
  const answer = await page.request.get(href);
  expect(answer.headers()["content-type"]).toContain("application/json");
  expect((await answer.json()).query.text).toBe("ASEAN");
});

test("browsers are told how to search the portal by themselves", async ({ page, language }) => {
  await page.goto(`/${language}/privacy`);
  const href = await page.locator('head link[rel="search"]').getAttribute("href");
  const answer = await page.request.get(href ?? "");
  expect(answer.headers()["content-type"]).toContain("application/opensearchdescription+xml");
  const templates = await page.evaluate((xml) => {
    const told = new DOMParser().parseFromString(xml, "application/xml");
    if (told.querySelector("parsererror")) throw new Error(told.textContent ?? "");
    return [...told.getElementsByTagName("Url")].map((url) => [url.getAttribute("type"), url.getAttribute("template")] as const);
  }, await answer.text());
  const of = (type: string) => templates.find(([known]) => known === type)?.[1] ?? "";
  await page.goto(of("text/html").replace("{searchTerms}", "ASEAN"));
  await expect(page.locator("main mark").first()).toBeVisible();
  const answers = await (await page.request.get(of("application/x-suggestions+json").replace("{searchTerms}", "fra"))).json();
  expect(answers[0]).toBe("fra");
  expect(answers[1].length).toBe(answers[3].length);
});

test.describe("with scripts", () => {
  test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false, "without scripts the box is a box");

  test("suggestions are gone through by keyboard", async ({ page, language }) => {
    await page.goto(`/${language}/search`);
    await ready(page);
    const field = page.getByRole("combobox", { expanded: false }).and(box(page));
    await expect(field).toHaveAttribute("aria-autocomplete", "list");
    await box(page).pressSequentially(language === "en" ? "mangr" : "红树");
    const options = offered(page);
    await expect(options.first()).toBeVisible();
    await expect(box(page)).toHaveAttribute("aria-expanded", "true");
    await expect(page.locator("#suggested")).not.toBeEmpty();
    await page.keyboard.press("Escape");
    await expect(page.locator("#suggestions")).toBeHidden();
    await page.keyboard.press("ArrowDown");
    await expect(options.first()).toBeVisible();
    await page.keyboard.press("ArrowDown");
    await expect(options.first()).toHaveAttribute("aria-selected", "true");
    await expect(box(page)).toHaveAttribute("aria-activedescendant", (await options.first().getAttribute("id")) ?? "");
    await expect(box(page)).toBeFocused();
    // Before the first is the box itself: Enter there searches for what was typed.
    await page.keyboard.press("ArrowUp");
    await expect(page.locator("[aria-selected=true]")).toHaveCount(0);
    await page.keyboard.press("ArrowDown");
    const address = (await options.first().getAttribute("data-href")) ?? "none";
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(address);
  });

  test("a suggestion is taken by a click, and what was typed by Enter", async ({ page, language }) => {
    await page.goto(`/${language}/search`);
    await ready(page);
    await box(page).pressSequentially("ASEAN");
    const option = offered(page).first();
    await expect(option).toBeVisible();
    const address = (await option.getAttribute("data-href")) ?? "none";
    await option.click();
    await expect(page).toHaveURL(address);
    await page.goto(`/${language}/search`);
    await box(page).pressSequentially("ASEAN");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/search\?q=ASEAN/);
  });

  test("where the network fails the form is a form", async ({ page, language }) => {
    const errors: string[] = [];
    // A fade to the next page that is cut short is told as an error.
    await page.emulateMedia({ reducedMotion: "reduce" });
    page.on("pageerror", (error) => errors.push(error.message));
    await page.goto(`/${language}/search`);
    await ready(page);
    await page.route("**/suggestions.json**", (route) => route.abort());
    await box(page).pressSequentially("forum");
    await page.waitForTimeout(500);
    await expect(page.locator("#suggestions")).toBeHidden();
    await page.route("**/suggestions.json**", (route) => route.fulfill({ status: 503, body: "busy" }));
    await box(page).pressSequentially("s");
    await page.waitForTimeout(500);
    await expect(page.locator("#suggestions")).toBeHidden();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/q=forums/);
    expect(errors).toEqual([]);
  });

  test("a late answer does not take the place of a newer one", async ({ page, language }) => {
    await page.goto(`/${language}/search`);
    await ready(page);
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route("**/suggestions.json?q=a", async (route) => {
      await held;
      await route.fulfill({ json: ["a", ["late"], [""], ["/late"], { languages: [null] }] }).catch(() => {});
    });
    await page.route("**/suggestions.json?q=as", (route) =>
      route.fulfill({ json: ["as", ["new"], [""], ["/new"], { languages: [null] }] }),
    );
    const asked = page.waitForRequest(/q=a$/);
    await box(page).pressSequentially("a");
    await asked;
    await box(page).pressSequentially("s");
    await expect(offered(page)).toHaveText(["new"]);
    release();
    await page.waitForTimeout(300);
    await expect(offered(page)).toHaveText(["new"]);
  });

  test("the key / leads to the box, and can be switched off for good", async ({ page, language }) => {
    await page.goto(`/${language}/search?q=forum`);
    await ready(page);
    const toggle = page.locator("#slash");
    await expect(toggle).toBeChecked();
    await page.keyboard.press("/");
    await expect(box(page)).toBeFocused();
    await expect(box(page)).toHaveValue("forum");
    // In the box it is a letter as any other.
    await page.keyboard.press("End");
    await page.keyboard.press("/");
    await expect(box(page)).toHaveValue("forum/");
    // Whoever leaves the box leaves what is suggested under it.
    await page.locator("main h1").click();
    await expect(page.locator("#suggestions")).toBeHidden();
    await toggle.uncheck();
    await page.locator("main h1").click();
    await page.keyboard.press("/");
    await expect(box(page)).not.toBeFocused();
    await page.reload();
    await ready(page);
    await expect(toggle).not.toBeChecked();
    await page.keyboard.press("/");
    await expect(box(page)).not.toBeFocused();
    await toggle.check();
    await page.reload();
    await ready(page);
    await page.keyboard.press("/");
    await expect(box(page)).toBeFocused();
  });
});
