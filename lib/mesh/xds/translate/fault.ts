import { grpcStatusNumber } from "../../../model/grpc-status";
import type { Fault } from "../../../policy/schema/http-route";
import { at, duration, type Place, reportFields, unsupported } from "./context";
import { perMillion } from "./percent";
import { type Json, typed } from "./resource";

/** The fault filter's configuration for one route; no percentage means never (Istio). Source: policy.md 2.3 rule 9. */
export function fault(written: Fault | undefined, place: Place): Json | undefined {
  if (!written) return undefined;
  const fields: Json = { ...delayOf(written, at(place, ".delay")), ...abortOf(written, at(place, ".abort")) };
  if (Object.keys(fields).length === 0) return undefined;
  return typed("envoy.extensions.filters.http.fault.v3.HTTPFault", fields);
}

function delayOf({ delay }: Fault, place: Place): Json {
  if (!delay) return {};
  reportFields(place, delay, ["exponentialDelay"], "Envoy has no such delay; it is ignored.");
  const fixed = duration(at(place, ".fixedDelay"), delay.fixedDelay);
  if (fixed === undefined) return {};
  const percent = delay.percentage?.value ?? delay.percent ?? 0;
  return { delay: { fixed_delay: fixed, percentage: perMillion(percent) } };
}

function abortOf({ abort }: Fault, place: Place): Json {
  if (!abort) return {};
  reportFields(place, abort, ["http2Error"], "Envoy has no such abort; it is ignored.");
  const percentage = perMillion(abort.percentage?.value ?? 0);
  if (abort.httpStatus !== undefined) return { abort: { http_status: abort.httpStatus, percentage } };
  if (abort.grpcStatus === undefined) return {};
  const code = grpcStatusNumber(abort.grpcStatus);
  if (code < 0) {
    unsupported(at(place, ".grpcStatus"), `"${abort.grpcStatus}" is no gRPC status; the abort is ignored.`, "error");
    return {};
  }
  return { abort: { grpc_status: code, percentage } };
}
