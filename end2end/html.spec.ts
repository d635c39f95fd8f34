/**
 * Every page is valid HTML, in every language it is offered in.
 */
import type { APIRequestContext } from "@playwright/test";

import { asStaff, FORMS_AND_ERRORS, staffPaths, STATES } from "./every-page.js";
import { expect, PUBLIC, test } from "./portal.js";
import { validator } from "./valid.js";

async function expectValid(request: APIRequestContext, path: string, status?: number): Promise<void> {
  const answer = await request.get(path);
  if (status) expect.soft(answer.status(), path).toBe(status);
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
    for (const path of [...PUBLIC, ...STATES]) await expectValid(request, `/${language}${path}`, 200);
    for (const path of FORMS_AND_ERRORS) await expectValid(request, `/${language}${path}`);
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
