import fc from "fast-check";
import { expect, test } from "vitest";
import type { MtlsMode } from "../../policy/mtls/effective-mode";
import { MtlsTransitions, type TransitionFacts } from "./mtls-transitions";

const MODES: MtlsMode[] = ["PERMISSIVE", "STRICT", "DISABLE"];

/** A proxy and its callers, as far as the order of changes depends on them. */
class Bed {
  nowMs = 0;
  seq = 0;
  /** the newest push the proxy's listeners hold, and the newest all callers hold */
  listening = 0;
  callersAt = 0;
  facts = { mode: "DISABLE" as MtlsMode, identity: true };
  readonly transitions = new MtlsTransitions(() => this.nowMs);

  push(change: Partial<Pick<TransitionFacts, "mode" | "identity">> = {}): string {
    this.facts = { ...this.facts, ...change };
    const proxy = { proxyId: "p", ...this.facts, listens: (seq: number) => this.listening >= seq };
    this.transitions.step(++this.seq, [proxy], (seq) => this.callersAt >= seq);
    return this.state;
  }

  acknowledge(): void {
    this.listening = this.seq;
    this.callersAt = this.seq;
  }

  /** Pushes and acknowledges until nothing is left to do; gives every state on the way. */
  settle(change: Partial<Pick<TransitionFacts, "mode" | "identity">>): string[] {
    const seen = [this.push(change)];
    for (let i = 0; i < 10 && this.transitions.pending; i++) {
      this.acknowledge();
      seen.push(this.push());
    }
    return seen.filter((state, i) => state !== seen[i - 1]);
  }

  get state(): string {
    const { accepts, offersTls } = this.transitions.of("p");
    return `${accepts}${offersTls ? "+tls" : ""}`;
  }
}

test("a proxy that comes is at once what its mode says; without identity plaintext, or nothing under STRICT", () => {
  const first = (mode: MtlsMode, identity: boolean) => new Bed().push({ mode, identity });
  expect(MODES.map((mode) => first(mode, true))).toEqual(["both+tls", "mtls+tls", "plaintext"]);
  expect(MODES.map((mode) => first(mode, false))).toEqual(["plaintext", "mtls+tls", "plaintext"]);
  expect(new Bed().transitions.of("nobody")).toEqual({ accepts: "plaintext", offersTls: false });
});

test("each change lets in the new before callers use it, and stops the old when all of them know", () => {
  const steps = (from: MtlsMode, to: MtlsMode) => {
    const bed = new Bed();
    bed.push({ mode: from });
    bed.acknowledge();
    return bed.settle({ mode: to });
  };
  expect(steps("DISABLE", "PERMISSIVE")).toEqual(["both", "both+tls"]);
  expect(steps("DISABLE", "STRICT")).toEqual(["both", "both+tls", "mtls+tls"]);
  expect(steps("PERMISSIVE", "STRICT")).toEqual(["mtls+tls"]);
  expect(steps("STRICT", "PERMISSIVE")).toEqual(["both+tls"]);
  expect(steps("STRICT", "DISABLE")).toEqual(["both+tls", "both", "plaintext"]);
  expect(steps("PERMISSIVE", "DISABLE")).toEqual(["both", "plaintext"]);
});

test("waits for the proxy before it offers, for the callers before it closes, for neither longer than its patience", () => {
  const bed = new Bed();
  bed.push({ mode: "DISABLE" });
  bed.acknowledge();
  expect(bed.push({ mode: "STRICT" })).toBe("both");
  expect([bed.push(), bed.transitions.pending]).toEqual(["both", true]);
  bed.listening = bed.seq;
  expect(bed.push()).toBe("both+tls");
  expect([bed.push(), bed.push()]).toEqual(["both+tls", "both+tls"]);
  bed.nowMs += 10_001;
  expect([bed.push(), bed.transitions.pending]).toEqual(["mtls+tls", false]);
});

test("a change that is taken back on the way goes back, without closing what callers use", () => {
  const bed = new Bed();
  bed.push({ mode: "DISABLE" });
  bed.acknowledge();
  bed.push({ mode: "STRICT" });
  bed.acknowledge();
  expect(bed.push()).toBe("both+tls");
  expect(bed.settle({ mode: "DISABLE" })).toEqual(["both", "plaintext"]);
});

test("STRICT on a proxy that loses its identity closes at once; one that gets it back opens to mutual TLS alone", () => {
  const bed = new Bed();
  bed.push({ mode: "STRICT" });
  bed.acknowledge();
  expect(bed.push({ identity: false })).toBe("mtls+tls");
  bed.acknowledge();
  expect(bed.settle({ identity: true }).every((state) => state.startsWith("mtls"))).toBe(true);
  expect(bed.state).toBe("mtls+tls");
});

test("a proxy that left is forgotten, and waits for nothing", () => {
  const bed = new Bed();
  bed.push({ mode: "DISABLE" });
  bed.push({ mode: "STRICT" });
  bed.transitions.step(++bed.seq, [], () => true);
  expect(bed.transitions.pending).toBe(false);
  expect(bed.state).toBe("plaintext");
});

type Act = { mode?: MtlsMode; identity?: boolean; listen?: boolean; callers?: boolean; wait?: number };
const anyAct: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ mode: fc.constantFrom(...MODES) }),
  fc.record({ listen: fc.constant(true) }),
  fc.record({ callers: fc.constant(true) }),
  fc.record({ wait: fc.integer({ min: 0, max: 4000 }) }),
);

function act(bed: Bed, { listen, callers, wait = 0, ...change }: Act): void {
  if (listen) bed.listening = bed.seq;
  if (callers) bed.callersAt = bed.seq;
  bed.nowMs += wait;
  bed.push(change);
}

test("whatever order acknowledgements come in: what callers were last told to use is let in", () => {
  fc.assert(
    fc.property(fc.array(anyAct, { maxLength: 40 }), (acts) => {
      const bed = new Bed();
      bed.push({ mode: "DISABLE" });
      bed.acknowledge();
      for (const one of acts) {
        act(bed, one);
        const { accepts, offersTls } = bed.transitions.of("p");
        if (offersTls) expect(accepts).not.toBe("plaintext");
        else expect(accepts).not.toBe("mtls");
      }
    }),
  );
});

test("a port that is STRICT and stays so is never open to plaintext, whatever becomes of its identity", () => {
  const still = fc.oneof(
    fc.record({ identity: fc.boolean() }),
    fc.record({ listen: fc.constant(true) }),
    fc.record({ wait: fc.integer({ min: 0, max: 20_000 }) }),
  );
  fc.assert(
    fc.property(fc.array(still, { maxLength: 40 }), fc.boolean(), (acts, identity) => {
      const bed = new Bed();
      bed.push({ mode: "STRICT", identity });
      for (const one of acts) {
        act(bed, one);
        expect(bed.transitions.of("p").accepts).toBe("mtls");
      }
    }),
  );
});

test("every change comes to its end once all acknowledge, from wherever it began", () => {
  fc.assert(
    fc.property(
      fc.array(anyAct, { maxLength: 20 }),
      fc.constantFrom(...MODES),
      fc.boolean(),
      (acts, mode, identity) => {
        const bed = new Bed();
        bed.push({ mode: "DISABLE" });
        for (const one of acts) act(bed, one);
        bed.settle({ mode, identity });
        expect(bed.transitions.pending).toBe(false);
        expect(bed.state).toBe(new Bed().push({ mode, identity }));
      },
    ),
  );
});
