import type { EdgeProtocol } from "../model/edge-sample";

/** What became of one request. `client`: refused for the caller's own doing (4xx, or the caller hung up). */
export type Outcome = "ok" | "client" | "error";

/** Flags that say a request never reached the other side. Source: Envoy's access log response flags. */
const NEVER_ARRIVED = new Set(["UF", "UH", "NR", "UO", "URX", "NC", "DF"]);

/** "UH,URX" -> ["UH", "URX"]; "" and "-" are none. */
export function flagList(flags: string): string[] {
  return flags === "" || flags === "-" ? [] : flags.split(",").filter((flag) => flag !== "" && flag !== "-");
}

/** True when the callee cannot have seen the request: no answer, or a flag of a request that was never sent on. */
export function neverArrived(protocol: EdgeProtocol, code: string, flags: string): boolean {
  const list = flagList(flags);
  if (list.some((flag) => NEVER_ARRIVED.has(flag))) return true;
  return code === "0" && (protocol !== "grpc" || list.length > 0);
}

/**
 * Errors are 5xx, no answer, and gRPC failures; 4xx is the caller's. A caller that hung up (DC) is no error of the
 * callee's. TCP has no codes: only a flag of a connection that never came about makes an error.
 */
export function outcomeOf(protocol: EdgeProtocol, code: string, flags: string): Outcome {
  const list = flagList(flags);
  if (protocol === "tcp") return list.some((flag) => NEVER_ARRIVED.has(flag)) ? "error" : "ok";
  if (code.length === 3) {
    if (code.startsWith("5")) return "error";
    return code.startsWith("4") ? "client" : "ok";
  }
  if (protocol === "grpc") return grpcOutcome(code, list);
  if (code === "0" || code === "") return list.length > 0 && list.every((flag) => flag === "DC") ? "client" : "error";
  return "ok";
}

/** gRPC status 0 is OK unless the proxy says that no answer came; 1 to 16 are failures. */
function grpcOutcome(code: string, flags: string[]): Outcome {
  if (code === "0" || code === "") {
    if (flags.includes("DC")) return "client";
    return flags.some((flag) => NEVER_ARRIVED.has(flag) || flag === "UT" || flag === "UC") ? "error" : "ok";
  }
  return "error";
}
