import { gzipSync } from "node:zlib";

/**
 * Sizes in bytes, gzip, of the scripts that a page's HTML itself names: what a browser loads before the page works. Those for browsers
 * without modules are left out, since none that runs the page fetches them.
 */
export async function namedScriptBytes(html: string, base: string): Promise<Map<string, number>> {
  const tags = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag).filter((tag) => !/\snomodule\b/i.test(tag));
  const paths = new Set(tags.flatMap((tag) => /\ssrc="([^"?]+)/.exec(tag)?.[1] ?? []));
  const sized = [...paths].map(async (path): Promise<[string, number]> => {
    const answer = await fetch(new URL(path, base));
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return [path, gzipSync(await answer.text()).byteLength];
  });
  return new Map(await Promise.all(sized));
}
