/** A real Chromium that knows the hosts of the front, and trusts its certificate alone. */
import { createHash, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";

import { launch } from "puppeteer-core";

export async function start({ rules, certificate }) {
  const key = new X509Certificate(readFileSync(certificate)).publicKey.export({ type: "spki", format: "der" });
  const sandbox = process.env.CHROMIUM_SANDBOX === "off" ? ["--no-sandbox"] : [];
  return launch({
    executablePath: process.env.CHROMIUM,
    headless: true,
    args: [
      ...sandbox,
      `--host-resolver-rules=${rules}`,
      `--ignore-certificate-errors-spki-list=${createHash("sha256").update(key).digest("base64")}`,
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-gpu",
      "--disable-quic",
      "--disable-sync",
      "--no-first-run",
    ],
  });
}

/** As many phones as a portal is read on: a small one in the light, a wide screen in the dark. */
export const SCREENS = [
  { colorScheme: "light", width: 360 },
  { colorScheme: "dark", width: 1440 },
];
