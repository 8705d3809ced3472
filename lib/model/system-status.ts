import { z } from "zod";
import { SourceState } from "./graph";

/** The answer of GET /api/v1/status: how Heddle itself is, for its settings page. */
export const SystemStatus = z.object({
  version: z.string(),
  startedAt: z.iso.datetime(),
  /** name -> version: node, envoy, database, telemetry store, … */
  versions: z.record(z.string(), z.string()),
  /** name -> port: console, xds, otlpGrpc, otlpHttp, zipkin, … */
  ports: z.record(z.string(), z.number().int()),
  sources: z.array(SourceState),
  collector: z.object({
    ok: z.boolean(),
    error: z.string().optional(),
    /** what -> how many since its start: spans, edge rows, scrapes, … */
    accepted: z.record(z.string(), z.number()),
    /** reason -> how many since its start */
    rejected: z.record(z.string(), z.number()),
  }),
  /** What may have been lost after a crash, newest first. */
  lossNotes: z.array(z.object({ at: z.iso.datetime(), text: z.string() })),
});
export type SystemStatus = z.infer<typeof SystemStatus>;
