import { plaintextTraffic } from "../graph/plaintext-traffic";
import { indexRegistry } from "../graph/registry-index";
import type { AppContext, MeshHandle } from "../identity/ctx";
import { isHeddleError } from "../model/heddle-error";
import type { PlaintextFlow, PlaintextRecord } from "../policy/mtls/plaintext-record";
import { spanWords } from "../policy/mtls/plaintext-record";
import type { EdgeSamples } from "../sources/metrics-source";

/** Windows after which a caller was last seen, longest first after the observation window itself. */
const STEPS_SEC = [3600, 600, 60];
const LATELY_SEC = 600;

/** Windows end far ahead of our clock: what a collector with a faster one has written counts too. */
const AHEAD_MS = 86_400_000;

/** The newest traffic on record so old, and it is not known who talks now: several scrapes and flushes. */
const STALE_SEC = 120;
const SHARED_MS = 2000;

type Reads = Pick<AppContext, "shared" | "now" | "proxyReadings">;

/**
 * Who talks plaintext to which workload, as the mesh's metrics have it, and what they do not know. Of all namespaces: what decides on
 * STRICT does not depend on who asks. Never throws: a source that is away is a gap of the record.
 */
export function plaintextRecord(ctx: Reads, mesh: MeshHandle, windowSec: number): Promise<PlaintextRecord> {
  const options = { ttlMs: SHARED_MS, weigh: ({ flows }: PlaintextRecord) => flows.length };
  return ctx.shared.get(`plaintext ${mesh.name} ${windowSec}`, options, () => readRecord(ctx, mesh, windowSec));
}

async function readRecord(ctx: Reads, mesh: MeshHandle, windowSec: number): Promise<PlaintextRecord> {
  const at = ctx.now();
  const windows = [windowSec, ...STEPS_SEC.filter((step) => step < windowSec)];
  try {
    const [services, workloads, covered, readings, ...answers] = await Promise.all([
      mesh.port.services(),
      mesh.port.workloads(),
      coverage(mesh, at, windowSec),
      ctx.proxyReadings?.() ?? null,
      ...windows.map((sec) =>
        mesh.metrics.edgeSamples({
          ...{ mesh: mesh.name, namespaces: null },
          ...{ fromMs: at - sec * 1000, toMs: at + AHEAD_MS },
        }),
      ),
    ]);
    const registry = indexRegistry(services, workloads);
    const seen = answers.map(({ samples }, i) => ({
      sec: windows[i] ?? windowSec,
      traffic: plaintextTraffic(samples, registry),
    }));
    return {
      flows: flowsOf(seen),
      gaps: [...gapsOf(answers, windowSec), ...(readings?.error ? [readings.error] : [])],
      coveredSec: covered,
      windowSec,
      unread: readings?.unread ?? new Map(),
    };
  } catch (error) {
    const why = isHeddleError(error) ? `${error.what} ${error.why}` : String(error);
    return { flows: [], gaps: [`Traffic cannot be read now: ${why}`], coveredSec: null, windowSec, unread: new Map() };
  }
}

/** What a source that answered still does not know. */
function gapsOf(answers: readonly EdgeSamples[], windowSec: number): string[] {
  const sources = answers.flatMap((answer) => answer.sources);
  const away = sources.find(({ ok }) => !ok);
  if (away) return [`${away.name} does not answer: ${away.error ?? "no reason given"}`];
  const ages = sources.flatMap(({ ageSec }) => ageSec ?? []);
  const empty = answers.every(({ samples }) => samples.length === 0);
  if (sources.length === 0 || empty) return [`No traffic at all is on record in the last ${spanWords(windowSec)}.`];
  const age = Math.max(0, ...ages);
  return age > STALE_SEC ? [`The newest traffic on record is ${spanWords(age)} old.`] : [];
}

/** So many seconds of the window have traffic on record; null: the source cannot tell. */
async function coverage(mesh: MeshHandle, atMs: number, windowSec: number): Promise<number | null> {
  const series = await mesh.metrics.transportSeries?.({
    ...{ mesh: mesh.name, namespaces: null, maxPoints: 144 },
    ...{ fromMs: atMs - windowSec * 1000, toMs: atMs },
  });
  return series ? Math.min(windowSec, series.points.length * series.stepSec) : null;
}

/** One flow a caller and callee: the requests of the longest window, and the shortest one that still has some. */
function flowsOf(seen: readonly { sec: number; traffic: ReturnType<typeof plaintextTraffic> }[]): PlaintextFlow[] {
  const flows = new Map<string, PlaintextFlow>();
  const named = new Set<string>();
  for (const { sec, traffic } of seen) {
    for (const { source, destination, requests, tcp } of traffic) {
      const caller = { namespace: source.namespace, name: source.workload || source.service || source.app };
      const callee = { ...destination, workload: destination.workload };
      const to = `${callee.namespace}/${callee.workload || callee.service || callee.app}`;
      const id = `${caller.namespace}/${caller.name} ${to}`;
      // Caller and callee are read seconds apart: a short window alone does not make a nameless caller beside named ones.
      if (caller.name === "" && !flows.has(id) && named.has(to)) continue;
      if (caller.name !== "") named.add(to);
      flows.set(id, {
        caller,
        callee,
        requests: Math.max(requests, flows.get(id)?.requests ?? 0),
        tcp: tcp || (flows.get(id)?.tcp ?? false),
        seenWithinSec: sec,
        lately: sec === LATELY_SEC ? requests : (flows.get(id)?.lately ?? 0),
      });
    }
  }
  return [...flows.values()];
}
