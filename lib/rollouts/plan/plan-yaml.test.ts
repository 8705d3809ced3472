import fc from "fast-check";
import { expect, test } from "vitest";
import { formatPath } from "@/lib/policy/path";
import { parsePath } from "./parse-path";
import { readPlanYaml, withLines, writePlanYaml } from "./plan-yaml";
import { TEMPLATES } from "./templates";
import { draftOf, planOf, planWorld, TARGET } from "./testing/sample-plan";
import { validatePlan } from "./validate/validate-plan";

const MTLS = { kind: "mtls", namespace: "shop" } as const;

test("every template makes a valid plan, and what is written is read back as it was", () => {
  for (const { id, target, strategy, analysis, gates } of TEMPLATES) {
    const targets = [{ target: target === "mtls" ? MTLS : TARGET, strategy }];
    const draft = draftOf(strategy, { targets, analysis, gates });
    const errors = validatePlan(planOf(draft), planWorld()).filter(({ severity }) => severity !== "info");
    expect({ id, errors }).toEqual({ id, errors: [] });
    expect(readPlanYaml(writePlanYaml(draft))).toMatchObject({ draft, findings: [] });
  }
}, 30_000);

const TEXT = `name: reviews v2
template: quick-canary
targets:
  - target:
      kind: traffic
      namespace: shop
      service: reviews
      host: reviews.shop.svc.cluster.local
      stable: { subset: v1, version: v1 }
      candidate: { subset: v2, version: v2 }
`;

test("a template fills in what the text leaves open", () => {
  const { draft, findings } = readPlanYaml(TEXT);
  expect(findings).toEqual([]);
  expect(draft?.targets[0]?.strategy).toMatchObject({ kind: "canary", weights: [10, 50, 100] });
  expect(readPlanYaml(`${TEXT}    strategy: { kind: linear, step: 30 }\n`).draft?.targets[0]?.strategy).toMatchObject({
    kind: "linear",
    max: 100,
  });
});

test("what is wrong is said with its line, its field and the remedy", () => {
  const at = (text: string) =>
    readPlanYaml(text).findings.map(({ code, line, path, fix }) => [code, line, path, Boolean(fix)]);
  expect(at("a: [")).toMatchObject([["HED-RO-100", 1, "", true]]);
  expect(at("- a")).toMatchObject([["HED-RO-101", undefined, "", true]]);
  expect(at(TEXT.replace("quick-canary", "quick-canry"))).toEqual([["HED-RO-104", 2, "template", true]]);
  expect(at(TEXT.replace("      service: reviews\n", ""))).toEqual([
    ["HED-RO-102", 4, "targets[0].target.service", true],
  ]);
  expect(at(`${TEXT}    strategy: { kind: linear, step: 130 }\n`)).toEqual([
    ["HED-RO-102", 11, "targets[0].strategy.step", true],
  ]);
  const first = (text: string) => readPlanYaml(text).findings[0];
  expect(first(TEXT.replace("      service: reviews\n", ""))).toMatchObject({
    message: "targets[0].target.service: It is missing; a text is wanted.",
    fix: "Write service.",
  });
  expect(first(`${TEXT}drainSec: soon\n`)).toMatchObject({
    message: 'drainSec: A number is wanted, not "soon".',
    fix: expect.stringContaining("Correct the value"),
  });
  expect(at(`${TEXT}drainSecs: 5\n`)).toEqual([["HED-RO-103", 11, "drainSecs", true]]);
});

test("findings about the plan get the lines of its text", () => {
  const { draft, lines } = readPlanYaml(
    `${TEXT.replaceAll("v2", "v9")}    strategy: { kind: canary, weights: [50, 10] }\n`,
  );
  if (!draft) throw new Error("the draft is well formed");
  const findings = withLines(validatePlan(planOf(draft), planWorld()), lines);
  expect(findings.map(({ code, line }) => [code, line]).slice(0, 2)).toEqual([
    ["HED-RO-003", 10],
    ["HED-RO-021", 11],
  ]);
});

test("no text makes it throw, and aliases do not blow up", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.json()), (text) => {
      expect(readPlanYaml(text).draft).toBeNull();
    }),
  );
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nname: *c\n`;
  expect(readPlanYaml(bomb).findings[0]?.code).toBe("HED-RO-101");
}, 30_000);

test("paths are read as they are written", () => {
  const step = fc.oneof(fc.nat(99), fc.stringMatching(/^[a-zA-Z_-][\w "-]{0,8}$/));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 6 }), (path) => {
      expect(parsePath(formatPath(path))).toEqual(path);
    }),
  );
});
