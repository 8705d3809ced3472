import pino from "pino";
import { openAppStore } from "@/lib/store/open-app-store";
import type { WritePoint } from "../controller/desk";
import { CrashPlan } from "./crash-plan";
import { RolloutBench } from "./rollout-bench";

/**
 * A console's controller as a process of its own, for tests that end it in the middle: opens the store it is told, follows the rollouts of one mesh from
 * SIGUSR2 on, and ends itself as `kill -9` would, or stands still as an overloaded machine would, at the point it is told.
 */
async function main(): Promise<void> {
  const plan = CrashPlan.parse(JSON.parse(process.argv[2] ?? "{}"));
  const store = await openAppStore({ dataDir: "", databaseUrl: plan.databaseUrl });
  const bench = new RolloutBench(store, {
    meshName: plan.mesh,
    log: pino({ level: "info", base: { pid: process.pid } }, pino.destination({ dest: 2, sync: true })),
    now: () => plan.baseMs + (Date.now() - plan.startMs) * plan.speed,
  });
  const seen = { times: 0 };
  const isThere = (point: string, rollout: string) =>
    point === plan.point && rollout === plan.rollout && ++seen.times === plan.nth;
  if (plan.point === "stopped") {
    bench.mesh.beforeWrite = async (items) => {
      if (isThere("stopped", /rollout \d+ (\S+):/.exec(items[0]?.reason ?? "")?.[1] ?? "")) await stopped();
    };
  }
  const { putConfig } = bench.mesh;
  bench.mesh.putConfig = (items) =>
    putConfig.call(bench.mesh, items).catch((error: unknown) => {
      process.stdout.write("refused\n");
      throw error;
    });
  const controller = bench.controller({
    ttlMs: plan.ttlMs,
    tickMs: 30,
    probe: (point: WritePoint, row) => {
      bench.traffic.errors = row.plan.name.startsWith("bad") ? { v2: 0.4 } : {};
      if (isThere(point, row.plan.name)) process.kill(process.pid, "SIGKILL");
    },
  });
  process.on("SIGUSR2", () => controller.start());
  // An idle pool closes its connections after a while: the open pipe keeps a console alive that waits to lead, and ends it with its test.
  process.stdin.on("end", () => process.exit(1)).resume();
  process.stdout.write("ready\n");
  process.on("SIGTERM", () => {
    void controller
      .stop()
      .then(() => store.close())
      .then(() => process.exit(0));
  });
}

/** Stands still until somebody continues the process. */
async function stopped(): Promise<void> {
  await new Promise<void>((resolve) => process.stdout.write("stopped\n", () => resolve()));
  process.kill(process.pid, "SIGSTOP");
  // The signal takes hold between two turns: nothing of this process runs until it is continued.
  await new Promise((resolve) => setTimeout(resolve, 1));
}

await main();
