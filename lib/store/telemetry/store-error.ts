import { ClickHouseError } from "@clickhouse/client";
import { HeddleError } from "../../model/heddle-error";

/** ClickHouse's own error codes (src/Common/ErrorCodes.cpp). */
const TIMEOUT_CODES = new Set(["159", "209"]);
const LIMIT_CODES = new Set(["158", "202", "241", "307", "396"]);
const AUTH_CODES = new Set(["192", "193", "194", "516"]);

/** Turns what @clickhouse/client throws into a HeddleError. `doing` completes "could not …", e.g. "read traces". */
export function storeError(error: unknown, doing: string): HeddleError {
  if (error instanceof HeddleError) return error;
  const what = `Could not ${doing}.`;
  if (error instanceof ClickHouseError) {
    const why = `The telemetry store says: ${firstLine(error.message)}`;
    if (TIMEOUT_CODES.has(error.code)) {
      return new HeddleError("timeout", {
        what,
        why,
        next: "Choose a shorter time range or fewer namespaces.",
        cause: error,
      });
    }
    if (LIMIT_CODES.has(error.code)) {
      return new HeddleError("overloaded", {
        what,
        why,
        next: "Narrow the question, or try again in a moment.",
        cause: error,
      });
    }
    if (AUTH_CODES.has(error.code)) {
      const next = "Check CLICKHOUSE_URL, or HEDDLE_INTERNAL_TOKEN of both processes.";
      return new HeddleError("unavailable", { what, why, next, cause: error });
    }
    return new HeddleError("internal", { what, why, next: "Report this with the trace id.", cause: error });
  }
  const message = error instanceof Error ? error.message : String(error);
  if (/timeout|aborted/i.test(message)) {
    const why = "The telemetry store did not answer in time.";
    return new HeddleError("timeout", { what, why, next: "Choose a shorter time range or try again.", cause: error });
  }
  const why = `The telemetry store cannot be reached: ${firstLine(message) || "no answer"}`;
  return new HeddleError("unavailable", { what, why, next: "Check that the collector is running.", cause: error });
}

function firstLine(text: string): string {
  return (text.split("\n", 1)[0] ?? "").slice(0, 300);
}
