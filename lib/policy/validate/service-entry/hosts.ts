import type { ServiceEntry } from "../../schema/service-entry";
import { hostFault } from "../host-grammar";
import { error, type Rule } from "../rule";

/** HED-SE-001, 002: hosts are there and well formed, never a bare `*`. Source: CEL rules of the ServiceEntry CRD. */
export const hosts: Rule<ServiceEntry> = (object) => {
  if (object.spec.hosts.length === 0) {
    return [error("HED-SE-001", ["spec", "hosts"], "spec.hosts is empty, so this adds nothing to the registry.")];
  }
  return object.spec.hosts.flatMap((host, i) => {
    const fault = host === "*" ? "would stand for every host" : hostFault(host);
    return fault ? [error("HED-SE-002", ["spec", "hosts", i], `Host ${JSON.stringify(host)} ${fault}.`)] : [];
  });
};
