import { parseAsString, parseAsStringLiteral } from "nuqs/server";
import { ROLLOUT_SHOWS } from "@/components/rollouts/list/rollout-filter";

/** The list of rollouts in its URL, beside mesh, namespaces and time. */
export const rolloutsParams = {
  q: parseAsString.withDefault(""),
  show: parseAsStringLiteral(ROLLOUT_SHOWS).withDefault("all"),
};
