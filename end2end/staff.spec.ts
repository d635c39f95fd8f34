/**
 * The staff's way: an account, an event from draft to its end, two people at once; with and without scripts.
 */
import type { Page } from "@playwright/test";

import { expect, firstSignIn, signIn, test, type Language } from "./portal.js";

// One account a project, one way through: each step stands on the one before.
test.describe.configure({ mode: "serial" });

interface Texts {
  title: string;
  summary: string;
  body: string;
}

const field = (page: Page, name: string) => page.locator(`main [name="${name}"]`);

/** Checks that a field is named for people, and returns it. */
async function labelled(page: Page, name: string) {
  const found = field(page, name).first();
  await expect(found).toHaveAccessibleName(/\S/);
  return found;
}

async function save(page: Page): Promise<void> {
  await page.locator('main button[name="do"][value="save"]:not([tabindex])').click();
}

/** Opens the event's page at the desk by its title in the list. */
async function open(page: Page, language: Language, title: string): Promise<void> {
  await page.goto(`/${language}/staff/events`);
  await page.getByRole("main").getByRole("link", { name: title }).first().click();
  await expect(field(page, "title.en")).toBeVisible();
}

/** Follows the link to a change of status, and confirms it. */
async function change(page: Page, status: string, notices: Record<string, string> = {}): Promise<void> {
  await page.getByRole("main").locator(`a[href$="/${status}"]`).first().click();
  for (const [locale, notice] of Object.entries(notices)) {
    const typed = field(page, `notice.${locale}`);
    if (await typed.count()) await typed.fill(notice);
  }
  await page.locator("main form button").last().click();
}

function texts(project: string): { slug: string; en: Texts; zh: Texts } {
  return {
    slug: `desk-test-${project.toLowerCase()}`,
    en: { title: `Mangrove planting day (${project})`, summary: "Planting with schools.", body: "## Programme\n\nBring **boots**." },
    zh: { title: `红树林种植日（${project}）`, summary: "与学校一起种植红树林。", body: "## 日程\n\n请自备**雨靴**。" },
  };
}

let page: Page;
let slug: string;
let en: Texts;
let zh: Texts;

test.beforeAll(async ({ browser }, { project }) => {
  ({ slug, en, zh } = texts(project.name));
  const { language: _, ...use } = project.use as Record<string, unknown>;
  page = await browser.newContext(use).then((context) => context.newPage());
});
test.afterAll(() => page.context().close());

test("a link sets the password once, and the password opens the desk", async ({ language, words }, { project }) => {
  await firstSignIn(page, project.name, language);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("button", { name: words("nav-sign-out") })).toBeVisible();
});

test("a form with mistakes keeps what was typed, and names each mistake at its field", async ({ language, words }) => {
  await page.goto(`/${language}/staff/events/new`);
  await (await labelled(page, "title.en")).fill(en.title);
  await (await labelled(page, "title.zh-Hans")).fill(zh.title);
  await (await labelled(page, "summary.en")).fill(`<script>alert("summary")</script>`);
  await (await labelled(page, "body.en")).fill(`</textarea><script>document.title = "broken"</script>`);
  await (await labelled(page, "start-date")).fill("2031-05-06");
  await (await labelled(page, "start-time")).fill("09:00");
  await (await labelled(page, "end-date")).fill("2031-05-05");
  await (await labelled(page, "end-time")).fill("10:00");
  await save(page);

  const end = field(page, "end-date");
  await expect(end).toHaveAttribute("aria-invalid", "true");
  await expect(end).toHaveAccessibleDescription(new RegExp(words("error-end-before-start")));
  await expect(field(page, "title.en")).toHaveValue(en.title);
  await expect(field(page, "title.zh-Hans")).toHaveValue(zh.title);
  await expect(field(page, "summary.en")).toHaveValue(`<script>alert("summary")</script>`);
  await expect(field(page, "body.en")).toHaveValue(`</textarea><script>document.title = "broken"</script>`);
  await expect(page).not.toHaveTitle("broken");
});

test("an event is written in two languages side by side, and stays a draft", async ({ language, words }) => {
  await field(page, "slug").fill(slug);
  for (const [locale, text] of [["en", en], ["zh-Hans", zh]] as const) {
    await field(page, `summary.${locale}`).fill(text.summary);
    await field(page, `body.${locale}`).fill(text.body);
    await field(page, `venue.${locale}`).fill(locale === "en" ? "Can Gio, Viet Nam" : "越南芹耶");
  }
  await field(page, "end-date").fill("2031-05-07");
  await field(page, "zone").selectOption("Asia/Ho_Chi_Minh");
  await page.getByRole("radio", { name: words("format-in-person"), exact: true }).check();
  await page.locator('main input[name="countries"][value="VN"]').check();
  await page.locator('main input[name="areas"][value="1"]').check();
  await save(page);
  await expect(page).toHaveURL(new RegExp(`/${language}/staff/events/(?!new)[0-9A-Za-z-]+`));
  await expect(field(page, "title.en")).toHaveValue(en.title);
  const visitor = await page.request.get(`/en/events/${slug}`, { headers: { cookie: "" } });
  expect(visitor.status()).toBe(404);
});

test("a preview shows what is typed as visitors would see it, and leads back to it", async ({ language, words }) => {
  await open(page, language, language === "en" ? en.title : zh.title);
  const typed = language === "en" ? "Typed, and not saved." : "已输入，尚未保存。";
  await field(page, `summary.${language}`).fill(typed);
  await page.locator('main button[name="do"][value="preview"]').click();
  await expect(page.getByRole("heading", { level: 1 }).first()).toContainText(language === "en" ? en.title : zh.title);
  await expect(page.getByText(typed).first()).toBeVisible();
  await expect(page.getByText(words("staff-preview-typed"))).toBeVisible();
  await page.locator('main button[name="do"][value="edit"]').click();
  await expect(field(page, `summary.${language}`)).toHaveValue(typed);
});

test("what was typed is not left by a wrong click", async ({ language, words, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "without scripts the browser does not ask");
  await open(page, language, language === "en" ? en.title : zh.title);
  await expect(page.locator("html")).toHaveAttribute("data-islands", "ready");
  const asked: string[] = [];
  page.on("dialog", async (dialog) => {
    asked.push(dialog.type());
    await dialog.dismiss();
  });
  const list = page.getByRole("main").getByRole("link", { name: words("staff-events"), exact: true });
  const summary = field(page, "summary.en");
  await summary.click();
  await summary.pressSequentially("Typed. ");
  await list.click();
  await expect.poll(() => asked).toEqual(["beforeunload"]);
  await expect(summary).toHaveValue(/Typed\. /);
  // So it is where what was typed is previewed.
  await page.locator('main button[name="do"][value="preview"]').click();
  await expect(page.locator("html")).toHaveAttribute("data-islands", "ready");
  await page.locator("form[data-unsaved] p").first().click();
  await page.getByRole("banner").getByRole("link").first().click();
  await expect.poll(() => asked.length).toBe(2);
  await page.locator('main button[name="do"][value="edit"]').click();
  await expect(summary).toHaveValue(/Typed\. /);
  // To be shown again with what was typed, and to be saved, is no leaving.
  await page.locator('main button[name="do"][value="language"]').click();
  await expect(summary).toHaveValue(/Typed\. /);
  await expect(page.locator("html")).toHaveAttribute("data-islands", "ready");
  await summary.fill(en.summary);
  await save(page);
  await expect(page.locator(".note.good")).toBeVisible();
  await list.click();
  await expect(page).toHaveURL(/\/staff\/events$/);
  expect(asked).toHaveLength(2);
  page.removeAllListeners("dialog");
});

test("published, a visitor sees it on every page and in every form", async ({ language, browser, baseURL }) => {
  await open(page, language, language === "en" ? en.title : zh.title);
  await change(page, "publish");

  const context = await browser.newContext({ baseURL });
  const visitor = await context.newPage();
  for (const [tag, text] of [["en", en], ["zh-Hans", zh]] as const) {
    await visitor.goto(`/${tag}/events/${slug}`);
    await expect(visitor.getByRole("heading", { level: 1 })).toContainText(text.title);
    await expect(visitor.getByRole("heading", { name: tag === "en" ? "Programme" : "日程", exact: true })).toBeVisible();
    // The country's own page shows the next few alone, and leads to the list that has them all.
    await visitor.goto(`/${tag}/countries/vn`);
    await visitor.locator(`main a[href="/${tag}/events?country=vn"]`).first().click();
    await expect(visitor).toHaveURL(`/${tag}/events?country=vn`);
    await visitor.goto(`/${tag}/events?country=vn&year=2031`);
    await expect(visitor.locator(`a[href="/${tag}/events/${slug}"]`).first()).toBeAttached();
    for (const extension of ["json", "csv", "ics", "atom"]) {
      const answer = await visitor.request.get(`/${tag}/events.${extension}?country=vn&year=2031`);
      expect(answer.status(), extension).toBe(200);
      expect((await answer.text()).replace(/\r\n /g, ""), extension).toContain(text.title);
    }
  }
  const calendar = await (await visitor.request.get(`/en/events/${slug}.ics`)).text();
  expect(calendar).toContain("DTSTART;TZID=Asia/Ho_Chi_Minh:20310506T090000");
  await context.close();
});

test("an edit is seen at once", async ({ language }) => {
  await open(page, language, language === "en" ? en.title : zh.title);
  await field(page, "summary.en").fill("Planting with schools and fishers.");
  await field(page, "note").fill("The fishers' association joined.");
  await save(page);
  await page.goto(`/en/events/${slug}`);
  await expect(page.getByText("Planting with schools and fishers.").first()).toBeVisible();
});

test("of two edits at once neither is lost: both texts, and a choice", async ({ language }) => {
  await open(page, language, language === "en" ? en.title : zh.title);
  const second = await page.context().newPage();
  await second.goto(page.url());
  await field(page, "summary.en").fill("The first window's summary.");
  await save(page);
  await field(second, "summary.en").fill("The second window's summary.");
  await save(second);

  await expect(second.getByText("The first window's summary.").first()).toBeVisible();
  await expect(second.getByText("The second window's summary.").first()).toBeVisible();
  await second.locator('main input[name="choose.summary.en"][value="mine"]').check();
  await second.locator("main form button").last().click();
  await second.goto(`/en/events/${slug}`);
  await expect(second.getByText("The second window's summary.").first()).toBeVisible();
  await second.close();
});

test("a cancellation tells visitors why, and calendars too", async ({ language, words }) => {
  await open(page, language, language === "en" ? en.title : zh.title);
  await change(page, "cancel", { en: "The tide is too high this year.", "zh-Hans": "今年潮位过高。" });
  await page.goto(`/${language}/events/${slug}`);
  await expect(page.getByText(language === "en" ? "The tide is too high this year." : "今年潮位过高。").first()).toBeVisible();
  await expect(page.getByText(words("status-cancelled"), { exact: true }).first()).toBeVisible();
  const calendar = await (await page.request.get(`/en/events/${slug}.ics`)).text();
  expect(calendar).toContain("STATUS:CANCELLED");
  expect(calendar).not.toContain("CONFERENCE");
});

test("its revisions tell who changed what, and why", async ({ language }, { project }) => {
  await open(page, language, language === "en" ? en.title : zh.title);
  await page.getByRole("main").locator('a[href$="/revisions"]').first().click();
  const main = page.getByRole("main");
  await expect(main.getByText("The fishers' association joined.").first()).toBeVisible();
  await expect(main.locator("ins, del").filter({ hasText: "fishers" }).first()).toBeVisible();
  await expect(main.getByText(project.name).first()).toBeVisible();
});

test("signed out, the desk is closed and the same link works no more", async ({ language, words }, { project }) => {
  await page.goto(`/${language}/staff/events`);
  await page.getByRole("button", { name: words("nav-sign-out") }).click();
  await page.goto(`/${language}/staff/events`);
  await expect(page.locator('main input[name="password"]')).toBeVisible();
  await signIn(page, project.name, language);
});
