import type { Path } from "@/lib/policy/path";

const STEP = /\.?([A-Za-z_][A-Za-z0-9_]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/g;

/** Reads a path that formatPath wrote: `targets[0].strategy["a b"]` -> ["targets", 0, "strategy", "a b"]. */
export function parsePath(text: string): Path {
  return [...text.matchAll(STEP)].map(([, name, index, quoted]) => {
    if (index !== undefined) return Number(index);
    return quoted === undefined ? (name ?? "") : String(JSON.parse(quoted));
  });
}
