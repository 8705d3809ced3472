import type { OutlierDetection } from "../../../policy/schema/traffic-policy";
import { at, duration, type Place, reportFields } from "./context";
import { compact, type Json } from "./resource";

/** Ejection of failing endpoints, and the panic threshold that goes with it. Source: policy.md 2.4, outlier. */
export function outlierDetection(written: OutlierDetection | undefined, place: Place): Json {
  if (!written) return {};
  reportFields(place, written, ["outlierDetectionHttpErrorCodes"], "not in this Envoy API; it is ignored.");
  const fiveXx = written.consecutive5xxErrors ?? written.consecutiveErrors;
  const gateway = written.consecutiveGatewayErrors;
  const split = written.splitExternalLocalOriginErrors === true;
  const local = split ? written.consecutiveLocalOriginFailures : undefined;
  return {
    outlier_detection: compact({
      enforcing_success_rate: 0,
      ...counted("consecutive_5xx", "enforcing_consecutive_5xx", fiveXx),
      ...counted("consecutive_gateway_failure", "enforcing_consecutive_gateway_failure", gateway),
      interval: duration(at(place, ".interval"), written.interval),
      base_ejection_time: duration(at(place, ".baseEjectionTime"), written.baseEjectionTime),
      max_ejection_percent: written.maxEjectionPercent || undefined,
      split_external_local_origin_errors: split || undefined,
      ...counted("consecutive_local_origin_failure", "enforcing_consecutive_local_origin_failure", local),
    }),
    common_lb_config: { healthy_panic_threshold: { value: written.minHealthPercent ?? 0 } },
  };
}

/** A count > 0 is enforced in full, 0 switches the check off, absent leaves Envoy's default. */
function counted(field: string, enforcing: string, value: number | undefined): Json {
  if (value === undefined) return {};
  return value > 0 ? { [field]: value, [enforcing]: 100 } : { [enforcing]: 0 };
}
