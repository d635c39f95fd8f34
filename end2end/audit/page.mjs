/** The pages: all that the site map names, one of each kind, and those that it does not name. */
import { parse } from "parse5";

/** For people who are signed out, and kept from search engines by design. */
export const NOT_LISTED = ["/staff/sign-in", "/no-such-page"];
/** States of a page that an address holds. */
export const STATES = ["/events?period=past", "/events?country=la&format=online", "/center?theme=plans"];

/** A page as it was answered. */
export async function ask(address, options) {
  const answer = await fetch(address, options);
  return { address, status: answer.status, type: answer.headers.get("content-type") ?? "", text: await answer.text(), headers: answer.headers };
}

async function named(map) {
  const { text } = await ask(map);
  return [...text.matchAll(/<loc>([^<]+)<\/loc>/g)].map((match) => match[1].replaceAll("&amp;", "&"));
}

/** The paths below the language of all pages in the site map. */
export async function listed(origin) {
  const addresses = (await Promise.all((await named(`${origin}/sitemap.xml`)).map(named))).flat();
  const paths = addresses.map((address) => new URL(address).pathname).filter((path) => /^\/en(\/|$)/.test(path));
  if (paths.length === 0) throw new Error("the site map names no English page");
  return [...new Set(paths.map((path) => path.slice("/en".length)))].sort();
}

/** The kind of a page: `/events/mangroves` is one of `/events/*`. */
export const kind = (path) => path.replace(/^(\/.+)\/[^/]+$/, "$1/*");

/** Of each kind, the largest page. */
export async function oneOfEach(origin, paths) {
  const largest = new Map();
  for (const path of paths) {
    const { text } = await ask(`${origin}/en${path}`);
    if (text.length > (largest.get(kind(path))?.size ?? 0)) largest.set(kind(path), { path, size: text.length });
  }
  return [...largest.values()].map(({ path }) => path);
}

/** Every element of a document, in order. */
export function* elements(text) {
  const waiting = [parse(text)];
  while (waiting.length > 0) {
    const node = waiting.pop();
    if (node.tagName) yield { node, name: node.tagName, attributes: Object.fromEntries(node.attrs.map(({ name, value }) => [name, value])) };
    const inner = node.content ? [node.content] : (node.childNodes ?? []);
    waiting.push(...inner.toReversed());
  }
}
