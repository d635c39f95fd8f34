/**
 * The owner's way through their account: a second factor, another place, another password; with and without scripts.
 */
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "@playwright/test";
import { createHmac } from "node:crypto";

import { expect, firstSignIn, PASSWORD, test, type Language } from "./portal.js";
import { validator } from "./valid.js";

// One account a project, one way through: each step stands on the one before.
test.describe.configure({ mode: "serial" });

const field = (page: Page, name: string) => page.locator(`main [name="${name}"]`);
const send = (page: Page) => page.locator('main form button[type="submit"]').first().click();

/** RFC 6238 with the usual figures: SHA-1, six digits, thirty seconds. */
function codeOf(secret: string, step: number): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret.replaceAll("-", "")].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", key).update(counter).digest();
  const offset = mac[19]! & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

const now = () => Math.floor(Date.now() / 30_000);

/** The page has no barrier that axe can find, and is valid HTML. */
async function expectSound(page: Page): Promise<void> {
  // axe waits by timers, which do not run where scripts are off; the page is the same.
  if (test.info().project.use.javaScriptEnabled !== false) {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect.soft(violations.map(({ id, nodes }) => ({ id, at: nodes.map((node) => node.html) })), page.url()).toEqual([]);
  }
  const { results } = await validator.validateString(await page.content());
  // What a browser writes of a document that it has read is spelled in its own way.
  const spelling = ["doctype-style", "attribute-boolean-style", "attribute-empty-style", "no-trailing-whitespace", "void-style"];
  const told = results.flatMap(({ messages }) => messages).filter(({ ruleId }) => !spelling.includes(ruleId));
  expect.soft(told.map(({ ruleId, message }) => ({ ruleId, message })), page.url()).toEqual([]);
}

async function another(browser: Browser, use: Record<string, unknown>): Promise<Page> {
  const { language: _, ...rest } = use;
  return (await browser.newContext(rest)).newPage();
}

async function givePassword(page: Page, account: string, password: string, language: Language): Promise<void> {
  await page.goto(`/${language}/staff/sign-in`);
  await field(page, "email").fill(`${account}@example.org`);
  await field(page, "password").fill(password);
  await send(page);
}

let page: Page;
let secret: string;
let used: number;
let codes: string[];
let account: string;

test.beforeAll(async ({ browser }, { project }) => {
  account = `own-${project.name}`;
  page = await another(browser, project.use as Record<string, unknown>);
});
test.afterAll(() => page.context().close());

test("a second factor is on once a code has shown that it works", async ({ language, words }) => {
  await firstSignIn(page, account, language);
  await page.getByRole("link", { name: words("nav-account"), exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("own-title"));
  await page.getByRole("link", { name: words("own-second-set-up") }).click();
  await page.getByRole("button", { name: words("own-second-set-up") }).click();
  await expect(page.getByRole("img", { name: words("own-qr") })).toBeVisible();
  await expectSound(page);
  secret = (await page.locator("code.secret").textContent()) ?? "";

  await field(page, "code").fill("12345");
  await field(page, "password").fill("not the password");
  await page.getByRole("button", { name: words("own-second-confirm") }).click();
  for (const [name, key] of [["code", "error-wrong-code"], ["password", "error-wrong-password"]] as const) {
    await expect(field(page, name)).toHaveAttribute("aria-invalid", "true");
    await expect(field(page, name)).toHaveAccessibleDescription(new RegExp(words(key)));
    await expect(field(page, name)).toHaveValue("");
  }
  await expectSound(page);
  await expect(page.locator("code.secret")).toHaveText(secret);

  used = now();
  await field(page, "code").fill(codeOf(secret, used));
  await field(page, "password").fill(PASSWORD);
  await page.getByRole("button", { name: words("own-second-confirm") }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("own-codes-keep"));
  codes = await page.locator(".codes code").allTextContents();
  expect(new Set(codes).size).toBe(10);
  await expectSound(page);
});

test("signing in asks for a code, which works once", async ({ language, words }) => {
  await page.getByRole("button", { name: words("nav-sign-out") }).click();
  await givePassword(page, account, PASSWORD, language);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("own-code-title"));
  await expectSound(page);
  await field(page, "code").fill(codeOf(secret, used));
  await send(page);
  await expect(field(page, "code")).toHaveAccessibleDescription(new RegExp(words("error-wrong-code")));

  await page.getByRole("link", { name: words("own-code-use-recovery") }).click();
  await field(page, "code").fill(codes[0]!.toUpperCase().replaceAll("-", " "));
  await send(page);
  await expect(page).toHaveURL(new RegExp(`/${language}/staff/events`));
  await expect(page.getByText(words("own-welcome"))).toBeVisible();
});

test("another place where the account is signed in can be ended from here", async ({ browser, language, words }, { project }) => {
  const other = await another(browser, project.use as Record<string, unknown>);
  await givePassword(other, account, PASSWORD, language);
  await field(other, "code").fill(codeOf(secret, Math.max(now(), used + 1)));
  await send(other);
  await expect(other).toHaveURL(new RegExp(`/${language}/staff/events`));

  await page.goto(`/${language}/staff/account/sessions`);
  await expectSound(page);
  await page.getByRole("checkbox").first().check();
  await field(page, "password").fill(PASSWORD);
  await page.getByRole("button", { name: words("own-sessions-end"), exact: true }).click();
  await expect(page.getByRole("status")).toHaveText(words("own-done-ended"));
  await expect(page.getByRole("checkbox")).toHaveCount(0);
  await other.reload();
  await expect(other).toHaveURL(new RegExp(`/${language}/staff/sign-in`));
  await other.context().close();
});

test("the password is changed, and one that everybody tries is refused", async ({ language, words }) => {
  await page.goto(`/${language}/staff/account/password`);
  await field(page, "current").fill(PASSWORD);
  await field(page, "password").fill("password1234");
  await field(page, "again").fill("password1234");
  await send(page);
  await expect(field(page, "password")).toHaveAccessibleDescription(new RegExp(words("error-common")));
  await expectSound(page);
  await field(page, "current").fill(PASSWORD);
  await field(page, "password").fill(`${PASSWORD} of another`);
  await field(page, "again").fill(`${PASSWORD} of another`);
  await send(page);
  await expect(page.getByRole("status")).toHaveText(words("own-done-password"));
});

test("it is turned off with the password and a code, and the log tells all of it", async ({ language, words }) => {
  await page.goto(`/${language}/staff/account/second-factor`);
  await expectSound(page);
  await page.getByRole("link", { name: words("own-off-ask") }).click();
  await expectSound(page);
  await field(page, "password").fill(`${PASSWORD} of another`);
  await field(page, "code").fill(codes[1]!);
  await send(page);
  await expect(page.getByRole("status")).toHaveText(words("own-done-off"));
  await page.getByRole("link", { name: words("own-log-do") }).click();
  const kinds = ["signed-in", "second-factor-on", "second-factor-off", "recovery-code-used", "password-changed"];
  for (const kind of kinds) {
    await expect(page.getByRole("rowheader", { name: words(`entry-${kind}`) }).first()).toBeVisible();
  }
  await expectSound(page);
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("own-title"));
});
