import type { Measured } from "@/lib/model/analysis";
import { LATENCY_BOUNDS_MS } from "@/lib/model/latency-bounds";
import { parseObject } from "@/lib/policy/parse-object";
import type { MeasuredSides, MeasureQuery, RolloutMetrics } from "../analysis/rollout-metrics";
import { wantedShares } from "../plan/wanted-shares";
import type { StoredMesh } from "./stored-mesh";

/** Traffic as the stored objects split it: what an honest mesh would measure, at a rate and with errors a test says. */
export class SimulatedTraffic implements RolloutMetrics {
  ratePerSec = 100;
  /** share of failed requests by version */
  errors: Record<string, number> = {};
  /** the measured share, whatever the objects say; null: what they say */
  candidatePercent: number | null = null;
  /** the metrics source is away, and says so */
  away: string | null = null;
  readonly #mesh: StoredMesh;
  #objects: { revision: number; list: ReturnType<StoredMesh["listConfig"]> } | undefined;

  constructor(mesh: StoredMesh) {
    this.#mesh = mesh;
  }

  async measure({ target, fromMs, toMs, copies = false }: MeasureQuery): Promise<MeasuredSides> {
    if (this.away !== null) throw new Error(this.away);
    const rest = { fromMs, toMs, otherRequests: 0, plaintext: [], knownRequests: 0, blind: null };
    if (target.kind !== "traffic") return { ...rest, stable: this.#side("", 0), canary: this.#side("", 0) };
    const asked = (this.ratePerSec * (toMs - fromMs)) / 1000;
    if (copies) {
      const percent = mirroredPercent(await this.#config());
      const candidate = this.#side(target.candidate.version, (asked * percent) / 100);
      return { ...rest, stable: this.#side(target.stable.version, asked), canary: candidate };
    }
    const shares = wantedShares(target, await this.#config()) ?? { stable: 50, candidate: 50 };
    const candidate = this.candidatePercent ?? shares.candidate;
    return {
      ...rest,
      stable: this.#side(target.stable.version, (asked * (100 - candidate)) / 100),
      canary: this.#side(target.candidate.version, (asked * candidate) / 100),
    };
  }

  /** The objects, read again only when they changed: fifty runs ask at every tick. */
  async #config() {
    const revision = await this.#mesh.revision();
    if (this.#objects?.revision !== revision) this.#objects = { revision, list: this.#mesh.listConfig() };
    return this.#objects.list;
  }

  #side(version: string, count: number): Measured {
    const requests = Math.round(count);
    const latency = LATENCY_BOUNDS_MS.map((bound) => (bound === 20 ? requests : 0));
    const errors = Math.round(requests * (this.errors[version] ?? 0));
    return { version, requests, errors, latency: [...latency, 0], latencySumMs: requests * 18 };
  }
}

/** Per cent of the calls that the objects copy; 0: nothing is mirrored. */
function mirroredPercent(objects: readonly { yaml: string }[]): number {
  const routes = objects.flatMap(({ yaml }) => {
    const { object } = parseObject(yaml);
    return object?.kind === "VirtualService" ? (object.spec.http ?? []) : [];
  });
  return Math.max(
    0,
    ...routes.flatMap(({ mirrors = [] }) => mirrors.map(({ percentage }) => percentage?.value ?? 100)),
  );
}
