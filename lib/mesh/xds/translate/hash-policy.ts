import { parseDurationMs } from "../../../policy/duration";
import type { ConsistentHash } from "../../../policy/schema/traffic-policy";
import type { TranslateContext } from "./context";
import { secondsText } from "./context";
import type { Target } from "./destination";
import { destinationRuleFor } from "./destination-rule-for";
import type { Json } from "./resource";
import { policyFor } from "./traffic-policy-for";

/** The consistent-hash rule of the first destination that has one; routes carry it beside the ring on the cluster. */
export function stickyRule(ctx: TranslateContext, targets: readonly Target[]): ConsistentHash | undefined {
  for (const target of targets) {
    const service = ctx.services.get(target.host);
    const rule = service && destinationRuleFor(ctx, service);
    const hash = rule && policyFor(rule, target.port, target.subset).loadBalancer?.consistentHash;
    if (hash) return hash;
  }
  return undefined;
}

/** Envoy's hash_policy. Source: policy.md 2.3 rule 10. */
export function hashPolicy(rule: ConsistentHash): Json[] {
  if (rule.httpHeaderName !== undefined) return [{ header: { header_name: rule.httpHeaderName } }];
  if (rule.httpQueryParameterName !== undefined) return [{ query_parameter: { name: rule.httpQueryParameterName } }];
  if (rule.useSourceIp) return [{ connection_properties: { source_ip: true } }];
  if (!rule.httpCookie) return [];
  const { name, path, ttl, attributes } = rule.httpCookie;
  const ms = ttl === undefined ? null : parseDurationMs(ttl);
  return [
    {
      cookie: {
        name,
        ...(path === undefined ? {} : { path }),
        ...(ms === null ? {} : { ttl: secondsText(ms) }),
        ...(attributes ? { attributes: attributes.map((a) => ({ name: a.name, value: a.value ?? "" })) } : {}),
      },
    },
  ];
}
