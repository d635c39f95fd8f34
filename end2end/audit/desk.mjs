/** Staff: somebody who publishes a few events, so that a portal without samples has pages of every kind. */
import { ask } from "./page.mjs";

const PASSWORD = "correct horse battery staple";

async function post(address, fields, cookie = "") {
  const body = new URLSearchParams(fields);
  const headers = { origin: new URL(address).origin, "sec-fetch-site": "same-origin", cookie };
  const answer = await fetch(address, { method: "POST", body, headers, redirect: "manual" });
  if (answer.status >= 400) throw new Error(`${address} answered ${answer.status}:\n${await answer.text()}`);
  return answer;
}

/** Signs in by a one-time link; the session's cookie. */
export async function signIn(origin, link, email) {
  await post(`${origin}${link}`, { password: PASSWORD, again: PASSWORD });
  const answer = await post(`${origin}/en/staff/sign-in`, { email, password: PASSWORD });
  const cookies = answer.headers.getSetCookie().map((line) => line.split(";")[0]);
  if (!cookies.some((line) => line.startsWith("__Host-portal="))) throw new Error(`${email} is not signed in`);
  return cookies.join("; ");
}

/** Writes and publishes events of every format, next year. */
export async function publish(origin, cookie) {
  const year = new Date().getFullYear() + 1;
  const usual = {
    "title.zh-Hans": "红树林恢复：各方能一起做什么",
    "summary.en": "Three days in the field and at the table: what has grown back, what has not, and what comes next.",
    "summary.zh-Hans": "三天的实地考察与讨论：哪些已经恢复，哪些尚未恢复，下一步做什么。",
    "body.en": "## Programme\n\n1. Opening\n2. In the field\n\n| Day | Place |\n|---|---|\n| 1 | Hall |\n\nMore: [the programme](/en/programmes).",
    zone: "Asia/Vientiane",
    countries: "LA",
    areas: "2",
    sdgs: "14",
    spoken: "en",
    "organisers.en": "China-ASEAN Environmental Cooperation Center",
    left: "en",
    right: "zh-Hans",
    do: "save",
  };
  const events = [
    { "title.en": "Mangroves: what we can do together", "start-date": `${year}-05-04`, "start-time": "09:00", "end-time": "16:30", format: "hybrid", "venue.en": "National Convention Centre, Vientiane", "venue.zh-Hans": "万象国家会议中心", "join-link": "https://join.example.org/1" },
    { "title.en": "Air without borders", "start-date": `${year}-06-01`, "end-date": `${year}-06-03`, "all-day": "on", format: "in-person", "venue.en": "Luang Prabang" },
    { "title.en": "Data for everybody", "start-date": `${year}-07-07`, "start-time": "14:00", format: "online" },
  ];
  for (const event of events) {
    const written = await post(`${origin}/en/staff/events/new`, { ...usual, ...event }, cookie);
    const page = new URL(written.headers.get("location") ?? "", origin);
    await post(`${origin}${page.pathname}/publish`, { version: "1" }, cookie);
  }
}

/** The desk's pages; those of one event are those of the first in its list. */
export async function paths(origin, cookie) {
  const { text } = await ask(`${origin}/en/staff/events`, { headers: { cookie } });
  const id = [...text.matchAll(/\/en\/staff\/events\/([0-9a-zA-Z-]+)["?#]/g)].map((match) => match[1]).find((found) => found !== "new");
  if (!id) throw new Error("the desk lists no event");
  const one = ["", "/preview", "/revisions", "/cancel", "/postpone"];
  return ["/staff/events", "/staff/events/new", ...one.map((page) => `/staff/events/${id}${page}`)];
}
