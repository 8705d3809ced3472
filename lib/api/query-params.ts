import { z } from "zod";

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

function durationMs(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d|w)$/.exec(text.trim());
  return match ? Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS] : null;
}

function duration(example: string) {
  return z.string().transform((text, check) => {
    const ms = durationMs(text);
    if (ms !== null) return ms;
    check.addIssue(`write a duration such as ${example}`);
    return z.NEVER;
  });
}

/** "100ms", "1.5s" -> ms. */
export const DurationMs = duration("100ms, 1.5s or 2m").describe("a duration, e.g. 100ms, 1.5s, 2m");

/** A window: "30s", "10m", "1h" -> whole seconds, 5 s to 30 days. */
export const WindowSec = duration("30s, 10m or 1h")
  .transform((ms) => Math.round(ms / 1000))
  .pipe(
    z
      .number()
      .min(5)
      .max(30 * 86_400),
  )
  .describe("length of the window, e.g. 30s, 10m, 1h; 5s to 30d");

/** ISO 8601, or unix seconds -> epoch ms. */
export const MomentMs = z
  .string()
  .transform((text, check) => {
    const ms = /^\d{1,11}(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text);
    if (Number.isFinite(ms)) return Math.round(ms);
    check.addIssue("write ISO 8601 or unix seconds");
    return z.NEVER;
  })
  .describe("ISO 8601 or unix seconds");

/** "a,b" -> names; "*" or "" -> null: all. */
export const NamespaceList = z
  .string()
  .transform((text) => {
    const names = text.split(",").map((name) => name.trim());
    return text === "" || names.includes("*") ? null : names.filter(Boolean);
  })
  .pipe(z.array(z.string().max(63)).max(1000).nullable())
  .describe("namespaces, comma separated; * for all");

/** "1" or "true" -> true. */
export const FlagParam = z
  .enum(["0", "1", "true", "false"])
  .transform((text) => text === "1" || text === "true")
  .describe("true or false");

const PAIR = /([^\s=]+)=("(?:[^"\\]|\\.)*"|\S*)(?:\s+|$)/gsy;

/** `key=value other="two words"` -> { key: value }. */
export const TagPairs = z
  .string()
  .max(4000)
  .transform((text, check) => {
    const tags: [string, string][] = [];
    const trimmed = text.trim();
    let end = 0;
    for (const match of trimmed.matchAll(PAIR)) {
      const [whole, key = "", value = ""] = match;
      tags.push([key, /^".*"$/s.test(value) ? unquoted(value) : value]);
      end = match.index + whole.length;
    }
    if (end === trimmed.length) return Object.fromEntries(tags);
    check.addIssue(
      `write key=value pairs with spaces between, values with spaces in "quotes"; stuck at ${trimmed.slice(end, end + 20)}`,
    );
    return z.NEVER;
  })
  .describe('key=value pairs, space separated; values with spaces in "quotes"');

function unquoted(value: string): string {
  return value.slice(1, -1).replace(/\\(.)/g, "$1");
}

/** A whole number in a query, e.g. limit. */
export function countParam(options: { min: number; max: number; default: number }) {
  return z.coerce.number().int().min(options.min).max(options.max).default(options.default);
}

export const MeshParam = z.string().max(63).optional().describe("mesh; the console's first one when absent");
