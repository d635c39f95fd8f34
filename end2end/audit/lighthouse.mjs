/** Lighthouse, as on a phone with its own simulated line and processor. */
import lighthouse from "lighthouse";

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
/** The least that is asked. A busy machine makes the measured part of performance slower than it is, so the best of three counts. */
const LEAST = { performance: 99, accessibility: 100, "best-practices": 100, seo: 100 };
const TRIES = 3;

/** What a page that is kept from search engines by design, or is an error by design, cannot pass in the part about search. */
const BY_DESIGN = new Set(["is-crawlable", "http-status-code"]);

/** All that the console tells is that the page itself is an error. */
const tellsOfItself = (audit, address) =>
  (audit.details?.items ?? []).every((item) => item.sourceLocation?.url === address && /status of 404/.test(item.description ?? ""));

export async function judge(port, address, { hidden = false } = {}) {
  let best;
  for (let tries = 1; tries <= TRIES; tries++) {
    const flags = { port, output: "json", logLevel: "error", onlyCategories: CATEGORIES, ignoreStatusCode: true };
    const { lhr } = (await lighthouse(address, flags)) ?? {};
    if (!lhr || lhr.runtimeError) throw new Error(`${address}: ${lhr?.runtimeError?.message ?? "nothing came back"}`);
    const told = scores(lhr, hidden, address);
    if (!best || told.scores.performance > best.scores.performance) best = { ...told, tries };
    if (best.scores.performance >= LEAST.performance) break;
  }
  return best;
}

function scores(lhr, hidden, address) {
  const scores = {};
  const short = [];
  const design = [];
  for (const name of CATEGORIES) {
    const category = lhr.categories[name];
    scores[name] = Math.round((category.score ?? 0) * 100);
    const failing = category.auditRefs.filter(({ id, weight }) => weight > 0 && (lhr.audits[id].score ?? 1) < 1).map(({ id }) => id);
    const isExcused = (id) => BY_DESIGN.has(id) || (id === "errors-in-console" && tellsOfItself(lhr.audits[id], address));
    const excused = hidden ? failing.filter(isExcused) : [];
    design.push(...excused);
    const counted = failing.filter((id) => !excused.includes(id));
    const falls = excused.length > 0 ? counted.length > 0 : scores[name] < LEAST[name];
    if (falls) short.push(...counted.map((id) => ({ category: name, audit: id, score: lhr.audits[id].score, told: lhr.audits[id].displayValue ?? "", at: at(lhr.audits[id]) })));
  }
  const metric = (id) => Math.round(lhr.audits[id]?.numericValue ?? 0);
  const metrics = { fcp: metric("first-contentful-paint"), lcp: metric("largest-contentful-paint"), tbt: metric("total-blocking-time"), cls: lhr.audits["cumulative-layout-shift"]?.numericValue ?? 0 };
  return { scores, metrics, short, design };
}

/** Where an audit points to: the first few places. */
const at = (audit) => (audit.details?.items ?? []).slice(0, 3).map((item) => item.node?.snippet ?? item.url ?? item.source?.url ?? item.description ?? JSON.stringify(item).slice(0, 200));
