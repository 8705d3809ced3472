import { parseAsBoolean, parseAsString } from "nuqs/server";
import { parseAsView } from "@/lib/client/view-param";

/** One trace in its URL: the selected span, what is shown, what is found, which part of its time. */
export const traceParams = {
  span: parseAsString,
  proxies: parseAsBoolean.withDefault(false),
  path: parseAsBoolean.withDefault(true),
  clocks: parseAsBoolean.withDefault(true),
  find: parseAsString.withDefault(""),
  view: parseAsView,
};
