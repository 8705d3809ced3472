// `npm start`: installs, fetches Envoy, generates and builds what is stale, then runs console, collector and sample mesh.
import { randomBytes } from "node:crypto";
import { join, resolve } from "node:path";
import { nodeProblem } from "./check-node.mjs";
import { ensureBuilt } from "./ensure-built.mjs";
import { ensureDependencies } from "./ensure-dependencies.mjs";
import { ENVOY_MENDING, ensureEnvoy } from "./ensure-envoy.mjs";
import { startGuard } from "./guard-client.mjs";
import { PortsTakenError, pickPorts } from "./pick-ports.mjs";
import { say, step } from "./progress.mjs";
import { root } from "./root.mjs";
import { forgetRun, lastRun, recordRun } from "./run-record.mjs";
import { parseOptions, USAGE } from "./start-options.mjs";
import { stopOnSignal } from "./stop-on-signal.mjs";
import { SupervisedProcess } from "./supervised-process.mjs";
import { accepts, answers, waitUntil } from "./wait-until.mjs";

const READY_WITHIN_MS = 120_000;
/** So long the guard of a run that was killed may need to end what that run left behind. */
const LEFTOVERS_END_WITHIN_MS = 12_000;
/** A process that has never come up and ended this often will not come up. */
const GIVE_UP_AFTER = 3;
const GRACE_MS = { sample: 10_000, console: 15_000, collector: 20_000 };

/** Ends the launch with a sentence for people, without a stack. */
class Refusal extends Error {}

async function portsOf(sample, dataDir) {
  try {
    return await pickPorts({ sample });
  } catch (error) {
    if (!(error instanceof PortsTakenError)) throw error;
    const last = lastRun(dataDir);
    if (last?.alive) throw new Refusal(`Heddle already runs on this data folder (process ${last.pid}): ${last.url}`);
    if (!last) throw error;
    const free = () =>
      pickPorts({ sample }).then(
        () => true,
        () => false,
      );
    await step("waiting for the processes of the last run to end", () =>
      waitUntil(free, { deadlineMs: LEFTOVERS_END_WITHIN_MS }),
    );
    return await pickPorts({ sample });
  }
}

/** Waits until `holds`; throws when the process gives up before that. */
async function until(name, child, holds, signal) {
  await step(name, async () => {
    let up = false;
    const settled = async () => {
      up = await holds();
      return up || child.failures >= GIVE_UP_AFTER;
    };
    await waitUntil(settled, { deadlineMs: READY_WITHIN_MS, signal });
    if (up || signal.aborted) return;
    throw new Refusal(`${child.name} does not come up. Its last words:\n${child.lastWords}`);
  });
}

async function signInLink(url, token) {
  const answer = await fetch(`${url}/internal/sign-in-link`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
  });
  if (!answer.ok) throw new Refusal(`The console gave no sign-in link (status ${answer.status}).`);
  return (await answer.json()).url;
}

/** Each connection to the embedded store holds a thread of libuv's pool while it works, and there are more of them than the pool's usual 4. */
const COLLECTOR_ENV = { UV_THREADPOOL_SIZE: "12" };

async function main() {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) {
    say(USAGE);
    return;
  }
  process.chdir(root);
  const dataDir = resolve(process.env.HEDDLE_DATA_DIR || ".heddle");
  const started = performance.now();

  await ensureDependencies();
  const envoy = options.noSample ? null : await ensureEnvoy({ say });
  await ensureBuilt();
  const sample = envoy !== null;
  const ports = await portsOf(sample, dataDir);

  const token = process.env.HEDDLE_INTERNAL_TOKEN || randomBytes(32).toString("hex");
  const env = { ...process.env, NODE_ENV: "production", HEDDLE_INTERNAL_TOKEN: token, ENVOY_BIN: envoy ?? "" };
  const url = `http://127.0.0.1:${ports.consolePort}`;
  const guard = startGuard();
  const processOf = (name, file, ownEnv = {}) =>
    new SupervisedProcess({
      name,
      args: ["--enable-source-maps", join("dist", file)],
      env: { ...ownEnv, ...env },
      logFile: join(dataDir, "logs", `${name}.log`),
      guard,
      say,
      verbose: options.verbose,
      graceMs: GRACE_MS[name],
    });
  const collector = processOf("collector", "collector.js", COLLECTOR_ENV);
  const heddle = processOf("console", "server.js");
  // The sample waits for the control plane by itself; loading meanwhile saves a second.
  const running = [collector, heddle, ...(sample ? [processOf("sample", "sample.js")] : [])];
  const stopped = new AbortController();

  const stopAll = async (exitCode) => {
    stopped.abort();
    for (const child of running.toReversed()) await child.stop();
    forgetRun(dataDir);
    guard.close();
    process.exit(exitCode);
  };
  let stopping;
  const stop = (exitCode) => {
    stopping ??= stopAll(exitCode);
    return stopping;
  };
  stopOnSignal(
    () => {
      say("\nStopping…");
      void stop(process.exitCode ?? 0);
    },
    () => {
      for (const child of running) child.kill();
      process.exit(1);
    },
  );

  recordRun(dataDir, url);
  try {
    for (const child of running) child.start();
    await until("starting the console", heddle, () => accepts(ports.xdsPort), stopped.signal);
    await until(
      "starting the collector",
      collector,
      () => answers(`http://127.0.0.1:${ports.collectorPort}/readyz`),
      stopped.signal,
    );
    await until("waiting for the console", heddle, () => answers(`${url}/readyz`), stopped.signal);
    if (stopped.signal.aborted) return;
    const link = await signInLink(url, token);
    say(
      `\nHeddle is up after ${((performance.now() - started) / 1000).toFixed(1)} s: ${process.env.HEDDLE_PUBLIC_URL || url}`,
    );
    say(`Sign in once with: ${link}\n`);
    if (sample)
      say(
        `The sample shop answers on http://127.0.0.1:${ports.samplePort}; scenarios on http://127.0.0.1:${ports.sampleControlPort}/scenario`,
      );
    else if (!options.noSample)
      say(`Started without the sample mesh. Envoy is missing; this mends it: ${ENVOY_MENDING}`);
    say(`Data and logs: ${dataDir}. Ctrl-C ends everything.`);
  } catch (error) {
    if (stopped.signal.aborted) return;
    console.error(`\n${error instanceof Refusal ? error.message : error.stack}`);
    await stop(1);
  }
}

// A reader that has gone away (npm start | head) is no reason to leave processes behind.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

const problem = nodeProblem(process.versions.node);
if (problem) {
  console.error(problem);
  process.exit(1);
}
try {
  await main();
} catch (error) {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}
