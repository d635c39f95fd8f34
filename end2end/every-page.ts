/**
 * The pages, by kind: for visitors, for staff, errors. What is true of every page is checked over these.
 */
import type { APIRequestContext } from "@playwright/test";

import { ERRORS, LONG_LIST, PUBLIC, SESSION, test, THAI } from "./portal.js";

/** Pages that signed-out people see, and their paths below the language. */
export const FORMS_AND_ERRORS = ["/staff/sign-in", "/staff/set-password/no-such-token", ...ERRORS];
export const OPEN = [...PUBLIC, ...FORMS_AND_ERRORS];

/** Filters, a theme, a list with nothing in it: the states of pages that an address holds. */
export const STATES = [
  "/events?period=past",
  "/events?format=online",
  "/events?country=la&area=1",
  "/events?period=past&year=1991",
  `/events?country=${LONG_LIST.country}&year=${LONG_LIST.year}`,
  "/center?theme=plans",
  "/search?q=ASEAN",
  "/search?q=%E7%8E%AF%E5%A2%83&kind=event",
  `/search?q=${encodeURIComponent(THAI.word)}`,
  "/search?q=mangrovve+zzzzzz&country=la&year=1991",
  "/search?q=qqqqqqqqqqqqqqqq",
  "/search?q=%2A%2A%2A",
  `/search?q=${"a".repeat(400)}`,
];

/** The desk's pages; those of one event are those of the first in its list. */
export async function staffPaths(request: APIRequestContext): Promise<string[]> {
  const list = await (await request.get("/en/staff/events")).text();
  const ids = [...list.matchAll(/\/en\/staff\/events\/([0-9a-zA-Z-]+)["?#]/g)].map((match) => match[1]);
  const id = ids.find((found) => found && found !== "new");
  if (!id) throw new Error("the desk lists no event");
  const one = ["", "/preview", "/revisions", "/publish", "/unpublish", "/cancel", "/postpone"];
  const account = ["", "/password", "/second-factor", "/sessions", "/log"];
  return [
    "/staff/events",
    "/staff/events?status=draft",
    "/staff/events/new",
    ...one.map((page) => `/staff/events/${id}${page}`),
    ...account.map((page) => `/staff/account${page}`),
  ];
}

/** Tests as the account `desk`. */
export function asStaff(): void {
  test.use({ storageState: SESSION });
}
