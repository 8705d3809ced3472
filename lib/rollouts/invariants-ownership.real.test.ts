import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import type { AppStore } from "../store/app-store";
import type { WritePoint } from "./controller/desk";
import { benchForEachTest } from "./testing/bench-for-each-test";
import { failure } from "./testing/failure";
import { DESTINATION_RULE, drKey, type RolloutBench, VIRTUAL_SERVICE, vsKey } from "./testing/rollout-bench";
import { draft } from "./testing/sample-draft";
import { checkRollout } from "./verbs/check-rollout";
import { listForeignRollouts } from "./verbs/list-foreign-rollouts";
import { readPatch } from "./verbs/read-patch";
import { startRollout } from "./verbs/start-rollout";
import { abortRollout } from "./verbs/steer-run";

let store: AppStore;
let bench: RolloutBench;
benchForEachTest((made) => {
  ({ store, bench } = made);
});

const put = (key: typeof vsKey, yaml: string, actor = "flagger") =>
  bench.mesh.putConfig([{ key, yaml, actor, reason: "" }]);
const marked = (yaml: string, metadata: string) =>
  yaml.replace("  namespace: shop\n", `  namespace: shop\n${metadata}`);

const CANARY =
  "  ownerReferences:\n    - { apiVersion: flagger.app/v1beta1, kind: Canary, name: reviews, uid: u, controller: true }\n";
const ARGO = "  annotations: { argo-rollouts.argoproj.io/managed-by-rollouts: reviews }\n";
const FLUX = "  labels: { kustomize.toolkit.fluxcd.io/name: apps }\n";

describe("invariant 1, crash-safe", () => {
  const POINTS: WritePoint[] = ["intent", "pending", "written", "readBack", "done", "advanced"];

  // The same with processes that are killed: controller.crash.test.ts.
  it.each(POINTS)("a leader that ends after %s, at every write, leaves the next one to the same end", async (point) => {
    const { id } = await bench.started();
    const cut = new Set<string>();
    for (let leader = 0; (await store.rollouts.get(id))?.state.phase !== "succeeded"; leader++) {
      expect(leader).toBeLessThan(60);
      let alive = true;
      const controller = bench.controller({
        probe: (at, { state: { stepId } }) => {
          if (alive && (at !== point || cut.has(stepId))) return;
          alive = false;
          cut.add(stepId);
          throw new Error("the process ended here");
        },
      });
      for (let second = 0; alive && second < 300; second += 2) {
        await controller.tick();
        if ((await store.rollouts.get(id))?.state.phase === "succeeded") break;
        bench.nowMs += 2000;
      }
      await controller.stop();
    }
    expect(cut.size).toBeGreaterThanOrEqual(4);
    const steps = (await store.rollouts.events(id))
      .filter(({ kind }) => kind === "applied")
      .map(({ stepId }) => stepId);
    expect(steps.toReversed()).toEqual([...new Set(steps.toReversed())]);
    const [vs] = await bench.texts();
    expect(vs).toContain("subset: v2");
    expect(vs).toContain("timeout: 9s");
    expect(vs).not.toContain("weight");
  });
});

describe("invariant 11, the promoted change as a commit", () => {
  it("is a patch that git commits, and leaves the files as the run left the objects", async () => {
    bench.controller();
    const { id } = await bench.started({ gates: { start: true, promotion: false }, name: "reviews to v2 – größer" });
    await bench.approve(id, "grace");
    await bench.until(id, ["succeeded"]);
    const patch = await readPatch({ ctx: bench.as("ada"), input: { id, prefix: "deploy/" } });
    expect(patch.files).toEqual(["deploy/shop/virtualservice-reviews.yaml"]);
    const repository = mkdtempSync(join(tmpdir(), "heddle-git-"));
    try {
      const git = (args: string[], input = "") =>
        execFileSync("git", ["-c", "user.name=ada", "-c", "user.email=ada@example.com", ...args], {
          cwd: repository,
          input,
          encoding: "utf8",
        });
      const file = join(repository, "deploy/shop/virtualservice-reviews.yaml");
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, VIRTUAL_SERVICE);
      git(["init", "-q"]);
      git(["add", "."]);
      git(["commit", "-q", "-m", "as it was"]);
      git(["am", "-q"], patch.text);
      expect(readFileSync(file, "utf8")).toBe((await bench.texts())[0]);
      const message = git(["log", "-1", "--format=%B"]);
      expect(message).toContain(": reviews to v2 – größer");
      expect(message).toContain("Started-by: ada\nApproved-by: grace\n");
      expect(git(["status", "--porcelain"])).toBe("");
    } finally {
      rmSync(repository, { recursive: true, force: true });
    }
    expect((await bench.detail(id)).gitPatch?.files).toEqual(["shop/virtualservice-reviews.yaml"]);
  });

  it("is offered before the start too, and is none once the run was rolled back to its baseline", async () => {
    bench.controller();
    const { id, gitPatch } = await bench.create();
    expect(gitPatch?.text).toContain("+            subset: v2");
    await abortRollout({ ctx: bench.as("ada"), input: { id, ...(await bench.input(id)) } });
    await bench.until(id, ["rolledBack"]);
    expect((await bench.detail(id)).gitPatch).toBeNull();
    const none = await failure(readPatch({ ctx: bench.as("ada"), input: { id, prefix: "" } }));
    expect(none).toMatchObject({ code: "not_found", what: "This rollout has nothing to commit." });
  });

  it("says before the start that GitOps keeps the objects, and what to do", async () => {
    await put(vsKey, marked(VIRTUAL_SERVICE, FLUX), "flux");
    const { findings } = await checkRollout({ ctx: bench.as("ada"), input: draft() });
    expect(findings.find(({ code }) => code === "HED-RO-034")).toMatchObject({
      severity: "warning",
      message: "Flux (apps) keeps virtualservices shop/reviews as it is in git.",
      fix: expect.stringContaining("commit the run's patch"),
    });
  });
});

describe("invariant 12, runs of other engines", () => {
  it.each([
    ["Flagger (reviews)", vsKey, marked(VIRTUAL_SERVICE, CANARY)],
    ["Argo Rollouts (reviews)", vsKey, marked(VIRTUAL_SERVICE, ARGO)],
    [
      "Argo Rollouts",
      drKey,
      DESTINATION_RULE.replace("version: v2", "version: v2\n        rollouts-pod-template-hash: 6f9c"),
    ],
  ])("refuses to plan over what %s writes, and shows it", async (tool, key, yaml) => {
    await put(key, yaml);
    const error = await failure(bench.create());
    expect(error).toMatchObject({ code: "refused_by_policy" });
    const findings = (error?.details as { findings: unknown[] } | undefined)?.findings;
    const message = `${key.plural} shop/reviews is written by ${tool} already.`;
    expect(findings).toContainEqual(expect.objectContaining({ code: "HED-RO-033", message }));
    const foreign = await listForeignRollouts({ ctx: bench.as("ada"), input: { mesh: bench.meshName } });
    expect(foreign).toMatchObject([{ tool: tool.replace(" (reviews)", ""), key: { plural: key.plural } }]);
    const elsewhere = bench.as("eve", ["viewer"], ["payments"]);
    expect(await listForeignRollouts({ ctx: elsewhere, input: { mesh: bench.meshName } })).toEqual([]);
  });

  it("does not start over one that came after the plan, and stops writing when one comes amid a run", async () => {
    bench.controller();
    const planned = await bench.create({ name: "planned before" });
    const { id } = await bench.started();
    await bench.until(id, ["baking"]);
    const live = await bench.mesh.getConfig(vsKey);
    await put(vsKey, marked(live?.yaml ?? "", CANARY));
    const { row } = await bench.until(id, ["paused"], { maxSec: 4 });
    expect(row.state).toMatchObject({ reason: "conflict" });
    const [text] = await bench.texts();
    for (let i = 0; i < 3; i++) await bench.controllers[0]?.tick();
    expect((await bench.texts())[0]).toBe(text);
    const start = bench.as("ada");
    const refused = await failure(
      startRollout({ ctx: start, input: { id: planned.id, ...(await bench.input(planned.id)) } }),
    );
    expect(refused?.why).toContain("is written by Flagger (reviews) already.");
  });
});
