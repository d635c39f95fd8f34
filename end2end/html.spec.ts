/**
 * Every page is valid HTML, in every language it is offered in.
 */
import type { APIRequestContext } from "@playwright/test";
import { HtmlValidate } from "html-validate";

import { asStaff, OPEN, staffPaths, STATES } from "./every-page.js";
import { expect, test } from "./portal.js";

const validator = new HtmlValidate({
  extends: ["html-validate:standard"],
  // The islands' own elements. They are inline, transparent and hold what the island shows.
  elements: [
    "html5",
    {
      "leptos-island": { flow: true, phrasing: true, transparent: true },
      "leptos-children": { flow: true, phrasing: true, transparent: true },
    },
  ],
});

async function expectValid(request: APIRequestContext, path: string): Promise<void> {
  const answer = await request.get(path);
  const { results } = await validator.validateString(await answer.text());
  const told = results.flatMap(({ messages, source }) =>
    messages.map(({ ruleId, message, line, offset }) => ({
      rule: ruleId,
      message,
      line,
      near: source?.slice(Math.max(0, offset - 60), offset + 120),
    })),
  );
  expect.soft(told, path).toEqual([]);
}

for (const language of ["en", "zh-Hans", "km", "pt"]) {
  test(`every page is valid in ${language}`, async ({ request }) => {
    test.setTimeout(180_000);
    for (const path of [...OPEN, ...STATES]) await expectValid(request, `/${language}${path}`);
  });
}

test.describe("at the desk", () => {
  asStaff();
  test("every page is valid", async ({ request }) => {
    for (const path of await staffPaths(request)) {
      for (const language of ["en", "zh-Hans"]) await expectValid(request, `/${language}${path}`);
    }
  });
});
