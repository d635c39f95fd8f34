/** The pages that search engines are told of, as paths below the language: `""` is the front page. */
export async function publicPaths(origin: string): Promise<string[]> {
  const answer = await fetch(new URL("/sitemap.xml", origin));
  if (!answer.ok) throw new Error(`/sitemap.xml answered ${answer.status}`);
  const addresses = [...(await answer.text()).matchAll(/<loc>([^<]+)<\/loc>/g)].map((match) => match[1] ?? "");
  const paths = addresses.map((address) => new URL(address).pathname).filter((path) => /^\/en(\/|$)/.test(path));
  if (paths.length === 0) throw new Error("/sitemap.xml names no English page");
  return [...new Set(paths.map((path) => path.slice("/en".length)))].sort();
}
