import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import type { AppStore } from "@/lib/store/app-store";
import { openAppStore } from "@/lib/store/open-app-store";
import { RolloutBench } from "./rollout-bench";

/**
 * A store of the test file's own on the embedded database, and before each test a fresh bench on it, given to `take`. `controllers`: what each
 * controller of the bench is started with; none by default.
 */
export function benchForEachTest(
  take: (made: { store: AppStore; bench: RolloutBench }) => void,
  controllers: readonly Parameters<RolloutBench["controller"]>[0][] = [],
): void {
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
    for (const options of controllers) bench.controller(options);
    take({ store, bench });
  });
  afterEach(() => bench.stop());
}
