import { parseAsString, parseAsStringLiteral } from "nuqs/server";
import { SERVICE_SHOWS } from "@/components/policies/service-filter";

/** The list of services in its URL, beside mesh, namespaces and time. */
export const servicesParams = {
  q: parseAsString.withDefault(""),
  show: parseAsStringLiteral(SERVICE_SHOWS).withDefault("all"),
};
