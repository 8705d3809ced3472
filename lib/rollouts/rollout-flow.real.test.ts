import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { AppStore } from "../store/app-store";
import { openAppStore } from "../store/open-app-store";
import { DESTINATION_RULE, RolloutBench, VIRTUAL_SERVICE } from "./testing/rollout-bench";

const dataDir = mkdtempSync(join(tmpdir(), "heddle-rollouts-"));
let store: AppStore;
let bench: RolloutBench;

beforeAll(async () => {
  store = await openAppStore({ dataDir });
});
afterAll(async () => {
  await store.close();
  rmSync(dataDir, { recursive: true, force: true });
});
beforeEach(async () => {
  bench = new RolloutBench(store);
  await bench.seed();
  bench.controller();
});
afterEach(() => bench.stop());

describe("a canary", () => {
  it("goes step by step to 100 and leaves the objects as the baseline with the candidate in stable's place", async () => {
    const { id } = await bench.started();
    const { row, seen } = await bench.until(id, ["succeeded", "rolledBack", "paused"]);
    expect(row.state.phase, seen.join(" > ")).toBe("succeeded");
    const [virtualService, rule] = await bench.texts();
    expect(virtualService).toContain("# by the shop team");
    expect(virtualService).toContain("timeout: 9s");
    expect(virtualService?.match(/subset: v2/g)).toHaveLength(1);
    expect(rule).toBe(DESTINATION_RULE);
  });

  it("whose candidate fails is rolled back by its evidence within two intervals, byte for byte", async () => {
    const { id } = await bench.started();
    await bench.until(id, ["baking"]);
    bench.traffic.ratePerSec = 300;
    bench.traffic.errors = { v2: 0.3 };
    const { row, seconds } = await bench.until(id, ["rollingBack"]);
    expect(seconds).toBeLessThanOrEqual(25);
    expect(row.state).toMatchObject({ reason: "failed" });
    await bench.until(id, ["rolledBack"]);
    expect(await bench.texts()).toEqual([VIRTUAL_SERVICE, DESTINATION_RULE]);
  });
});
