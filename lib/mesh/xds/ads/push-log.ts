import { covering, type PushOutcome } from "./push-outcome";
import { KINDS, type Kind, type ResourceSet } from "./resource-set";

/** What a proxy is to hold from now on. `seq` counts pushes of the mesh, `revision` is the config in it. */
export interface Target {
  seq: number;
  revision: number;
  sets: Record<Kind, ResourceSet>;
}

type KindState = "waiting" | "sent" | "acked" | "refused";

interface Entry {
  seq: number;
  /** covers revisions in (from, revision]; from -1: everything before */
  from: number;
  revision: number;
  kinds: Map<Kind, KindState>;
  reason: string | undefined;
}

const KEPT = 200;

/**
 * Remembers for one proxy which pushes changed something it holds, and what became of them. Survives reconnects, so that
 * an old change still tells its own outcome.
 */
export class PushLog {
  private readonly entries: Entry[] = [];
  private latest: Target | undefined;

  /** A new stream: whatever it is sent covers everything before. */
  restart(): void {
    this.latest = undefined;
  }

  targeted(target: Target): void {
    const before = this.latest;
    this.latest = target;
    const changed = KINDS.filter((kind) => before?.sets[kind].hash !== target.sets[kind].hash);
    if (before && changed.length === 0 && before.revision === target.revision) return;
    this.entries.push({
      seq: target.seq,
      from: before ? before.revision : -1,
      revision: target.revision,
      kinds: new Map(changed.map((kind) => [kind, "waiting"])),
      reason: undefined,
    });
    if (this.entries.length > KEPT) this.entries.splice(0, this.entries.length - KEPT);
  }

  sent(kind: Kind, seq: number): void {
    for (const entry of this.open(kind, seq)) entry.kinds.set(kind, "sent");
  }

  acked(kind: Kind, seq: number): void {
    for (const entry of this.open(kind, seq)) entry.kinds.set(kind, "acked");
  }

  refused(kind: Kind, seq: number, reason: string): void {
    for (const entry of this.open(kind, seq)) {
      entry.kinds.set(kind, "refused");
      entry.reason ??= reason;
    }
  }

  /** What became of a revision; undefined: no push has covered it yet. */
  stateOf(revision: number): Pick<PushOutcome, "state" | "reason"> | undefined {
    const entry = covering(this.entries, revision);
    return entry && fateOf(entry);
  }

  /** The latest pushes, oldest first. */
  outcomes(most: number): PushOutcome[] {
    return this.entries.slice(-most).map((entry) => ({ from: entry.from, revision: entry.revision, ...fateOf(entry) }));
  }

  private *open(kind: Kind, seq: number): Generator<Entry> {
    for (const entry of this.entries) {
      const state = entry.kinds.get(kind);
      if (entry.seq <= seq && (state === "waiting" || state === "sent")) yield entry;
    }
  }
}

function fateOf({ kinds, reason }: Entry): Pick<PushOutcome, "state" | "reason"> {
  const states = new Set(kinds.values());
  if (states.has("refused")) return { state: "refused", ...(reason === undefined ? {} : { reason }) };
  if (states.size === 0) return { state: "unaffected" };
  if (states.has("sent") || (states.has("acked") && states.has("waiting"))) return { state: "sent" };
  return { state: states.has("waiting") ? "waiting" : "acked" };
}
