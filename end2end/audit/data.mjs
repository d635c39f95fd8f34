/**
 * JSON-LD: every document on the pages is one that schema.org's vocabulary knows, word for word: each type, each property of it, and
 * what a property may hold. `schema-dts` is that vocabulary as types, and TypeScript is the judge.
 */
import { join } from "node:path";
import ts from "typescript";

import { elements } from "./page.mjs";

/** What must be refused: the judge is asked, too. */
const WRONG = [
  { "@context": "https://schema.org", "@type": "Event", name: "x", begins: "2026-01-01" },
  { "@context": "https://schema.org", "@type": "Event", location: 7 },
];

/** The documents on a page. */
export function on({ address, text }) {
  const scripts = [...elements(text)].filter(({ name, attributes }) => name === "script" && attributes.type === "application/ld+json");
  return scripts.map(({ node }) => ({ address, value: JSON.parse(node.childNodes.map(({ value }) => value).join("")) }));
}

/** What is wrong with these documents. */
export function check(documents, folder) {
  const all = [...documents, ...WRONG.map((value) => ({ address: "refused", value }))];
  const types = [...new Set(all.map(({ value }) => value["@type"]))];
  const lines = [`import type { WithContext, ${types.join(", ")} } from "schema-dts";`];
  // One document a line, so that a line tells whose mistake it is.
  all.forEach(({ value }, number) => lines.push(`export const d${number}: WithContext<${value["@type"]}> = ${JSON.stringify(value)};`));
  const file = join(folder, "documents.ts");
  const options = { noEmit: true, strict: true, skipLibCheck: true, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, target: ts.ScriptTarget.ES2022, types: [] };
  const host = ts.createCompilerHost(options);
  const [read, exists, source] = [host.readFile, host.fileExists, host.getSourceFile];
  const text = lines.join("\n");
  host.readFile = (name) => (name === file ? text : read(name));
  host.fileExists = (name) => name === file || exists(name);
  host.getSourceFile = (name, version) => (name === file ? ts.createSourceFile(name, text, version, true) : source(name, version));
  const program = ts.createProgram([file], options, host);
  const told = ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const line = diagnostic.file ? ts.getLineAndCharacterOfPosition(diagnostic.file, diagnostic.start ?? 0).line : 0;
    const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n").split("\n").slice(0, 4).join(" ").slice(0, 600);
    return { number: line - 1, message };
  });
  const unexpected = told.filter(({ number }) => number < documents.length).map(({ number, message }) => ({ address: all[number]?.address ?? "?", value: all[number]?.value, message }));
  const refused = WRONG.every((_, number) => told.some((it) => it.number === documents.length + number));
  if (!refused) throw new Error("the vocabulary's judge lets pass what is wrong");
  return unexpected;
}
