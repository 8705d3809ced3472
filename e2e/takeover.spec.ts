import { spawnSync } from "node:child_process";
import { request } from "node:http";
import { expect, test } from "@playwright/test";
import type { ConfigRevision } from "@/lib/model/config-object";
import type { RolloutDetail } from "@/lib/model/rollout";
import { findPostgres, startPostgres, type TestPostgres } from "@/lib/store/testing/start-postgres";
import { apiJson } from "./support/api";
import { consolePair, type WholeConsole } from "./support/console-pair";
import { type JoinedMesh, type MeshedService, startMeshedService } from "./support/meshed-service";
import { waitFor } from "./support/wait-for";

const ROUTE = "config/networking.istio.io/v1/virtualservices/lab/echo";
const RULE = "config/networking.istio.io/v1/destinationrules/lab/echo";
const FIRST_SHARE = 50;
const STEP = ["applied", "weightSeen", "bakeDone"];
/** What a run of two steps does when nothing happens to its console, and how often it writes the route. */
const MOVES = ["validated", "start", "prepared", ...STEP, ...STEP, "promotedWritten", "promoted", "cleaned"];
const WRITES = 3;
/** Time between two requests of users, ms. */
const EVERY_MS = 40;

const bin = findPostgres();

/** What runs here, in the order in which it was started. */
const running: { stop(): Promise<void> }[] = [];

test.afterAll(async () => {
  for (const one of running.reverse()) await one.stop();
});

/** One request of a user, through the caller's proxy: the version that answered, or what went wrong. */
function call(outboundPort: number): Promise<string> {
  return new Promise((resolve) => {
    const outgoing = request({ host: "127.0.0.1", port: outboundPort, headers: { host: "echo.lab" } }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      answer.on("end", () => resolve(answer.statusCode === 200 ? text : `status ${answer.statusCode}`));
    });
    outgoing.on("error", (error) => resolve(error.message));
    outgoing.end();
  });
}

/** Users who never stop asking; `answers` are theirs since the last `since()`. */
class Users {
  #answers = new Map<string, number>();
  readonly #timer: NodeJS.Timeout;
  readonly all = new Set<string>();

  constructor(outboundPort: number) {
    this.#timer = setInterval(() => {
      const answers = this.#answers;
      void call(outboundPort).then((said) => {
        this.all.add(said);
        answers.set(said, (answers.get(said) ?? 0) + 1);
      });
    }, EVERY_MS);
  }

  /** Share of `version` in `total` requests from now on, per cent. */
  async share(version: string, total: number): Promise<number> {
    this.#answers = new Map();
    const sum = () => [...this.#answers.values()].reduce((all, one) => all + one, 0);
    await waitFor(`${total} answers`, () => sum() >= total);
    return (100 * (this.#answers.get(version) ?? 0)) / sum();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
  }
}

async function join(mesh: JoinedMesh, name: string, version: string): Promise<MeshedService> {
  const service = await startMeshedService(name, (_incoming, answer) => answer.end(version), { version, mesh });
  running.push(service);
  return service;
}

/** All of echo's traffic goes to v1. */
async function allToFirst(mesh: JoinedMesh): Promise<void> {
  const object = (kind: string, spec: object) => ({
    apiVersion: "networking.istio.io/v1",
    kind,
    metadata: { name: "echo", namespace: "lab" },
    spec,
  });
  const subsets = ["v1", "v2"].map((version) => ({ name: version, labels: { version } }));
  const route = [{ destination: { host: "echo", subset: "v1" } }];
  const put = (path: string, body: object) => apiJson(path, { method: "PUT", body: JSON.stringify(body) }, mesh);
  await put(RULE, object("DestinationRule", { host: "echo", subsets }));
  await put(ROUTE, object("VirtualService", { hosts: ["echo"], http: [{ name: "default", route }] }));
}

async function startCanary(mesh: JoinedMesh): Promise<RolloutDetail> {
  const side = (version: string) => ({ subset: version, version });
  const target = {
    kind: "traffic",
    namespace: "lab",
    service: "echo",
    host: "echo.lab.svc.cluster.local",
    stable: side("v1"),
    candidate: side("v2"),
  };
  const draft = {
    name: "echo v2",
    targets: [{ target, strategy: { kind: "canary", weights: [FIRST_SHARE, 100], bakeSec: 6 } }],
    analysis: { checks: [{ metric: "successRate" }], intervalSec: 5, warmUpSec: 0, minSamples: 20 },
    gates: { promotion: false },
    drainSec: 1,
  };
  const post = (path: string, body: object) =>
    apiJson<RolloutDetail>(path, { method: "POST", body: JSON.stringify(body) }, mesh);
  const made = await post("rollouts", draft);
  return post(`rollouts/${made.id}/start`, made.binding);
}

test("a leader that is killed amid a step is followed by another console: the run ends once, and no user notices", async () => {
  test.skip(bin === undefined, "PostgreSQL is not installed");
  test.setTimeout(240_000);
  const postgres: TestPostgres = await startPostgres(bin ?? "");
  running.push(postgres);
  const { first, mesh, startSecond } = await consolePair(await postgres.database("pair"));
  running.push(first);
  const [caller] = await Promise.all([join(mesh, "caller", "v1"), join(mesh, "echo", "v1"), join(mesh, "echo", "v2")]);
  expect(await first.proxiesHere()).toBe(3);
  const second: WholeConsole = startSecond();
  running.push(second);
  await allToFirst(mesh);
  await waitFor("v1 to answer", async () => (await call(caller.outboundPort)) === "v1");
  await second.ready();
  const users = new Users(caller.outboundPort);
  running.push(users);

  const { id, number } = await startCanary(mesh);
  const after = { url: second.url, token: mesh.token };
  const detail = (at: typeof after) => apiJson<RolloutDetail>(`rollouts/${id}`, {}, at);
  const baking = async () => (await detail(mesh)).run.phase === "baking";
  await waitFor("the first share to bake", baking, { timeoutMs: 60_000 });
  const { epoch, stepSeq } = (await detail(mesh)).run;
  await first.killConsole();

  const arrived = async () => (await second.proxiesHere()) === 3;
  await waitFor("all proxies at the other console", arrived, { timeoutMs: 60_000 });
  expect((await detail(after)).run).toMatchObject({ phase: "baking", stepSeq, alarm: null });
  const share = await users.share("v2", 150);
  expect(Math.abs(share - FIRST_SHARE)).toBeLessThan(15);
  const succeeded = async () => (await detail(after)).run.phase === "succeeded";
  await waitFor("the end of the run", succeeded, { timeoutMs: 120_000 });
  expect(await users.share("v2", 50)).toBe(100);
  expect([...users.all].sort()).toEqual(["v1", "v2"]);

  const { events, run } = await detail(after);
  expect(run.epoch).toBeGreaterThan(epoch);
  const moves = events.map(({ kind }) => kind).filter((kind) => kind !== "inconclusive");
  expect(moves.reverse()).toEqual(MOVES);
  const history = await apiJson<ConfigRevision[]>(`${ROUTE}/history`, {}, after);
  expect(history.filter(({ reason }) => reason.startsWith(`rollout ${number} `))).toHaveLength(WRITES);
  const verified = spawnSync("npx", ["heddle", "audit", "verify"], {
    encoding: "utf8",
    env: { ...process.env, HEDDLE_URL: after.url, HEDDLE_TOKEN: after.token },
  });
  expect(verified.status, verified.stdout).toBe(0);
});
