/**
 * What every test of the portal uses: the language it is read in, its words in that language, its pages, its accounts.
 */
import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import { expect, test as base, type Page } from "@playwright/test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export { expect };
export type Language = "en" | "zh-Hans";

export interface Options {
  /** The language the portal is read in. */
  language: Language;
}

/** Looks up a word of the portal's own: tests say what they look for by the message's key, as the pages do. */
export type Words = (key: string, values?: Record<string, FluentVariable>) => string;

export const test = base.extend<Options & { words: Words }>({
  language: ["en", { option: true }],
  words: async ({ language }, use) => {
    await use(wordsOf(language));
  },
});

const locales = join(import.meta.dirname, "../crates/frontend/src/locales");

export function wordsOf(language: Language): Words {
  const bundle = new FluentBundle(language, { useIsolating: false });
  for (const file of readdirSync(join(locales, language))) {
    bundle.addResource(new FluentResource(readFileSync(join(locales, language, file), "utf8")));
  }
  return (key, values) => {
    const pattern = bundle.getMessage(key)?.value;
    if (!pattern) throw new Error(`${language} has no message ${key}`);
    return bundle.formatPattern(pattern, values);
  };
}

/** A message as a pattern, where its values do not matter: `{ $count } events` finds "12 events". */
export function anyOf(words: Words, key: string, names: string[]): RegExp {
  const gap = "\u0000";
  const text = words(key, Object.fromEntries(names.map((name) => [name, gap])));
  return new RegExp(text.split(gap).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".+"));
}

/** The paths below the language of every page for visitors. */
export const PUBLIC: string[] = JSON.parse(process.env.PORTAL_PAGES ?? "[]");

/** Addresses that answer with an error page. */
export const ERRORS = ["/no-such-page", "/events/no-such-event", "/events?year=soon", "/search?q=forum&kind=spy"];

/** Events that `signed-in.setup.ts` publishes: more than a page of a list holds, on the first days of a March. */
export const LONG_LIST = { year: 2032, country: "tl", length: 23 };

/** An event that `signed-in.setup.ts` publishes, with a title in Thai, which is written without spaces; and a word of it. */
export const THAI = { title: "การประชุมป่าชายเลนระดับภูมิภาค", summary: "ว่าด้วยป่าชายเลน", word: "ป่าชายเลน" };

/** Where the session of the account `desk` is kept between tests. */
export const SESSION = join(import.meta.dirname, "test-results/.session.json");

/** The path of an account's one-time link; the accounts are made by `cargo xtask e2e`. */
export function oneTimeLink(account: string): string {
  const link = JSON.parse(process.env.PORTAL_ACCOUNTS ?? "{}")[account];
  if (typeof link !== "string") throw new Error(`there is no account ${account}`);
  return link;
}

/** Long enough, and never used elsewhere. */
export const PASSWORD = "correct horse battery staple";

/** Sets the account's password by its one-time link, then signs in. */
export async function firstSignIn(page: Page, account: string, language: Language): Promise<void> {
  await page.goto(oneTimeLink(account).replace(/^\/en\//, `/${language}/`));
  await page.locator('input[name="password"]').fill(PASSWORD);
  await page.locator('input[name="again"]').fill(PASSWORD);
  await page.locator("main form button").click();
  await signIn(page, account, language);
}

/** Signs in with a password that is set already. */
export async function signIn(page: Page, account: string, language: Language): Promise<void> {
  await page.goto(`/${language}/staff/sign-in`);
  await page.locator('input[name="email"]').fill(`${account}@example.org`);
  await page.locator('input[name="password"]').fill(PASSWORD);
  await page.locator("main form button").click();
  await expect(page).toHaveURL(new RegExp(`/${language}/staff/events`));
}
