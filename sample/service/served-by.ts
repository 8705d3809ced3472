/** The header that tells which workloads took part in an answer. */
export const SERVED_BY = "x-served-by";

/** The workloads of one `x-served-by` header, in order; [] when it is missing or empty. */
export function parseServedBy(header: string | string[] | undefined): string[] {
  const text = Array.isArray(header) ? header.join(",") : (header ?? "");
  return text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** What a workload writes: itself, then who its callees named, in the order of the calls, each once. */
export function mergeServedBy(self: string, callees: readonly string[][]): string {
  return [...new Set([self, ...callees.flat()])].join(",");
}
