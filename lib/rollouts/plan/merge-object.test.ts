import fc from "fast-check";
import { expect, test } from "vitest";
import { PROMOTED_STEP, planSteps } from "@/lib/model/rollout-plan";
import { desiredState } from "./desired-state";
import { mergeObject } from "./merge-object";
import { draftOf, planOf, planWorld, VS, VS_KEY } from "./testing/sample-plan";

const plan = planOf(draftOf({ kind: "canary", weights: [10, 50, 100] }));
const ab = planOf(draftOf({ kind: "ab", by: "header", match: { name: "x-persona", value: "b" } }));
const textAt = (of: typeof plan, step: number | string) => {
  const stepId = typeof step === "string" ? step : (planSteps(of)[step]?.step.id ?? "");
  const found = desiredState(of, stepId, planWorld().config).find(
    ({ key }) => key === VS_KEY || key.plural === VS_KEY.plural,
  );
  return found?.yaml ?? "";
};

test("nobody else wrote: ours", () => {
  expect(mergeObject(VS, VS, textAt(plan, 0))).toEqual({ kind: "clean", yaml: textAt(plan, 0) });
  expect(mergeObject(VS, textAt(plan, 0), textAt(plan, 0))).toEqual({ kind: "clean", yaml: textAt(plan, 0) });
  expect(mergeObject(VS, `${VS}# said by somebody\n`, textAt(plan, 0))).toMatchObject({ kind: "clean" });
});

test("a foreign change outside what we steer stays, with its comments, below our next weights", () => {
  const base = textAt(plan, 0);
  const theirs = base
    .replace("timeout: 30s", "timeout: 45s # the report is slow")
    .replace("  http:\n", "  exportTo:\n    - .\n  http:\n");
  const merged = mergeObject(base, theirs, textAt(plan, 1));
  expect(merged).toMatchObject({ kind: "rebased", kept: ["spec.exportTo", "spec.http[0].timeout"] });
  if (merged.kind !== "rebased") return;
  expect(merged.yaml).toContain("timeout: 45s # the report is slow");
  expect(merged.yaml).toBe(
    textAt(plan, 1)
      .replace("timeout: 30s", "timeout: 45s # the report is slow")
      .replace("  http:\n", "  exportTo:\n    - .\n  http:\n"),
  );
});

test("a foreign route stays; ours is put above the one it shadows", () => {
  const added =
    "    - name: fresh\n      match:\n        - uri: { exact: /new }\n      route:\n        - destination: { host: ratings }\n";
  const theirs = VS.replace("    - name: all", `${added}    - name: all`);
  const merged = mergeObject(VS, theirs, textAt(ab, 0));
  expect(merged.kind).toBe("rebased");
  if (merged.kind !== "rebased") return;
  expect(merged.yaml.match(/name: (admin|fresh|heddle-reviews-header-all|all)/g)).toEqual([
    "name: admin",
    "name: fresh",
    "name: heddle-reviews-header-all",
    "name: all",
  ]);
});

test("somebody else's weight, edit of a managed route, or deletion is a conflict", () => {
  const base = textAt(plan, 0);
  expect(
    mergeObject(base, base.replace("weight: 90", "weight: 70").replace("weight: 10", "weight: 30"), textAt(plan, 1)),
  ).toMatchObject({ kind: "conflict", paths: ["spec.http[1].route"] });
  expect(
    mergeObject(base, base.replace("weight: 90", "weight: 70").replace("weight: 10", "weight: 30"), base),
  ).toMatchObject({ kind: "conflict" });
  expect(mergeObject(base, null, textAt(plan, 1))).toMatchObject({
    kind: "conflict",
    why: "Somebody deleted the object.",
  });
  const managed = textAt(ab, 0);
  expect(mergeObject(managed, managed.replace("exact: b", "exact: c"), managed)).toMatchObject({ kind: "conflict" });
  expect(mergeObject(managed, managed.replace("exact: b", "exact: c"), textAt(ab, PROMOTED_STEP))).toMatchObject({
    kind: "conflict",
  });
  expect(mergeObject(null, VS, textAt(plan, 0))).toMatchObject({ kind: "conflict" });
});

test("destinations of a route that is not the rollout's may be changed by others", () => {
  const base = textAt(plan, 0);
  const theirs = base.replace(
    "host: ratings.shop.svc.cluster.local }",
    "host: ratings.shop.svc.cluster.local, subset: v9 }",
  );
  expect(mergeObject(base, theirs, textAt(plan, 1))).toMatchObject({ kind: "conflict" });
  const owns = (route: { name?: string | undefined }) => route.name === "all";
  expect(mergeObject(base, theirs, textAt(plan, 1), owns)).toMatchObject({ kind: "rebased" });
});

test("merging a foreign change and then ours is the same as ours on top of the foreign change", () => {
  const foreign = fc.constantFrom(
    (text: string) => text.replace("timeout: 30s", "timeout: 31s"),
    (text: string) => text.replace("attempts: 3", "attempts: 5"),
    (text: string) => text.replace("  name: reviews\n", "  name: reviews\n  labels: { team: shop }\n"),
  );
  const step = fc.integer({ min: 0, max: 2 });
  fc.assert(
    fc.property(foreign, step, step, (change, from, to) => {
      const merged = mergeObject(textAt(plan, from), change(textAt(plan, from)), textAt(plan, to));
      expect(merged).toMatchObject({ kind: "rebased", yaml: change(textAt(plan, to)) });
    }),
    { numRuns: 30 },
  );
}, 30_000);
