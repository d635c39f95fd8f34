/** What the other tests stand on: a session at the desk, and a list that is longer than a page. */
import { expect, firstSignIn, LONG_LIST, SESSION, test } from "./portal.js";

test("the desk is signed in", async ({ page, baseURL }) => {
  await firstSignIn(page, "desk", "en");
  await page.context().storageState({ path: SESSION });

  const headers = { origin: baseURL ?? "" };
  for (let number = 1; number <= LONG_LIST.length; number++) {
    const day = `${LONG_LIST.year}-03-${String(number).padStart(2, "0")}`;
    const form = {
      "title.en": `Meeting ${number} of a long list`,
      "title.zh-Hans": `长列表会议${number}`,
      "summary.en": "One of many.",
      "start-date": day,
      "all-day": "on",
      zone: "Asia/Dili",
      format: "online",
      countries: "TL",
      left: "en",
      right: "zh-Hans",
      do: "save",
    };
    const written = await page.request.post("/en/staff/events/new", { form, headers });
    expect(written.status(), await written.text()).toBe(200);
    const path = new URL(written.url()).pathname;
    const published = await page.request.post(`${path}/publish`, { form: { version: "1" }, headers });
    expect(published.status(), await published.text()).toBe(200);
  }
});
