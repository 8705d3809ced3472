import type { MtlsMode } from "../../policy/mtls/effective-mode";

/** What one proxy's inbound port lets in, and what callers are told to use. */
export interface PortTransport {
  accepts: "plaintext" | "both" | "mtls";
  offersTls: boolean;
}

/** What the tracker must know of a proxy at a push. */
export interface TransitionFacts {
  proxyId: string;
  mode: MtlsMode;
  identity: boolean;
  /** the proxy holds the listeners of push `seq` */
  listens(seq: number): boolean;
}

/** What callers are told of a proxy. */
export interface OfferedTransport {
  proxyId: string;
  offersTls: boolean;
}

type CallersKnow = (seq: number, offered: OfferedTransport) => boolean;

interface Track extends PortTransport {
  identity: boolean;
  acceptsSeq: number;
  offerSeq: number;
  /** since when a change waits for acknowledgements; undefined: none does */
  waitingSinceMs: number | undefined;
}

/** A proxy that does not acknowledge holds a change up no longer than this. */
const PATIENCE_MS = 10_000;

/**
 * Changes of mode in an order in which no call fails: a port lets in the new transport before callers are told to use it, and
 * stops letting in the old one only when every caller knows (make before break). From DISABLE to STRICT that is two steps.
 */
export class MtlsTransitions {
  private readonly tracks = new Map<string, Track>();
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  /** true while a further push, after acknowledgements or after some time, will go on with a change. */
  get pending(): boolean {
    return [...this.tracks.values()].some(({ waitingSinceMs }) => waitingSinceMs !== undefined);
  }

  of(proxyId: string): PortTransport {
    return this.tracks.get(proxyId) ?? { accepts: "plaintext", offersTls: false };
  }

  /** Moves all proxies on for push `seq`. `callersKnow(seq, offered)`: every caller holds the endpoints of that push, and so knows the offer. */
  step(seq: number, proxies: readonly TransitionFacts[], callersKnow: CallersKnow): void {
    const there = new Set(proxies.map(({ proxyId }) => proxyId));
    for (const proxyId of this.tracks.keys()) if (!there.has(proxyId)) this.tracks.delete(proxyId);
    for (const facts of proxies) this.move(seq, facts, callersKnow);
  }

  private move(seq: number, facts: TransitionFacts, callersKnow: CallersKnow): void {
    const wanted = wantedOf(facts);
    const track = this.tracks.get(facts.proxyId);
    if (!track) {
      this.tracks.set(facts.proxyId, {
        ...wanted,
        identity: facts.identity,
        acceptsSeq: seq,
        offerSeq: -1,
        waitingSinceMs: undefined,
      });
      return;
    }
    if (track.identity !== facts.identity) Object.assign(track, { identity: facts.identity, acceptsSeq: seq });
    // Nothing can be terminated and nothing else may be let in: closed at once, not by steps.
    if (facts.mode === "STRICT" && !facts.identity) Object.assign(track, wanted);
    const impatient = track.waitingSinceMs !== undefined && this.now() - track.waitingSinceMs > PATIENCE_MS;
    const lets = (tls: boolean) => track.accepts === "both" || (track.accepts === "mtls") === tls;
    if (
      track.offersTls !== wanted.offersTls &&
      lets(wanted.offersTls) &&
      (facts.listens(track.acceptsSeq) || impatient)
    ) {
      track.offersTls = wanted.offersTls;
      track.offerSeq = seq;
      track.waitingSinceMs = undefined;
    }
    const settled = track.offersTls === wanted.offersTls && track.offerSeq < seq;
    const known =
      settled &&
      (track.offerSeq < 0 ||
        callersKnow(track.offerSeq, { proxyId: facts.proxyId, offersTls: track.offersTls }) ||
        impatient);
    // A port that is strict before and after is never open in between.
    const accepts = known || track.accepts === wanted.accepts ? wanted.accepts : "both";
    if (track.accepts !== accepts) {
      track.accepts = accepts;
      track.acceptsSeq = seq;
    }
    const done = track.accepts === wanted.accepts && track.offersTls === wanted.offersTls;
    track.waitingSinceMs = done ? undefined : (track.waitingSinceMs ?? this.now());
  }
}

function wantedOf({ mode, identity }: TransitionFacts): PortTransport {
  // Callers are told so without a certificate too: what is STRICT is never sent plaintext, whoever poses as one of its endpoints.
  if (mode === "STRICT") return { accepts: "mtls", offersTls: true };
  // Without a certificate a port can take plaintext only.
  if (mode === "DISABLE" || !identity) return { accepts: "plaintext", offersTls: false };
  return { accepts: "both", offersTls: true };
}
