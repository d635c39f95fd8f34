/** Every link, anchor, asset and other representation of the portal's own answers. Links elsewhere are listed: nobody is asked. */
import { ask, elements } from "./page.mjs";

/** At once. */
const ASKING = 8;
/** Where an address stands in an element. */
const PLACES = { a: "href", link: "href", script: "src", img: "src", source: "src", use: "href", form: "action", iframe: "src" };
/** Pages whose links are followed: in the languages that the portal has words in, and in one that it has none in. The others have the same. */
const READ = /^\/(en|zh-Hans|km)(\/|$)/;
/** Addresses that do something, or are for those who are signed in. */
const NOT_FOLLOWED = /\/staff\/(?!sign-in)/;

/** Follows all that is linked from these addresses; what was found, and every document on the way. */
export async function follow(origin, begin) {
  const waiting = new Map(begin.map((address) => [address, "the site map"]));
  const seen = new Map();
  const anchors = [];
  const elsewhere = new Map();
  const found = [];
  const documents = [];
  const visit = async ([address, from]) => {
    const { status, type, text } = await ask(address);
    seen.set(address, new Set());
    if (status !== 200) return found.push({ address, from, what: `answers ${status}` });
    if (type.startsWith("text/css")) {
      documents.push({ address, text, type });
      for (const [, target] of text.matchAll(/url\(["']?([^"')]+)["']?\)/g)) note(target, address);
    }
    if (!type.startsWith("text/html") || !READ.test(new URL(address).pathname)) return;
    documents.push({ address, text, type });
    const ids = seen.get(address);
    for (const { name, attributes } of elements(text)) {
      if (attributes.id) ids.add(attributes.id);
      const target = attributes[PLACES[name]];
      // A form that posts does something: it is not asked.
      if (target !== undefined && !(name === "form" && attributes.method === "post") && attributes.rel !== "preconnect") note(target, address);
    }
  };
  const note = (target, from) => {
    if (/^(mailto|tel|data):/.test(target)) return;
    const url = new URL(target, from);
    if (url.origin !== origin) {
      if (!elsewhere.has(url.href)) elsewhere.set(url.href, from);
      return;
    }
    const anchor = decodeURIComponent(url.hash.slice(1));
    url.hash = "";
    if (anchor) anchors.push({ address: url.href, anchor, from });
    if (!seen.has(url.href) && !waiting.has(url.href) && !NOT_FOLLOWED.test(url.pathname)) waiting.set(url.href, from);
  };
  while (waiting.size > 0) {
    const next = [...waiting].slice(0, ASKING);
    next.forEach(([address]) => waiting.delete(address));
    await Promise.all(next.map(visit));
  }
  for (const { address, anchor, from } of anchors) {
    if (seen.has(address) && seen.get(address).size > 0 && !seen.get(address).has(anchor)) found.push({ address: `${address}#${anchor}`, from, what: "there is no such place" });
  }
  return { found, documents, asked: seen.size, elsewhere: [...elsewhere.keys()].sort() };
}
