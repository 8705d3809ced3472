import type { z } from "zod";

type Raw = z.core.$ZodRawIssue;

const KINDS: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a group of fields",
  record: "a group of fields",
  null: "nothing",
};

/**
 * What does not fit, in words for whoever wrote it: what is wanted, and what is there instead. For `safeParse(value, { error: issueWords })`; a schema's
 * own message goes first. undefined: zod's words stand. Codes: zod's documentation, "Error formatting".
 */
export function issueWords(issue: Raw): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return wrongKind(String(issue.expected), issue.input);
    case "invalid_value":
      return choice(issue.values as unknown[], issue.input);
    case "invalid_union":
      return Array.isArray(issue.options)
        ? choice(issue.options, undefined)
        : "It has none of the forms that are taken";
    case "too_small":
      return bound("At least", issue.minimum, issue);
    case "too_big":
      return bound("At most", issue.maximum, issue);
    case "invalid_format":
      return issue.format === "datetime" ? "A time such as 2026-01-31T12:00:00Z is wanted" : undefined;
    case "unrecognized_keys":
      return `There is no field ${(issue.keys as string[]).join(", ")}`;
    default:
      return undefined;
  }
}

function wrongKind(expected: string, input: unknown): string {
  const wanted = KINDS[expected] ?? expected;
  if (input === undefined) return `It is missing; ${wanted} is wanted`;
  return `${capital(wanted)} is wanted, not ${shown(input)}`;
}

function choice(values: readonly unknown[], input: unknown): string {
  const list = values.map(String).join(", ");
  const instead = input === undefined ? "" : `, not ${shown(input)}`;
  return values.length === 1 ? `Only ${list} is taken${instead}` : `One of ${list} is wanted${instead}`;
}

function bound(words: "At least" | "At most", limit: unknown, { origin, inclusive }: Raw): string {
  const things = { string: ["character", "characters"], array: ["entry", "entries"] }[String(origin)];
  const taken = words === "At least" ? "wanted" : "taken";
  if (things)
    return limit === 1 ? `${words} 1 ${things[0]} is ${taken}` : `${words} ${limit} ${things[1]} are ${taken}`;
  if (inclusive === false) return `${words === "At least" ? "More than" : "Less than"} ${limit} is wanted`;
  return `${words} ${limit} is wanted`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const LONGEST = 40;

function shown(input: unknown): string {
  if (Array.isArray(input)) return "a list";
  if (input === null) return "nothing";
  if (typeof input === "object") return "a group of fields";
  const text = typeof input === "string" ? JSON.stringify(input) : String(input);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
