import { CollectorStatus } from "../model/collector-status";
import type { ProxyReadings } from "../model/proxy-readings";
import type { SystemStatus } from "../model/system-status";

const ASK_MS = 2000;
/** Rounds come every few seconds: without one for so long something is stuck. */
const STUCK_MS = 60_000;

export type CollectorFacts = Pick<SystemStatus, "collector" | "lossNotes" | "sources" | "versions">;

export interface CollectorAddress {
  url: string;
  token: string | undefined;
}

async function askCollector({ url, token }: CollectorAddress): Promise<CollectorStatus> {
  const answer = await fetch(`${url}/internal/status`, {
    headers: token ? { authorization: `Bearer ${token}` } : {},
    signal: AbortSignal.timeout(ASK_MS),
  });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return CollectorStatus.parse(await answer.json());
}

function awayWords(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return `The collector does not answer: ${cause instanceof Error ? cause.message : String(cause)}`;
}

/** Whether the collector reads the proxies' counters now, and which it cannot. Never throws. */
export async function proxyReadings(address: CollectorAddress, now: () => number): Promise<ProxyReadings> {
  try {
    const { scrape } = await askCollector(address);
    const unread = new Map(scrape.failing.map(({ proxyId, error }) => [proxyId, `The collector got: ${error}`]));
    if (scrape.lastRoundAt === undefined) return { error: "The collector has read no proxy yet.", unread };
    const ageMs = now() - Date.parse(scrape.lastRoundAt);
    if (ageMs > STUCK_MS)
      return { error: `The collector last read the proxies ${Math.round(ageMs / 1000)} s ago.`, unread };
    if (scrape.consoleError)
      return { error: `The collector does not know which proxies there are: ${scrape.consoleError}`, unread };
    return { error: null, unread };
  } catch (error) {
    return { error: awayWords(error), unread: new Map() };
  }
}

/** Asks the collector how it and its store are. A collector that is away is an answer too: it never throws. */
export async function collectorStatus(options: CollectorAddress): Promise<CollectorFacts> {
  try {
    return factsOf(await askCollector(options));
  } catch (error) {
    const why = awayWords(error);
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
