/** The pages that search engines are told of, as paths below the language: `""` is the front page. */
export async function publicPaths(origin: string): Promise<string[]> {
  const maps = await named(new URL("/sitemap.xml", origin));
  const addresses = await Promise.all(maps.map((map) => named(new URL(map.pathname + map.search, origin))));
  const paths = addresses.flat().map((address) => address.pathname).filter((path) => /^\/en(\/|$)/.test(path));
  if (paths.length === 0) throw new Error("the site map names no English page");
  return [...new Set(paths.map((path) => path.slice("/en".length)))].sort();
}

/** The addresses that a map, or the index of maps, names. */
async function named(map: URL): Promise<URL[]> {
  const answer = await fetch(map);
  if (!answer.ok) throw new Error(`${map} answered ${answer.status}`);
  return [...(await answer.text()).matchAll(/<loc>([^<]+)<\/loc>/g)].map((match) => new URL(match[1] ?? ""));
}
