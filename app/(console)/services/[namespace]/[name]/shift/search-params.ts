import { parseAsString, parseAsStringLiteral } from "nuqs/server";

/** The Shift traffic page in its URL: how it is edited, and the change that was pushed from it. */
export const shiftParams = {
  edit: parseAsStringLiteral(["form", "yaml"] as const).withDefault("form"),
  change: parseAsString,
};
