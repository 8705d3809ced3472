import type { ServiceEntry } from "../../schema/service-entry";
import { error, type Problem, type Rule } from "../rule";

const PROTOCOLS = ["HTTP", "HTTPS", "GRPC", "GRPC-WEB", "HTTP2", "MONGO", "TCP", "TLS", "REDIS", "MYSQL", "UDP"];

/** HED-SE-010..012: ports in range, numbers and names given once, protocols known. Source: CEL rules of the ServiceEntry CRD. */
export const ports: Rule<ServiceEntry> = (object) => {
  const numbers = new Set<number>();
  const names = new Set<string>();
  return (object.spec.ports ?? []).flatMap((port, i): Problem[] => {
    const path = ["spec", "ports", i];
    const problems: Problem[] = [];
    for (const field of ["number", "targetPort"] as const) {
      const value = port[field];
      if (value !== undefined && (value < 1 || value > 65_535)) {
        problems.push(error("HED-SE-010", [...path, field], `${field} is ${value}; a port lies between 1 and 65535.`));
      }
    }
    if (numbers.has(port.number))
      problems.push(error("HED-SE-011", [...path, "number"], `Port ${port.number} is listed twice.`));
    if (names.has(port.name))
      problems.push(error("HED-SE-011", [...path, "name"], `Port name ${JSON.stringify(port.name)} is listed twice.`));
    numbers.add(port.number);
    names.add(port.name);
    if (port.protocol && !PROTOCOLS.includes(port.protocol.toUpperCase())) {
      problems.push(
        error(
          "HED-SE-012",
          [...path, "protocol"],
          `Protocol ${JSON.stringify(port.protocol)} is not one of ${PROTOCOLS.join(", ")}.`,
        ),
      );
    }
    return problems;
  });
};
