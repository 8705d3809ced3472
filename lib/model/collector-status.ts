import { z } from "zod";

/** What the collector tells the console about itself: GET /internal/status on its port, with the internal token. Counts are since its start. */
export const CollectorStatus = z.object({
  ok: z.boolean(),
  error: z.string().optional(),
  version: z.string(),
  startedAt: z.iso.datetime(),
  ports: z.record(z.string(), z.number().int()),
  accepted: z.record(z.string(), z.number()),
  rejected: z.record(z.string(), z.number()),
  lossNotes: z.array(z.object({ at: z.iso.datetime(), text: z.string() })),
  store: z.object({
    ok: z.boolean(),
    error: z.string().optional(),
    engine: z.string(),
    bytes: z.number(),
    maxBytes: z.number(),
    /** acknowledged, on disk, not yet in the store */
    waitingSpans: z.number(),
    waitingEdgeRows: z.number(),
  }),
  scrape: z.object({
    /** why the console could not be asked what to scrape, "" when it could */
    consoleError: z.string(),
    targets: z.number().int(),
    failing: z.array(z.object({ proxyId: z.string(), error: z.string() })),
    lastRoundAt: z.iso.datetime().optional(),
  }),
});
export type CollectorStatus = z.infer<typeof CollectorStatus>;
