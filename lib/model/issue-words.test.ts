import { expect, test } from "vitest";
import { z } from "zod";
import { issueWords } from "./issue-words";

const words = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value, { error: issueWords }).error?.issues.map(({ message }) => message);

test.each<[z.ZodType, unknown, string]>([
  [z.object({ a: z.string() }), {}, "It is missing; a text is wanted"],
  [z.string(), 4, "A text is wanted, not 4"],
  [z.number(), "4", 'A number is wanted, not "4"'],
  [z.number().int(), 1.5, "A whole number is wanted, not 1.5"],
  [z.boolean(), "yes", 'True or false is wanted, not "yes"'],
  [z.array(z.string()), { a: 1 }, "A list is wanted, not a group of fields"],
  [z.object({}), null, "A group of fields is wanted, not nothing"],
  [z.string(), "x".repeat(99).split(""), "A text is wanted, not a list"],
  [z.enum(["a", "b"]), "c", 'One of a, b is wanted, not "c"'],
  [z.literal("x"), "y".repeat(99), `Only x is taken, not "${"y".repeat(39)}…`],
  [z.string().min(1), "", "At least 1 character is wanted"],
  [z.string().max(3), "abcd", "At most 3 characters are taken"],
  [z.array(z.number()).min(2), [], "At least 2 entries are wanted"],
  [z.number().min(1), 0, "At least 1 is wanted"],
  [z.number().gt(0), 0, "More than 0 is wanted"],
  [z.number().max(3), 9, "At most 3 is wanted"],
  [z.iso.datetime(), "tomorrow", "A time such as 2026-01-31T12:00:00Z is wanted"],
  [z.strictObject({ a: z.string() }), { a: "", b: 1 }, "There is no field b"],
  [z.union([z.string(), z.number()]), true, "It has none of the forms that are taken"],
])("%# says what is wanted: %s", (schema, value, expected) => {
  expect(words(schema, value)).toEqual([expected]);
});

test("a kind that chooses the form is named with its choices", () => {
  const kinds = z.discriminatedUnion("k", [z.object({ k: z.literal("x") }), z.object({ k: z.literal("y") })]);
  expect(words(kinds, { k: "q" })).toEqual(["One of x, y is wanted"]);
});

test("a schema's own words stand", () => {
  expect(words(z.string().regex(/^a/, "It begins with a"), "b")).toEqual(["It begins with a"]);
  expect(words(z.number().min(1, "One or more"), 0)).toEqual(["One or more"]);
});
