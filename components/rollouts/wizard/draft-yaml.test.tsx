import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RolloutDraft as DraftSchema, type RolloutDraft } from "@/lib/model/rollout-plan";
import { draftYaml, lineOfPath, readDraft } from "./draft-yaml";
import { newDraft, stageOf } from "./wizard-draft";

const target = {
  kind: "traffic" as const,
  namespace: "shop",
  service: "reviews",
  host: "reviews.shop.svc.cluster.local",
  routes: [],
  stable: { subset: "v1", version: "v1" },
  candidate: { subset: "v2", version: "v2" },
};
const draft = newDraft("local", target);

const arbitrary: fc.Arbitrary<RolloutDraft> = fc
  .record({
    name: fc.string({ minLength: 1, maxLength: 40 }).filter((text) => text.trim() !== ""),
    description: fc.string({ maxLength: 80 }),
    strategy: fc.constantFrom(
      { kind: "canary", weights: [1, 50] },
      { kind: "linear", step: 20 },
      { kind: "ab", by: "cookie", match: { name: "persona", value: "beta" } },
      { kind: "blueGreen" },
    ),
    aboveWeight: fc.option(fc.integer({ min: 0, max: 100 })),
    ratio: fc.option(fc.double({ min: 0.1, max: 50, noNaN: true })),
  })
  .map(({ name, description, strategy, aboveWeight, ratio }) =>
    DraftSchema.parse({
      ...draft,
      name,
      description,
      targets: [{ target, strategy }],
      analysis: { checks: [{ metric: "latency", quantile: "p99", maxRatio: ratio }] },
      gates: { aboveWeight },
    }),
  );

describe("a plan as YAML", () => {
  it("reads back as what was written, whatever it says", () => {
    fc.assert(
      fc.property(arbitrary, (one) => {
        expect(readDraft(draftYaml(one))).toEqual({ draft: one, findings: [] });
      }),
    );
  });

  it("marks what is wrong on its line", () => {
    const text = draftYaml(draft).replace("minSamples: 100", "minSamples: lots");
    const { draft: none, findings } = readDraft(text);
    expect(none).toBeNull();
    expect(findings[0]).toMatchObject({ path: "analysis.minSamples", severity: "error" });
    expect(text.split("\n")[(findings[0]?.line ?? 0) - 1]).toContain("minSamples: lots");
    expect(readDraft("a: [1").findings[0]?.code).toMatch(/^yaml-/);
  });

  it("finds the line of a field by its path", () => {
    const text = draftYaml(draft);
    const line = lineOfPath(text, "targets[0].target.candidate.version");
    expect(text.split("\n")[(line ?? 0) - 1]).toContain("version: v2");
    expect(lineOfPath(text, "targets[0].steps[2].weight")).toBe(lineOfPath(text, "targets[0]"));
  });
});

describe("stageOf", () => {
  it("leads a finding to the stage of its field", () => {
    expect(stageOf("targets[0].target.candidate")).toBe("what");
    expect(stageOf("targets[1].steps[0].weight")).toBe("steps");
    expect(stageOf("targets[0].strategy.weights")).toBe("steps");
    expect(stageOf("analysis.checks[0].minPercent")).toBe("checks");
    expect(stageOf("gates.spec")).toBe("approvals");
    expect(stageOf("name")).toBe("what");
  });
});
