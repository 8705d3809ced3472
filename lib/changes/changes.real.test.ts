import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { AppContext, Ctx } from "../identity/ctx";
import { SharedResults } from "../identity/shared-results";
import { systemCtx } from "../identity/system-ctx";
import type { Actor } from "../model/actor";
import type { ConfigKey } from "../model/config-object";
import type { Finding } from "../model/finding";
import type { HeddleError } from "../model/heddle-error";
import type { MetricsSource } from "../sources/metrics-source";
import type { TraceSource } from "../sources/trace-source";
import type { AppStore } from "../store/app-store";
import { openAppStore } from "../store/open-app-store";
import { applyConfig } from "./apply-config";
import { ChangeFollower } from "./change-follower";
import { deleteConfig } from "./delete-config";
import { observeChange } from "./observe";
import { pushChange } from "./push";
import { rollbackChange } from "./rollback";
import { MemoryMesh } from "./testing/memory-mesh";
import { validateChange } from "./validate";

const dataDir = mkdtempSync(join(tmpdir(), "heddle-changes-"));
let store: AppStore;
let mesh: MemoryMesh;
let app: AppContext;
let ctx: Ctx;
let count = 0;

beforeAll(async () => {
  store = await openAppStore({ dataDir });
});
afterAll(async () => {
  await store.close();
  rmSync(dataDir, { recursive: true, force: true });
});
beforeEach(() => {
  mesh = new MemoryMesh();
  const name = `mesh${++count}`;
  const silent = {} as MetricsSource & TraceSource;
  app = {
    store,
    meshes: new Map([[name, { name, port: mesh, metrics: silent, traces: silent }]]),
    shared: new SharedResults(Date.now),
    changePushed: () => undefined,
    log: pino({ level: "silent" }),
    now: Date.now,
  };
  ctx = systemCtx(app, "ada");
});

const key: ConfigKey = {
  group: "networking.istio.io",
  version: "v1",
  plural: "virtualservices",
  namespace: "shop",
  name: "reviews",
};
const text = (timeout: string, head = "") => `${head}apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop } # kept as written
spec:
  hosts: [reviews]
  http: [{ timeout: ${timeout}, route: [{ destination: { host: reviews } }] }]
`;
const push = (yaml: string | null, resourceVersion?: string | null) =>
  pushChange({ ctx, input: { items: [{ key, yaml, resourceVersion }], reason: "because" } });
const failure = async (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: HeddleError) => error,
  );
const stored = async () => (await mesh.getConfig(key))?.yaml ?? null;
const audit = async () => (await store.audit.list({ limit: 3 })).map(({ action, outcome }) => `${action} ${outcome}`);

describe("a push", () => {
  it("keeps the text exactly as written, and is on record with its author and reason", async () => {
    mesh.answer(["acked", "unaffected"]);
    const change = await push(text("3s", "# by the shop team\r\n"), null);
    expect(await stored()).toBe(text("3s", "# by the shop team\r\n"));
    expect(change).toMatchObject({ state: "acknowledged", author: "ada", reason: "because", revision: 1 });
    expect(change.items).toEqual([{ key, before: null, after: await stored(), resourceVersion: "1" }]);
    expect(await store.changes.get(change.id)).toMatchObject({ state: "acknowledged", revision: 1 });
    expect((await audit())[0]).toBe("change.push allowed");
  });

  it("that saw an older state is refused with what is there and the difference, and changes nothing", async () => {
    await push(text("3s"), null);
    await push(text("4s"), "1");
    const error = await failure(push(text("5s"), "1"));
    expect(error).toMatchObject({
      code: "conflict",
      details: { current: { resourceVersion: "2" }, diff: { added: 1, removed: 1 } },
    });
    expect(await stored()).toBe(text("4s"));
    expect((await audit())[0]).toBe("change.push failed");
  });

  it("that loses the race to the control plane is the same conflict, and its change is marked failed", async () => {
    await push(text("3s"), null);
    mesh.beforeWrite = async () => {
      mesh.beforeWrite = async () => undefined;
      await mesh.putConfig([{ key, yaml: text("9s"), actor: "bob", reason: "" }]);
    };
    const error = await failure(push(text("5s"), "1"));
    expect(error).toMatchObject({
      code: "conflict",
      details: { current: { updatedBy: "bob" }, diff: { kind: "VirtualService" } },
    });
    expect(await stored()).toBe(text("9s"));
    const [latest] = await store.changes.list({ mesh: [...app.meshes.keys()][0] ?? "", limit: 1 });
    expect(latest?.state).toBe("failed");
  });

  it("that validation refuses leaves what runs untouched and says which field is wrong and why", async () => {
    await push(text("3s"), null);
    const error = await failure(push(text("-1 parsecs"), "1"));
    expect(error?.code).toBe("refused_by_policy");
    const { findings } = (error as HeddleError).details as { findings: Finding[] };
    expect(findings[0]).toMatchObject({
      severity: "error",
      object: "VirtualService shop/reviews",
      path: "spec.http[0].timeout",
      line: 6,
    });
    expect(await stored()).toBe(text("3s"));
  });

  it("of a text that belongs to another object is refused", async () => {
    const other = text("3s").replace("name: reviews", "name: ratings");
    expect(await failure(push(other, null))).toMatchObject({
      code: "refused_by_policy",
      details: { findings: [{ code: "HED-OBJ-010", path: "metadata" }] },
    });
  });

  it("writes all of its objects or none", async () => {
    const second = { ...key, name: "ratings" };
    const items = [
      { key, yaml: text("3s"), resourceVersion: null },
      { key: second, yaml: text("3s").replace("name: reviews", "name: ratings"), resourceVersion: "7" },
    ];
    expect(await failure(pushChange({ ctx, input: { items, reason: "" } }))).toMatchObject({ code: "conflict" });
    expect(await stored()).toBeNull();
  });

  it("may not steer another namespace's service from one's own", async () => {
    mesh.known = [
      {
        namespace: "pay",
        name: "ledger",
        host: "ledger.pay.svc.cluster.local",
        ports: [],
        external: false,
        versions: [],
      },
    ];
    const actor: Actor = { kind: "user", id: "eve", name: "eve", roles: ["operator"], namespaces: ["shop"] };
    const theft = text("3s").replaceAll("[reviews]", "[ledger.pay]").replace("host: reviews", "host: reviews");
    const input = { items: [{ key, yaml: theft, resourceVersion: null }], reason: "" };
    expect(await failure(pushChange({ ctx: { ...ctx, actor }, input }))).toMatchObject({ code: "forbidden" });
    expect((await audit())[0]).toBe("change.push refused");
    expect(await stored()).toBeNull();
  });

  it("names an object twice: refused", async () => {
    const item = { key, yaml: text("3s"), resourceVersion: null };
    expect(await failure(pushChange({ ctx, input: { items: [item, item], reason: "" } }))).toMatchObject({
      code: "invalid_input",
    });
  });
});

describe("single objects", () => {
  it("are created, replaced and deleted as changes of their own", async () => {
    const created = await applyConfig({ ctx, input: { key, yaml: text("3s"), resourceVersion: null, reason: "" } });
    expect(created).toMatchObject({ created: true, object: { resourceVersion: "1" } });
    const replaced = await applyConfig({ ctx, input: { key, yaml: text("4s"), resourceVersion: "1", reason: "" } });
    expect(replaced).toMatchObject({ created: false, object: { resourceVersion: "2" } });
    expect(await failure(deleteConfig({ ctx, input: { key, resourceVersion: "1", reason: "" } }))).toMatchObject({
      code: "conflict",
    });
    await deleteConfig({ ctx, input: { key, resourceVersion: "2", reason: "" } });
    expect(await stored()).toBeNull();
    expect(await failure(deleteConfig({ ctx, input: { key, reason: "" } }))).toMatchObject({ code: "not_found" });
  });
});

describe("validation", () => {
  it("looks and changes nothing", async () => {
    const { findings } = await validateChange({ ctx, input: { items: [{ key, yaml: text("soon") }] } });
    expect(findings[0]).toMatchObject({ severity: "error", path: "spec.http[0].timeout", line: 6 });
    expect(await stored()).toBeNull();
  });
});

describe("a rollback", () => {
  it("writes back what was there, comments included, and says what it takes back", async () => {
    await push(text("3s", "# first\n"), null);
    const second = await push(text("4s"), "1");
    const back = await rollbackChange({ ctx, input: { id: second.id } });
    expect(await stored()).toBe(text("3s", "# first\n"));
    expect(back).toMatchObject({ rollsBack: second.id, reason: `Back to before change ${second.number}` });
    expect((await store.changes.get(second.id))?.state).toBe("rolled_back");
    expect((await audit())[0]).toBe("change.rollback allowed");
  });

  it("deletes what the change created, and brings back what it deleted", async () => {
    const created = await push(text("3s"), null);
    const undone = await rollbackChange({ ctx, input: { id: created.id } });
    expect(await stored()).toBeNull();
    await rollbackChange({ ctx, input: { id: undone.id } });
    expect(await stored()).toBe(text("3s"));
  });

  it("is a conflict when somebody wrote since: nothing of theirs is lost", async () => {
    const change = await push(text("3s"), null);
    await push(text("9s"), "1");
    expect(await failure(rollbackChange({ ctx, input: { id: change.id } }))).toMatchObject({ code: "conflict" });
    expect(await stored()).toBe(text("9s"));
  });
});

describe("the follower", () => {
  it("stores what the proxies make of a change, without anyone looking", async () => {
    const states: string[] = [];
    const follower = new ChangeFollower(app, (state) => states.push(state));
    ctx = { ...ctx, changePushed: (name) => follower.pushed(name) };
    follower.start();
    mesh.answer(["sent", "acked"]);
    const change = await push(text("3s"), null);
    expect(change.state).toBe("pushing");
    mesh.answer(["refused", "acked"]);
    await vi.waitFor(async () => expect((await store.changes.get(change.id))?.state).toBe("partly_refused"), 5000);
    expect(states).toEqual(["partly_refused"]);
    expect(await observeChange({ ctx, input: { id: change.id } })).toMatchObject({
      propagation: [{ state: "refused", reason: "no cluster" }, { state: "acked" }],
    });
    await follower.stop();
  });

  it("takes up a change whose console died after the write, and fails one whose write never came", async () => {
    const name = [...app.meshes.keys()][0] ?? "";
    const record = (after: string, id: string) =>
      store.changes.create({
        id,
        mesh: name,
        state: "pushing",
        author: "ada",
        reason: "",
        createdAt: new Date(Date.now() - 60_000).toISOString(),
        items: [{ key, before: null, after, resourceVersion: "" }],
        revision: 0,
      });
    await record(text("3s"), `written-${name}`);
    await record(text("8s"), `lost-${name}`);
    await mesh.putConfig([{ key, yaml: text("3s"), actor: "ada", reason: "" }]);
    const follower = new ChangeFollower(app, () => undefined);
    follower.start();
    await vi.waitFor(async () => expect((await store.changes.get(`lost-${name}`))?.state).toBe("failed"), 5000);
    await vi.waitFor(
      async () => expect((await store.changes.get(`written-${name}`))?.state).toBe("acknowledged"),
      8000,
    );
    expect((await store.changes.get(`written-${name}`))?.revision).toBe(1);
    await follower.stop();
  });
});
