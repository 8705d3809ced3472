import { describe, expect, it } from "vitest";
import { PushLog, type Target } from "./push-log";
import { KINDS, type Kind, ResourceSet } from "./resource-set";

/** A target whose kinds have these contents. */
function target(seq: number, revision: number, contents: Partial<Record<Kind, string>> = {}): Target {
  const sets = KINDS.map((kind) => [kind, new ResourceSet([{ byName: new Map(), hash: contents[kind] ?? "" }])]);
  return { seq, revision, sets: Object.fromEntries(sets) as Record<Kind, ResourceSet> };
}
const ackAll = (log: PushLog, seq: number) => {
  for (const kind of KINDS) log.acked(kind, seq);
};

describe("PushLog", () => {
  it("counts everything before a stream's first push as carried by it", () => {
    const log = new PushLog();
    expect(log.stateOf(0)).toBeUndefined();
    log.targeted(target(1, 7));
    expect(log.stateOf(3)).toEqual({ state: "waiting" });
    log.sent("cds", 1);
    expect(log.stateOf(7)).toEqual({ state: "sent" });
    ackAll(log, 1);
    expect(log.stateOf(3)).toEqual({ state: "acked" });
    expect(log.stateOf(8)).toBeUndefined();
  });

  it("tells a revision from a later one that it did not share a push with", () => {
    const log = new PushLog();
    log.targeted(target(1, 1));
    ackAll(log, 1);
    log.targeted(target(2, 2, { rds: "b" }));
    log.refused("rds", 2, "why");
    log.targeted(target(3, 4, { rds: "c" }));
    ackAll(log, 3);
    log.targeted(target(4, 5, { rds: "c" }));
    expect([1, 2, 3, 4, 5].map((revision) => log.stateOf(revision)?.state)).toEqual([
      "acked",
      "refused",
      "acked",
      "acked",
      "unaffected",
    ]);
    expect(log.stateOf(2)?.reason).toBe("why");
  });

  it("takes the acknowledgement of a newer push for an older one that it overtook", () => {
    const log = new PushLog();
    log.targeted(target(1, 1));
    ackAll(log, 1);
    log.targeted(target(2, 2, { rds: "b" }));
    log.targeted(target(3, 3, { rds: "c" }));
    log.acked("rds", 3);
    expect(log.stateOf(2)).toEqual({ state: "acked" });
  });

  it("leaves pushes without a new revision out of the revisions' account", () => {
    const log = new PushLog();
    log.targeted(target(1, 1));
    ackAll(log, 1);
    log.targeted(target(2, 1, { eds: "b" }));
    expect(log.stateOf(1)).toEqual({ state: "acked" });
  });

  it("keeps an old refusal through a reconnect", () => {
    const log = new PushLog();
    log.targeted(target(1, 1));
    ackAll(log, 1);
    log.targeted(target(2, 2, { rds: "b" }));
    log.refused("rds", 2, "why");
    log.restart();
    log.targeted(target(3, 3, { rds: "c" }));
    ackAll(log, 3);
    expect(log.stateOf(2)).toEqual({ state: "refused", reason: "why" });
    expect(log.stateOf(3)).toEqual({ state: "acked" });
  });
});
