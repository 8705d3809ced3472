import type { DestinationRule } from "../../schema/destination-rule";
import { durationProblem } from "../duration-problem";
import type { Rule } from "../rule";
import { eachPolicy } from "./each-policy";

/** HED-DR-020: every duration is one and is at least 1 ms. Source: CEL rules of the DestinationRule CRD. */
export const durations: Rule<DestinationRule> = (object) =>
  eachPolicy(object).flatMap(({ policy, path }) => {
    const tcp = policy.connectionPool?.tcp;
    const http = policy.connectionPool?.http;
    const fields: [string[], string | undefined][] = [
      [["connectionPool", "tcp", "connectTimeout"], tcp?.connectTimeout],
      [["connectionPool", "tcp", "idleTimeout"], tcp?.idleTimeout],
      [["connectionPool", "tcp", "maxConnectionDuration"], tcp?.maxConnectionDuration],
      [["connectionPool", "tcp", "tcpKeepalive", "time"], tcp?.tcpKeepalive?.time],
      [["connectionPool", "tcp", "tcpKeepalive", "interval"], tcp?.tcpKeepalive?.interval],
      [["connectionPool", "http", "idleTimeout"], http?.idleTimeout],
      [["connectionPool", "http", "http2KeepAlive", "interval"], http?.http2KeepAlive?.interval],
      [["connectionPool", "http", "http2KeepAlive", "timeout"], http?.http2KeepAlive?.timeout],
      [["outlierDetection", "interval"], policy.outlierDetection?.interval],
      [["outlierDetection", "baseEjectionTime"], policy.outlierDetection?.baseEjectionTime],
      [["loadBalancer", "warmup", "duration"], policy.loadBalancer?.warmup?.duration],
      [["loadBalancer", "warmupDurationSecs"], policy.loadBalancer?.warmupDurationSecs],
      [["retryBudget", "budgetInterval"], policy.retryBudget?.budgetInterval],
    ];
    return fields.flatMap(([field, value]) => durationProblem("HED-DR-020", [...path, ...field], value));
  });
