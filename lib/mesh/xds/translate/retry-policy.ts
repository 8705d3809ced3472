import type { Retries } from "../../../policy/schema/http-route";
import { at, duration, type Place } from "./context";
import { type Json, typed } from "./resource";

const DEFAULT_ON = "connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes";
const PREVIOUS_HOSTS: Json = {
  name: "envoy.retry_host_predicates.previous_hosts",
  typed_config: typed("envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate"),
};

/**
 * Istio's retry rules: none written means 2 tries on connection trouble; `attempts: 0` means none.
 * `sticky`: a consistent hash chooses the host, so trying another one by default would defeat it. Source: policy.md 2.3 rule 6.
 */
export function retryPolicy(retries: Retries | undefined, sticky: boolean, place: Place): Json | undefined {
  if (retries && (retries.attempts ?? 0) <= 0) return undefined;
  const { events, codes } = split(retries?.retryOn || DEFAULT_ON);
  const avoidPrevious = retries?.retryIgnorePreviousHosts ?? !sticky;
  const perTry = duration(at(place, ".perTryTimeout"), retries?.perTryTimeout);
  const backoff = duration(at(place, ".backoff"), retries?.backoff);
  return {
    retry_on: events.join(","),
    ...(codes.length > 0 ? { retriable_status_codes: codes } : {}),
    num_retries: retries?.attempts ?? 2,
    ...(perTry === undefined ? {} : { per_try_timeout: perTry }),
    ...(backoff === undefined ? {} : { retry_back_off: { base_interval: backoff } }),
    ...(avoidPrevious ? { retry_host_predicate: [PREVIOUS_HOSTS], host_selection_retry_max_attempts: 5 } : {}),
    ...(retries?.retryRemoteLocalities
      ? {
          retry_priority: {
            name: "envoy.retry_priorities.previous_priorities",
            typed_config: typed("envoy.extensions.retry.priority.previous_priorities.v3.PreviousPrioritiesConfig", {
              update_frequency: 2,
            }),
          },
        }
      : {}),
  };
}

/** Numbers in retryOn are status codes; they need the event `retriable-status-codes`. */
function split(retryOn: string): { events: string[]; codes: number[] } {
  const tokens = retryOn
    .split(",")
    .map((token) => token.trim())
    .filter((token) => token !== "");
  const codes = tokens.filter((token) => /^\d{3}$/.test(token)).map(Number);
  const events = tokens.filter((token) => !/^\d{3}$/.test(token));
  if (codes.length > 0 && !events.includes("retriable-status-codes")) events.push("retriable-status-codes");
  return { events, codes };
}
