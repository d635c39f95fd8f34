/** All of it, told as a table and as `audit.json`. Run by `cargo xtask audit`, which starts the portals and says where they are. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { open } from "./front.mjs";
import * as desk from "./desk.mjs";
import { ask, kind, listed, NOT_LISTED, oneOfEach, STATES } from "./page.mjs";

const { AUDIT_PORTALS, AUDIT_CERTIFICATE, AUDIT_KEY, AUDIT_FOLDER, AUDIT_ONLY, AUDIT_PAGES, AUDIT_SBOM } = process.env;
/** Host → the portal behind it, and its account at the desk. `real` holds what ships; `demo` the samples too, and is kept from search engines. */
const { real, demo } = JSON.parse(AUDIT_PORTALS ?? "{}");
const parts = ["lighthouse", "axe", "nu", "links", "data", "observatory", "sbom"];
const only = AUDIT_ONLY ? AUDIT_ONLY.split(",") : parts;
/** Part of the paths that Lighthouse and axe look at; all where it is not given. */
const asked = (path) => path.includes(AUDIT_PAGES ?? "");
const unknown = only.find((part) => !parts.includes(part));
if (unknown) throw new Error(`there is no part ${unknown}; there are: ${parts.join(", ")}`);

mkdirSync(AUDIT_FOLDER, { recursive: true });
const front = await open({ [real.host]: real.url, [demo.host]: demo.url }, { certificate: AUDIT_CERTIFICATE, key: AUDIT_KEY });
const origin = `https://${real.host}`;
const samples = `https://${demo.host}`;
const cookie = await desk.signIn(origin, real.link, real.email);
await desk.publish(origin, cookie);
const paths = await listed(origin);
const kinds = await oneOfEach(origin, paths);
const samplePaths = (await listed(samples)).filter((path) => path.startsWith("/events"));
const report = { kinds, pages: paths.length };
let short = 0;

/** Tells what a part found; the first of them in full. */
function tell(part, summary, found) {
  report[part] = { summary, found };
  short += found.length;
  console.log(`\n${found.length === 0 ? "ok  " : "SHORT"} ${part}: ${summary}`);
  for (const it of found.slice(0, 40)) console.log(`  ${JSON.stringify(it)}`);
}

const browser = only.some((part) => ["lighthouse", "axe"].includes(part))
  ? await (await import("./browser.mjs")).start({ rules: front.rules, certificate: AUDIT_CERTIFICATE })
  : undefined;
try {
  if (only.includes("observatory")) {
    const { grade } = await import("./observatory.mjs");
    const told = await grade(real.host);
    report.grade = told;
    console.log(`\n| HTTP Observatory | passed | points |\n|---|---|--:|`);
    for (const { test, passed, result, points } of told.tests) console.log(`| ${test}: ${result} | ${passed ? "yes" : "NO"} | ${points} |`);
    const failed = told.tests.filter(({ passed, points }) => !passed || points < 0);
    tell("observatory", `grade ${told.grade}, ${told.score} points`, told.grade === "A+" ? failed : [{ grade: told.grade }, ...failed]);
  }
  let documents = [];
  if (["links", "nu", "data"].some((part) => only.includes(part))) {
    const { follow } = await import("./link.mjs");
    const everywhere = (at, all) => ["en", "zh-Hans", "km"].flatMap((language) => [...all, ...STATES, "/staff/sign-in"].map((path) => `${at}/${language}${path}`));
    const ours = await follow(origin, everywhere(origin, paths));
    const theirs = await follow(samples, everywhere(samples, samplePaths));
    documents = [...ours.documents, ...theirs.documents];
    report.elsewhere = ours.elsewhere;
    if (only.includes("links")) tell("links", `${ours.asked + theirs.asked} addresses asked; ${ours.elsewhere.length} lead elsewhere, and are listed in audit.json`, [...ours.found, ...theirs.found]);
  }
  if (only.includes("nu")) {
    const { check } = await import("./nu.mjs");
    const typed = [];
    for (const path of await desk.paths(origin, cookie)) {
      for (const language of ["en", "zh-Hans"]) typed.push(await ask(`${origin}/${language}${path}`, { headers: { cookie } }));
    }
    typed.push(await ask(`${origin}/en/no-such-page`), await ask(`${origin}/zh-Hans/events?year=soon`));
    const all = [...documents, ...typed];
    const { found, purpose } = check(all, join(AUDIT_FOLDER, "nu"));
    tell("nu", `${all.length} documents, HTML and CSS: errors and warnings; ${purpose} are so on purpose`, found);
  }
  if (only.includes("data")) {
    const { check, on } = await import("./data.mjs");
    // The same document in every language is the same to the vocabulary.
    const found = documents.filter(({ address }) => /\/(en|zh-Hans)(\/|$)/.test(new URL(address).pathname)).flatMap(on);
    const types = [...new Set(found.map(({ value }) => value["@type"]))].sort();
    tell("data", `${found.length} documents of JSON-LD: ${types.join(", ")}`, found.length === 0 ? [{ what: "no page has any" }] : check(found, import.meta.dirname));
  }
  if (only.includes("sbom")) {
    const { check } = await import("./bill.mjs");
    tell("sbom", "the CycloneDX document, against its schema", await check(readFileSync(AUDIT_SBOM, "utf8")));
  }
  const chosen = [
    ...["en", "zh-Hans"].flatMap((language) => kinds.map((path) => `/${language}${path}`)),
    ...["", "/events", kinds.find((path) => kind(path) === "/events/*"), kinds.find((path) => kind(path) === "/countries/*")].map((path) => `/km${path}`),
  ];
  if (only.includes("axe")) {
    const { barriers } = await import("./barrier.mjs");
    const found = [];
    const look = async (address, as) => found.push(...(await barriers(browser, address, as)).map((it) => ({ address, ...it })));
    for (const path of [...chosen, ...NOT_LISTED.map((path) => `/en${path}`), ...STATES.map((path) => `/en${path}`)].filter(asked)) await look(`${origin}${path}`);
    for (const path of samplePaths.map((path) => `/en${path}`).filter(asked)) await look(`${samples}${path}`);
    for (const path of (await desk.paths(origin, cookie)).map((path) => `/zh-Hans${path}`).filter(asked)) await look(`${origin}${path}`, cookie);
    tell("axe", "WCAG 2.2 AA and best practice, on a phone in the light and on a wide screen in the dark", found);
  }
  if (only.includes("lighthouse")) {
    const { judge } = await import("./lighthouse.mjs");
    const port = Number(new URL(browser.wsEndpoint()).port);
    const found = [];
    report.scores = {};
    console.log("\n| page | performance | accessibility | best practices | search | LCP ms | kept from search by design |\n|---|--:|--:|--:|--:|--:|---|");
    const hidden = new Set(NOT_LISTED.map((path) => `/en${path}`));
    for (const path of [...chosen, ...hidden].filter(asked)) {
      const told = await judge(port, `${origin}${path}`, { hidden: hidden.has(path) });
      report.scores[path] = told;
      const { performance, accessibility, seo } = told.scores;
      console.log(`| ${path} | ${performance} | ${accessibility} | ${told.scores["best-practices"]} | ${seo} | ${told.metrics.lcp} | ${told.design.join(", ")} |`);
      found.push(...told.short.map((it) => ({ path, ...it })));
    }
    tell("lighthouse", "on a phone, simulated: performance at least 99, all else 100", found);
  }
} finally {
  await browser?.close();
  front.close();
  const file = join(AUDIT_FOLDER, "audit.json");
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  console.log(`\nthe same as data: ${file}`);
}
if (short > 0) {
  console.log(`\n${short} findings`);
  process.exitCode = 1;
}
// Connections that are kept alive would keep this process, too.
setTimeout(() => process.exit(), 1000).unref();
