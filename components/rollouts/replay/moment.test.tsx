import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fixtureMinute, rolloutFixture } from "../testing/rollout-fixture";
import { liveMoment, momentAt, stopsOf } from "./moment";

const detail = rolloutFixture("fail");

describe("momentAt", () => {
  it("is the run as it was: phase, shares and windows of that moment, and nothing later", () => {
    const moment = momentAt(detail, undefined, fixtureMinute(10.5));
    expect(moment.run).toMatchObject({ phase: "propagating", stepId: "t1-2-weight-5" });
    expect(moment.run.desired.find((one) => one.version === "v3")?.percent).toBe(5);
    expect(moment.progress.map((one) => one.state)).toEqual(["done", "current", "ahead", "ahead", "ahead", "ahead"]);
    expect(moment.progress[2]).toMatchObject({ enteredAt: null, verdict: null, observed: [] });
    expect(moment.analyses.map((one) => one.id)).toEqual(["a10"]);
    expect(moment.events[0]?.text).toBe("1% → 5%");
  });

  it("stands before the start when nothing had happened", () => {
    const moment = momentAt(detail, undefined, fixtureMinute(-1));
    expect(moment.run.phase).toBe("validated");
    expect(moment.progress.every((one) => one.state === "ahead")).toBe(true);
  });

  it("never shows less at a later moment, and at the end all that the live page shows", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -2, max: 40, noNaN: true }),
        fc.double({ min: 0, max: 20, noNaN: true }),
        (at, by) => {
          const before = momentAt(detail, undefined, fixtureMinute(at));
          const after = momentAt(detail, undefined, fixtureMinute(at + by));
          expect(after.events.length).toBeGreaterThanOrEqual(before.events.length);
          expect(after.analyses.slice(0, before.analyses.length)).toEqual(before.analyses);
        },
      ),
    );
    const end = momentAt(detail, undefined, fixtureMinute(60));
    const live = liveMoment(detail, undefined);
    expect(end.events).toEqual(live.events);
    expect(end.analyses).toEqual(live.analyses);
    expect(end.progress.map((one) => one.state)).toEqual(live.progress.map((one) => one.state));
  });

  it("names steps in words, not by their ids", () => {
    const [newest, ...older] = detail.events;
    if (!newest) throw new Error("the fixture has events");
    const told = { ...detail, events: [{ ...newest, text: "t1-3-weight-10 is done" }, ...older] };
    expect(liveMoment(told, undefined).events[0]?.text).toBe("10% is done");
  });

  it("joins the kept record with what the page has, each thing once", () => {
    const evidence = {
      id: detail.id,
      planHash: detail.plan.hash,
      revisionHash: detail.revisionHash,
      analyses: detail.analyses.slice(2),
      approvals: [],
      events: detail.events.slice(3),
      baseline: [],
    };
    expect(liveMoment(detail, evidence).analyses).toHaveLength(detail.analyses.length);
    expect(stopsOf(detail, evidence)).toHaveLength(detail.events.length);
  });
});
