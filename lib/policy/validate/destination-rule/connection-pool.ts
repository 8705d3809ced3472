import { formatPath, type Path } from "../../path";
import type { DestinationRule } from "../../schema/destination-rule";
import { error, type Problem, type Rule } from "../rule";
import { eachPolicy } from "./each-policy";

/** HED-DR-021: limits of the pool are not negative. Source: istio validateConnectionPool. */
export const connectionPool: Rule<DestinationRule> = (object) =>
  eachPolicy(object).flatMap(({ policy, path }) => [
    ...check(policy.connectionPool?.tcp, [...path, "connectionPool", "tcp"]),
    ...check(policy.connectionPool?.http, [...path, "connectionPool", "http"]),
    ...(policy.connectionPool && !policy.connectionPool.tcp && !policy.connectionPool.http
      ? [
          error(
            "HED-DR-021",
            [...path, "connectionPool"],
            "connectionPool is empty.",
            "Give it tcp or http limits, or take it out.",
          ),
        ]
      : []),
  ]);

function check(limits: object | undefined, path: Path): Problem[] {
  return Object.entries(limits ?? {}).flatMap(([field, value]) => {
    if (typeof value !== "number" || value >= 0) return [];
    const at = [...path, field];
    return [error("HED-DR-021", at, `${formatPath(at)} is ${value}; a limit is not negative.`)];
  });
}
