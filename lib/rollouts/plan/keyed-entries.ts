import { canonicalJson } from "@/lib/model/canonical-json";

type Entry = { name?: string | undefined };

/**
 * Gives each entry of a list a key that finds it again in another version of the list: its name; for nameless or doubled ones their match and
 * place among their like. The map keeps the order of the list and gives the entry's index.
 */
export function keyedEntries(entries: readonly Entry[]): Map<string, number> {
  const keys = new Map<string, number>();
  entries.forEach((entry, at) => {
    const stem = entry.name ? `name ${entry.name}` : `match ${canonicalJson(Object(entry).match ?? null)}`;
    let key = stem;
    for (let n = 2; keys.has(key); n++) key = `${stem} #${n}`;
    keys.set(key, at);
  });
  return keys;
}
