/** The HTTP Observatory of MDN, over the front: the same code that judges sites on the network. */
import { createRequire } from "node:module";
import { existsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const home = dirname(createRequire(import.meta.url).resolve("@mdn/mdn-http-observatory/package.json"));
// It fetches browsers' list of https-only hosts when it is installed, which would make the result depend on the day. A host of
// an audit is in no such list.
const list = join(home, "conf/hsts-preload.json");
if (!existsSync(list)) writeFileSync(list, "{}\n");

const { scan } = await import("@mdn/mdn-http-observatory");

/** Grade, score, and each test with what it added or took. */
export async function grade(host) {
  const { scan: told, tests } = await scan(host);
  const results = Object.entries(tests).map(([name, test]) => ({ test: name, passed: test.pass, result: test.result, points: test.scoreModifier ?? 0 }));
  return { grade: told.grade, score: told.score, tests: results };
}
