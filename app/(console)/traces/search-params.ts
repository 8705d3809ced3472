import { parseAsBoolean, parseAsFloat, parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { parseAsBox } from "@/lib/client/box-param";

export const TRACE_SORTS = ["start", "duration", "spans", "errors"] as const;

/** The trace list in its URL, beside mesh, namespaces and time. `min` and `max` are ms. */
export const tracesParams = {
  service: parseAsString.withDefault(""),
  operation: parseAsString.withDefault(""),
  tags: parseAsString.withDefault(""),
  errors: parseAsBoolean.withDefault(false),
  min: parseAsFloat,
  max: parseAsFloat,
  src: parseAsString.withDefault(""),
  dst: parseAsString.withDefault(""),
  limit: parseAsInteger.withDefault(200),
  sort: parseAsStringLiteral(TRACE_SORTS).withDefault("start"),
  scale: parseAsStringLiteral(["log", "linear"] as const).withDefault("log"),
  box: parseAsBox,
};
