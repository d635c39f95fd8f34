/**
 * Calendars are read back by a parser that is not ours, and say the same as the portal's JSON.
 */
import type { APIRequestContext } from "@playwright/test";
import ICAL from "ical.js";

import { expect, test } from "./portal.js";

async function calendar(request: APIRequestContext, path: string): Promise<ICAL.Component> {
  const answer = await request.get(path);
  expect(answer.status(), path).toBe(200);
  expect(answer.headers()["content-type"], path).toContain("text/calendar");
  const text = await answer.text();
  for (const line of text.split("\r\n")) {
    expect(Buffer.byteLength(line), `RFC 5545 section 3.1: a line of ${path}`).toBeLessThanOrEqual(75);
  }
  expect(text.replaceAll("\r\n", ""), path).not.toMatch(/[\r\n]/);
  return new ICAL.Component(ICAL.parse(text));
}

/** The event's instants, by the zone that its own calendar defines. */
function instants(component: ICAL.Component, event: ICAL.Event): { start: number; end: number } {
  for (const zone of component.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  }
  return { start: event.startDate.toJSDate().getTime(), end: event.endDate.toJSDate().getTime() };
}

/** What the portal's JSON tells of an event; see `server/src/feed/json.rs`. */
interface Told {
  slug: string;
  status: string;
  version: number;
  title: { value: string };
  when: { start: string; end: string; firstDay: string; lastDay: string; zone: string; wholeDays: boolean };
}

async function listed(request: APIRequestContext, query: string): Promise<Told[]> {
  return (await (await request.get(`/en/events.json${query}`)).json()).items;
}

/** Events of every kind: to come and over. */
async function events(request: APIRequestContext): Promise<Told[]> {
  return [...(await listed(request, "")), ...(await listed(request, "?period=past"))];
}

/** RFC 5545 section 3.8.1.11, and what each of ours is there. */
const STATUS: Record<string, string> = {
  published: "CONFIRMED",
  rescheduled: "CONFIRMED",
  "moved-online": "CONFIRMED",
  postponed: "TENTATIVE",
  cancelled: "CANCELLED",
};

test("one event's calendar says what its JSON says", async ({ request }) => {
  const all = await events(request);
  expect(all.length).toBeGreaterThan(0);
  for (const { slug } of all) {
    const told: Told = await (await request.get(`/en/events/${slug}.json`)).json();
    const component = await calendar(request, `/en/events/${slug}.ics`);
    const vevents = component.getAllSubcomponents("vevent");
    expect(vevents.length, slug).toBe(1);
    const vevent = vevents[0]!;
    const event = new ICAL.Event(vevent);
    expect(event.uid, slug).toBeTruthy();
    expect(event.sequence, slug).toBe(told.version);
    expect(vevent.getFirstPropertyValue("status"), slug).toBe(STATUS[told.status]);
    expect(vevent.getFirstPropertyValue("last-modified"), slug).toBeTruthy();
    expect(vevent.getFirstPropertyValue("dtstamp"), slug).toBeTruthy();
    expect(event.summary, slug).toContain(told.title.value);

    expect(event.startDate.isDate, slug).toBe(told.when.wholeDays);
    if (told.when.wholeDays) {
      expect(event.startDate.toString(), slug).toBe(told.when.firstDay);
      // The end of whole days is the day after the last (RFC 5545 section 3.6.1).
      event.endDate.adjust(-1, 0, 0, 0);
      expect(event.endDate.toString(), slug).toBe(told.when.lastDay);
      continue;
    }
    const zone = vevent.getFirstProperty("dtstart")?.getFirstParameter("tzid");
    expect(zone, slug).toBe(told.when.zone);
    const defined = component.getAllSubcomponents("vtimezone").map((each) => each.getFirstPropertyValue("tzid"));
    expect(defined, slug).toContain(zone);
    expect(instants(component, event), slug).toEqual({ start: Date.parse(told.when.start), end: Date.parse(told.when.end) });
  }
});

test("a list's calendar holds the list's events, each with its own identity", async ({ request }) => {
  for (const query of ["", "?period=past", "?format=online"]) {
    const component = await calendar(request, `/en/events.ics${query}`);
    const uids = component.getAllSubcomponents("vevent").map((each) => String(each.getFirstPropertyValue("uid")));
    expect(new Set(uids).size, query).toBe(uids.length);
    expect(uids.length, query).toBeGreaterThanOrEqual((await listed(request, query)).length);
  }
});

test("an event is the same one in every language and at every reading", async ({ request }) => {
  const [first] = await events(request);
  const uid = async (language: string) => {
    const component = await calendar(request, `/${language}/events/${first?.slug}.ics`);
    return component.getFirstSubcomponent("vevent")?.getFirstPropertyValue("uid");
  };
  expect(await uid("en")).toBe(await uid("zh-Hans"));
  expect(await uid("en")).toBe(await uid("en"));
});
