import { describe, expect, it } from "vitest";
import { liveMoment } from "../replay/moment";
import { rolloutFixture } from "../testing/rollout-fixture";
import { checkFacts, checkFigure } from "./check-facts";
import { approveWords, requestSentence, runSentence } from "./run-sentence";
import { promotionFacts, stepFacts } from "./step-facts";

const sentence = (detail: ReturnType<typeof rolloutFixture>) => runSentence(detail, liveMoment(detail, undefined));

describe("runSentence", () => {
  it("says where the new version is and how its newest windows went", () => {
    expect(sentence(rolloutFixture("pass"))).toBe("reviews v3 is at 10% and fine");
    expect(sentence(rolloutFixture("fail"))).toBe("reviews v3 is at 10% and getting worse");
    expect(sentence(rolloutFixture("inconclusive"))).toBe("reviews v3 is at 10%, too early to tell");
    expect(sentence(rolloutFixture("pass", "gate"))).toBe("reviews v3 waits at 10% for approval");
    expect(sentence(rolloutFixture("pass", "rollingBack"))).toBe("reviews v3 is going back to 0%");
  });
});

describe("the request of a gate", () => {
  it("names what more traffic it sends, and the button does too", () => {
    const detail = rolloutFixture("pass", "gate");
    expect(requestSentence(detail)).toBe("Send 25% of reviews traffic to v3, up from 10%");
    expect(approveWords(detail)).toBe("Approve 25%");
  });
});

describe("stepFacts", () => {
  it("tells done, now, gate and ahead apart, with wanted and measured shares", () => {
    const detail = rolloutFixture("fail");
    const moment = liveMoment(detail, undefined);
    const target = detail.plan.targets[0];
    if (!target) throw new Error("the fixture has a target");
    const steps = stepFacts(target, moment, 0);
    expect(steps.map((one) => one.state)).toEqual(["done", "done", "now", "ahead", "ahead", "ahead"]);
    expect(steps[2]).toMatchObject({ title: "10%", wanted: 10, measured: 9.8, tone: "failing" });
    expect(steps[3]).toMatchObject({ caption: "needs 1 approval", measured: null });
    expect(promotionFacts(detail, moment)).toMatchObject({ number: 7, caption: "needs 1 approval", state: "ahead" });
  });

  it("marks the gate that is waited at", () => {
    const detail = rolloutFixture("pass", "gate");
    const target = detail.plan.targets[0];
    if (!target) throw new Error("the fixture has a target");
    const step = stepFacts(target, liveMoment(detail, undefined), 0)[3];
    expect(step).toMatchObject({ waiting: true, caption: "waits for approval" });
  });
});

describe("checkFacts", () => {
  it("draws success as errors, keeps the limit, and lists every window", () => {
    const { analyses } = liveMoment(rolloutFixture("fail"), undefined);
    const [errors, latency] = checkFacts(analyses, 100);
    expect(errors).toMatchObject({ title: "Errors", limit: 1 });
    expect(errors?.canary).toBeCloseTo(8.4);
    expect(errors?.windows.map((one) => one.verdict)).toEqual(["pass", "pass", "pass", "fail", "fail"]);
    expect(latency).toMatchObject({ title: "p95 latency", unit: "ms", canary: 2310, limit: 56 });
  });

  it("calls too few what could not be told for lack of requests", () => {
    const { analyses } = liveMoment(rolloutFixture("inconclusive"), undefined);
    expect(checkFacts(analyses, 2000)[0]?.windows.at(-1)?.tooFew).toBe(true);
    expect(checkFacts(analyses, 100)[0]?.windows.at(-1)?.tooFew).toBe(false);
  });

  it("never shows 0 where something failed", () => {
    expect(checkFigure("percent", 0.004)).toEqual({ value: "< 0.1", unit: "%" });
    expect(checkFigure("percent", 0)).toEqual({ value: "0", unit: "%" });
    expect(checkFigure("ms", null).value).toBe("–");
  });
});
