import { CollectorStatus } from "../model/collector-status";
import type { SystemStatus } from "../model/system-status";

const ASK_MS = 2000;

export type CollectorFacts = Pick<SystemStatus, "collector" | "lossNotes" | "sources" | "versions">;

/** Asks the collector how it and its store are. A collector that is away is an answer too: it never throws. */
export async function collectorStatus(options: { url: string; token: string | undefined }): Promise<CollectorFacts> {
  try {
    const answer = await fetch(`${options.url}/internal/status`, {
      headers: options.token ? { authorization: `Bearer ${options.token}` } : {},
      signal: AbortSignal.timeout(ASK_MS),
    });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return factsOf(CollectorStatus.parse(await answer.json()));
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const why = `The collector does not answer: ${cause instanceof Error ? cause.message : String(cause)}`;
    return {
      collector: { ok: false, error: why, accepted: {}, rejected: {} },
      lossNotes: [],
      versions: {},
      sources: [{ name: "collector", ok: false, error: why }],
    };
  }
}

function factsOf({
  ok,
  error,
  accepted,
  rejected,
  lossNotes,
  store,
  scrape,
  version,
}: CollectorStatus): CollectorFacts {
  const scrapeError =
    scrape.consoleError ||
    (scrape.failing.length > 0 ? `${scrape.failing.length} of ${scrape.targets} proxies do not answer` : "");
  return {
    collector: { ok, ...(error === undefined ? {} : { error }), accepted, rejected },
    lossNotes,
    versions: { collector: version, "telemetry store": store.engine },
    sources: [
      { name: "collector", ok: true },
      { name: "telemetry store", ok: store.ok, ...(store.error === undefined ? {} : { error: store.error }) },
      { name: "proxy metrics", ok: scrapeError === "", ...(scrapeError === "" ? {} : { error: scrapeError }) },
    ],
  };
}
