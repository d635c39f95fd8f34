/** What the other tests stand on: a session at the desk, and a list that is longer than a page. */
import { expect, firstSignIn, LONG_LIST, SESSION, test, THAI } from "./portal.js";

test("the desk is signed in", async ({ page, baseURL }) => {
  await firstSignIn(page, "desk", "en");
  await page.context().storageState({ path: SESSION });

  const headers = { origin: baseURL ?? "" };
  const days = { "all-day": "on", format: "online", do: "save" };
  const forms: Record<string, string>[] = [
    {
      ...days,
      "title.th": THAI.title,
      "summary.th": THAI.summary,
      "start-date": "2031-02-03",
      zone: "Asia/Bangkok",
      countries: "TH",
      left: "en",
      right: "th",
    },
  ];
  for (let number = 1; number <= LONG_LIST.length; number++) {
    forms.push({
      ...days,
      "title.en": `Meeting ${number} of a long list`,
      "title.zh-Hans": `长列表会议${number}`,
      "summary.en": "One of many.",
      "start-date": `${LONG_LIST.year}-03-${String(number).padStart(2, "0")}`,
      zone: "Asia/Dili",
      countries: "TL",
      left: "en",
      right: "zh-Hans",
    });
  }
  for (const form of forms) {
    const written = await page.request.post("/en/staff/events/new", { form, headers });
    expect(written.status(), await written.text()).toBe(200);
    const path = new URL(written.url()).pathname;
    const published = await page.request.post(`${path}/publish`, { form: { version: "1" }, headers });
    expect(published.status(), await published.text()).toBe(200);
  }
});
