import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5, 5, 10];

/** The console's own figures, served at /metrics. Labels are closed sets: no ids, no paths as called. */
export interface ConsoleMetrics {
  registry: Registry;
  requests: Histogram<"method" | "route" | "status">;
  refusals: Counter<"code">;
  auditFailures: Counter;
  changes: Counter<"state">;
  liveSockets: Gauge;
  liveSubscriptions: Gauge;
  liveFrames: Counter<"kind">;
  liveSkips: Counter;
  liveCompute: Histogram;
}

/** A registry of its own, so that tests can hold several. `defaults`: also the process's own figures. */
export function createConsoleMetrics(options: { defaults: boolean }): ConsoleMetrics {
  const registry = new Registry();
  if (options.defaults) collectDefaultMetrics({ register: registry, prefix: "heddle_console_" });
  const registers = [registry];
  return {
    registry,
    requests: new Histogram({
      name: "heddle_api_request_duration_seconds",
      help: "API calls by route template and status.",
      labelNames: ["method", "route", "status"],
      buckets: SECONDS,
      registers,
    }),
    refusals: new Counter({
      name: "heddle_api_refusals_total",
      help: "API calls that failed, by error code.",
      labelNames: ["code"],
      registers,
    }),
    auditFailures: new Counter({
      name: "heddle_audit_failures_total",
      help: "Refusals that could not be written to the audit log.",
      registers,
    }),
    changes: new Counter({
      name: "heddle_changes_total",
      help: "Changes pushed to a mesh, by the state they reached.",
      labelNames: ["state"],
      registers,
    }),
    liveSockets: new Gauge({ name: "heddle_live_sockets", help: "Open live connections.", registers }),
    liveSubscriptions: new Gauge({ name: "heddle_live_subscriptions", help: "Live subscriptions.", registers }),
    liveFrames: new Counter({
      name: "heddle_live_frames_total",
      help: "Frames sent on live connections: full, delta, stale, error.",
      labelNames: ["kind"],
      registers,
    }),
    liveSkips: new Counter({
      name: "heddle_live_skips_total",
      help: "Frames not sent because a client reads too slowly; it gets a full one later.",
      registers,
    }),
    liveCompute: new Histogram({
      name: "heddle_live_compute_seconds",
      help: "Time of one shared computation of a live view.",
      buckets: SECONDS,
      registers,
    }),
  };
}
