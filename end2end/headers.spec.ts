/**
 * What browsers are told besides the page: what it may do, how long it may be kept, how it may be shown elsewhere.
 */
import { expect, test } from "./portal.js";

test("a page may do no more than it needs", async ({ request }) => {
  for (const path of ["/en", "/zh-Hans/events", "/en/no-such-page", "/en/staff/sign-in"]) {
    const headers = (await request.get(path)).headers();
    const policy = headers["content-security-policy"] ?? "";
    expect(policy, path).toContain("default-src");
    expect(policy, path).toContain("frame-ancestors 'none'");
    expect(policy, path).not.toContain("'unsafe-inline'");
    expect(policy, path).not.toContain("'unsafe-eval'");
    expect(headers["x-content-type-options"], path).toBe("nosniff");
    expect(headers["referrer-policy"], path).toBeTruthy();
    expect(headers["permissions-policy"], path).toBeTruthy();
    expect(headers["cross-origin-opener-policy"], path).toBe("same-origin");
    expect(headers["cross-origin-resource-policy"], path).toBeTruthy();
    expect(headers["content-length"], path).toMatch(/^\d+$/);
  }
});

test("nothing on a page is refused by its own policy", async ({ page }) => {
  const refused: string[] = [];
  page.on("console", (message) => {
    if (/content security policy|refused to/i.test(message.text())) refused.push(message.text());
  });
  page.on("pageerror", (error) => refused.push(error.message));
  for (const path of ["", "/center", "/countries", "/events", "/programmes", "/framework", "/search"]) {
    await page.goto(`/en${path}`, { waitUntil: "networkidle" });
  }
  expect(refused).toEqual([]);
});

test("style and scripts may be kept for ever, and come packed", async ({ request }) => {
  const home = await (await request.get("/en/center")).text();
  const files = [...home.matchAll(/"(\/assets\/[^"]+\.(?:css|js|wasm))"/g)].map((match) => match[1] ?? "");
  expect(files.length).toBeGreaterThan(0);
  for (const file of new Set(files)) {
    const answer = await request.get(file, { headers: { "accept-encoding": "br" } });
    expect(answer.status(), file).toBe(200);
    expect(answer.headers()["cache-control"], file).toContain("immutable");
    expect(answer.headers()["content-encoding"], file).toBe("br");
    expect(answer.headers()["vary"]?.toLowerCase(), file).toContain("accept-encoding");
  }
});

test("the portal asks nobody else for anything", async ({ page, baseURL }) => {
  const strangers: string[] = [];
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol !== "data:" && origin !== baseURL) strangers.push(request.url());
  });
  for (const path of ["", "/center", "/countries", "/events"]) await page.goto(`/en${path}`, { waitUntil: "networkidle" });
  expect(strangers).toEqual([]);
});

test("a form from elsewhere is refused", async ({ request }) => {
  const answer = await request.post("/en/staff/sign-in", {
    form: { email: "desk@example.org", password: "whatever it is" },
    headers: { origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" },
  });
  expect(answer.status()).toBe(403);
});
