import type { Path } from "../../path";
import type { DestinationRule } from "../../schema/destination-rule";
import type { ConsistentHash, LoadBalancer } from "../../schema/traffic-policy";
import { error, type Problem, type Rule, warning } from "../rule";
import { eachPolicy } from "./each-policy";

/** Envoy's largest Maglev table. */
const MAX_MAGLEV = 5_000_011;

/** HED-DR-024..026: one way to balance, one thing to hash, a prime Maglev table, locality shares that add up. Source: istio validateLoadBalancer. */
export const loadBalancer: Rule<DestinationRule> = (object) =>
  eachPolicy(object).flatMap(({ policy, path }) => {
    const lb = policy.loadBalancer;
    if (!lb) return [];
    const at = [...path, "loadBalancer"];
    const both = lb.simple !== undefined && lb.consistentHash !== undefined;
    return [
      ...(both
        ? [
            error(
              "HED-DR-024",
              [...at, "consistentHash"],
              "simple and consistentHash are both set.",
              "Keep one of them.",
            ),
          ]
        : []),
      ...(lb.consistentHash ? hash(lb.consistentHash, [...at, "consistentHash"]) : []),
      ...locality(lb.localityLbSetting, policy.outlierDetection !== undefined, [...at, "localityLbSetting"]),
    ];
  });

function hash(value: ConsistentHash, path: Path): Problem[] {
  const keys = [
    value.httpHeaderName,
    value.httpCookie,
    value.httpQueryParameterName,
    value.useSourceIp || undefined,
  ].filter((key) => key !== undefined);
  const problems: Problem[] = [];
  if (keys.length !== 1) {
    problems.push(
      error(
        "HED-DR-024",
        path,
        keys.length === 0
          ? "consistentHash does not say what to hash."
          : "consistentHash hashes one thing; several are set.",
        "Set one of httpHeaderName, httpCookie, useSourceIp, httpQueryParameterName.",
      ),
    );
  }
  const size = value.maglev?.tableSize;
  if (size !== undefined && size !== 0 && (size > MAX_MAGLEV || !isPrime(size))) {
    problems.push(
      error(
        "HED-DR-025",
        [...path, "maglev", "tableSize"],
        `tableSize is ${size}; Envoy takes a prime of at most ${MAX_MAGLEV}.`,
        "e.g. 65537",
      ),
    );
  }
  return problems;
}

function isPrime(n: number): boolean {
  if (n < 2) return false;
  for (let i = 2; i * i <= n; i += 1) if (n % i === 0) return false;
  return true;
}

function locality(value: LoadBalancer["localityLbSetting"], detects: boolean, path: Path): Problem[] {
  if (!value) return [];
  const problems = (value.distribute ?? []).flatMap(({ to = {} }, i): Problem[] => {
    const sum = Object.values(to).reduce((acc, share) => acc + share, 0);
    if (sum === 100) return [];
    return [error("HED-DR-026", [...path, "distribute", i, "to"], `The shares add up to ${sum}, not 100.`)];
  });
  if (value.distribute?.length && value.failover?.length) {
    problems.push(
      error("HED-DR-026", [...path, "failover"], "distribute and failover exclude each other.", "Keep one of them."),
    );
  }
  if ((value.failover?.length || value.failoverPriority?.length) && !detects) {
    problems.push(
      warning(
        "HED-DR-026",
        path,
        "Failover has no effect without outlierDetection: nothing tells which endpoints failed.",
        "Add outlierDetection.",
      ),
    );
  }
  return problems;
}
