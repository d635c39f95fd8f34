// Bundles and minifies a style sheet: node style.mjs MODULES IN OUT
// `MODULES` is the folder that holds node_modules: it is in the user's cache, not beside this file.
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [modules, filename, out] = process.argv.slice(2);
const { bundle, browserslistToTargets } = createRequire(join(modules, "package.json"))("lightningcss");

// The oldest browsers that know cascade layers and that people of the region still hold in their hands: Chrome 109 is the
// last for Windows 7 and 8, Firefox 115 too, Safari 15.4 is what older iPads stopped at. What these lack is written
// in an older way where there is one (nesting, media ranges, light-dark()), and kept as it is where there is none.
const targets = browserslistToTargets(["chrome 109", "and_chr 109", "edge 109", "firefox 115", "safari 15.4", "ios_saf 15.4"]);

const { code, warnings } = bundle({ filename, minify: true, targets });
for (const { message, loc } of warnings) console.error(`${loc?.filename ?? filename}:${loc?.line ?? 0}: ${message}`);
if (warnings.length > 0) process.exit(1);
writeFileSync(out, code);
