import { z } from "zod";
import type { SystemStatus } from "../model/system-status";

/** What the collector says of itself at /internal/status. */
const CollectorStatus = z.object({
  accepted: z.record(z.string(), z.number()),
  rejected: z.record(z.string(), z.number()),
  lossNotes: z.array(z.object({ at: z.string(), text: z.string() })).default([]),
  versions: z.record(z.string(), z.string()).default({}),
});

const ASK_MS = 2000;

export interface CollectorFacts {
  collector: SystemStatus["collector"];
  lossNotes: SystemStatus["lossNotes"];
  versions: Record<string, string>;
}

/** Asks the collector how it is. A collector that is away is an answer too: it never throws. */
export async function collectorStatus(options: { url: string; token: string | undefined }): Promise<CollectorFacts> {
  try {
    const answer = await fetch(`${options.url}/internal/status`, {
      headers: options.token ? { authorization: `Bearer ${options.token}` } : {},
      signal: AbortSignal.timeout(ASK_MS),
    });
    if (!answer.ok) throw new Error(`it answered with status ${answer.status}`);
    const { accepted, rejected, lossNotes, versions } = CollectorStatus.parse(await answer.json());
    return { collector: { ok: true, accepted, rejected }, lossNotes, versions };
  } catch (error) {
    const why = error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : "";
    return {
      collector: { ok: false, error: `The collector does not answer: ${why}`, accepted: {}, rejected: {} },
      lossNotes: [],
      versions: {},
    };
  }
}
