/** The Nu Html Checker: valid HTML and CSS, errors and warnings alike. */
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";

/** What the checker says of what is so on purpose, and why it is. */
const ON_PURPOSE = [
  // Safari tells no list where `list-style` is none, unless the role is said; it is allowed to be (ARIA in HTML, section 4).
  /^The “list” role is unnecessary for element “[uo]l”\.$/,
  // Newer than the checker: CSS Anchor Positioning 1 and View Transitions 2. Browsers that do not know them pass them over.
  /^CSS: “(position-area|anchor-name|position-anchor)”: Property/,
  /^CSS: Unrecognized at-rule “@view-transition”/,
];

/**
 * What the checker says of these documents, by their address.
 *
 * `documents`: with `address`, `text` and `type`. They go into `folder`.
 */
export function check(documents, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const files = new Map();
  documents.forEach(({ address, text, type }, number) => {
    const file = `${number}.${type.startsWith("text/css") ? "css" : "html"}`;
    files.set(file, address);
    writeFileSync(join(folder, file), text);
  });
  const jar = createRequire(import.meta.url)("vnu-jar");
  const asked = ["-Xss4m", "-jar", jar, "--format", "json", "--exit-zero-always", "--also-check-css", "--stdout", folder];
  const ran = spawnSync("java", asked, { encoding: "utf8", maxBuffer: 1 << 28 });
  if (ran.error || !ran.stdout) throw new Error(`the Nu Html Checker did not run: ${ran.error ?? ran.stderr}`);
  const all = JSON.parse(ran.stdout).messages;
  const counted = all.filter(({ message }) => !ON_PURPOSE.some((purpose) => purpose.test(message)));
  // The same of every page is told once, with how often.
  const found = new Map();
  for (const { type, subType, message, url, lastLine, extract } of counted) {
    const known = found.get(message);
    if (known) known.times++;
    else found.set(message, { severity: subType ?? type, message, times: 1, address: files.get(basename(new URL(url).pathname)), line: lastLine, near: extract });
  }
  return { found: [...found.values()], purpose: all.length - counted.length };
}
