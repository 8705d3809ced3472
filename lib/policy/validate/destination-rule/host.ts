import type { DestinationRule } from "../../schema/destination-rule";
import { hostIn, serviceOf } from "../../world";
import { hostFault } from "../host-grammar";
import { error, type Rule, warning } from "../rule";

/** HED-DR-001, 002: the host is a host, and known. Source: istio ValidateDestinationRule; IST0174, KIA0202. */
export const host: Rule<DestinationRule> = (object, world, key) => {
  const written = object.spec.host;
  const fault = hostFault(written);
  if (fault) return [error("HED-DR-001", ["spec", "host"], `Host ${JSON.stringify(written)} ${fault}.`)];
  const fqdn = hostIn(world, written, key.namespace);
  if (fqdn.startsWith("*") || serviceOf(world, fqdn)) return [];
  return [
    warning(
      "HED-DR-002",
      ["spec", "host"],
      `No service ${fqdn} is known now, so this has no effect yet (IST0174, KIA0202).`,
      "Check the name and namespace.",
    ),
  ];
};
