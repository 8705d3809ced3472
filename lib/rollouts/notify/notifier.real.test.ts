import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { consoleVault } from "@/lib/mesh/xds/ca/key-vault";
import { openAppStore } from "@/lib/store/open-app-store";
import { Notifier } from "./notifier";

type Store = Awaited<ReturnType<typeof openAppStore>>;
const dataDir = mkdtempSync(join(tmpdir(), "heddle-notify-"));
let store: Store;
let notifier: Notifier;
const servers: { close(): void }[] = [];
const clock = { aheadMs: 0 };
const now = () => Date.now() + clock.aheadMs;
const WAIT = 15_000;
const log = pino({ level: "silent" });

beforeAll(async () => {
  store = await openAppStore({ dataDir, vault: consoleVault({ dataDir }) });
});
const notifierWith = (more = {}) =>
  new Notifier({
    store: store.notify,
    publicUrl: "https://heddle.example",
    allowPrivate: true,
    log,
    now,
    everyMs: 20,
    timeoutMs: 400,
    ...more,
  });
beforeEach(() => {
  notifier = notifierWith();
});
afterEach(async () => {
  await notifier.stop();
  for (const target of await store.notify.targets()) await store.notify.removeTarget(target.id);
  for (const server of servers.splice(0)) server.close();
});
afterAll(async () => {
  await store.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function receiver(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push({
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
}

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

async function recording(status = 204): Promise<{ url: string; got: Received[]; answer(status: number): void }> {
  const got: Received[] = [];
  let next = status;
  const url = await receiver((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      got.push({ headers: request.headers, body });
      response.writeHead(next, next === 302 ? { location: url } : {}).end();
    });
  });
  return {
    url,
    got,
    answer(to) {
      next = to;
    },
  };
}

const target = (id: string, url: string, more = {}) =>
  store.notify.createTarget({
    id,
    name: id,
    kind: "webhook",
    url,
    secret: "",
    kinds: null,
    enabled: true,
    createdAtMs: 1,
    ...more,
  });

const notice = (kind = "approvalNeeded") =>
  store.rollouts.enqueueNotice({
    rolloutId: "r-1",
    kind,
    createdAtMs: Date.now(),
    payload: {
      rolloutId: "r-1",
      number: 7,
      name: "reviews <v2> & co",
      mesh: "local",
      stepId: "t1-2-weight-50",
      text: "Before 50 %.",
    },
  });

const state = async (id: string) => (await store.notify.targets()).find((one) => one.id === id);

test("a receiver that hangs delays nobody else", async () => {
  await notifier.stop();
  notifier = notifierWith({ timeoutMs: 60_000 });
  let asked = 0;
  const url = await receiver(() => {
    asked += 1;
  });
  await target("hangs", url);
  const quick = await recording();
  await target("quick", quick.url);
  await notice();
  notifier.start();
  await vi.waitFor(() => expect(asked).toBe(1), WAIT);
  await vi.waitFor(() => expect(quick.got).toHaveLength(1), WAIT);
  await notice("succeeded");
  await vi.waitFor(() => expect(quick.got).toHaveLength(2), WAIT);
  expect(await state("hangs")).toMatchObject({ waiting: 2, lastError: null });
});

test("a receiver that does not answer in time gets its message again later", async () => {
  await target("slow", await receiver(() => undefined));
  await notice();
  notifier.start();
  await vi.waitFor(async () => expect((await state("slow"))?.lastError).toBe("No answer within 0.4 s."), WAIT);
  expect((await state("slow"))?.waiting).toBe(1);
});

test("a webhook is signed over time and body, and says which rollout, with a link", async () => {
  const { url, got } = await recording();
  await target("signed", url, { secret: "s3cret" });
  await notice();
  notifier.start();
  await vi.waitFor(() => expect(got).toHaveLength(1), WAIT);
  const { headers, body } = got[0] as Received;
  const [, t = "", v1 = ""] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers["x-heddle-signature"])) ?? [];
  expect(createHmac("sha256", "s3cret").update(`${t}.${body}`).digest("hex")).toBe(v1);
  expect(JSON.parse(body)).toMatchObject({
    kind: "approvalNeeded",
    title: "Rollout reviews <v2> & co (#7) waits for approval",
    rollout: { id: "r-1", number: 7, url: "https://heddle.example/rollouts/r-1" },
    stepId: "t1-2-weight-50",
  });
  expect(headers["x-heddle-delivery"]).toMatch(/^\d+-signed$/);
});

test("Slack gets its own format, with names that cannot become markup", async () => {
  const { url, got } = await recording(200);
  await target("slack", url, { kind: "slack" });
  await notice();
  notifier.start();
  await vi.waitFor(() => expect(got).toHaveLength(1), WAIT);
  const { text, blocks } = JSON.parse(got[0]?.body ?? "{}");
  expect(text).toBe("Rollout reviews &lt;v2&gt; &amp; co (#7) waits for approval: Before 50 %.");
  expect(blocks.at(-1).elements[0]).toMatchObject({ type: "button", url: "https://heddle.example/rollouts/r-1" });
});

test("a failed message comes again with a pause and the same id; a redirect is not followed", async () => {
  const { url, got, answer } = await recording(302);
  await target("moved", url);
  await notice();
  notifier.start();
  await vi.waitFor(async () => expect((await state("moved"))?.lastError).toBe("The receiver answered 302."), WAIT);
  expect(got).toHaveLength(1);
  answer(204);
  clock.aheadMs += 6000;
  await vi.waitFor(async () => expect(await state("moved")).toMatchObject({ waiting: 0, lastError: null }), WAIT);
  expect(got.map(({ headers }) => headers["x-heddle-delivery"])).toEqual([
    got[0]?.headers["x-heddle-delivery"],
    got[0]?.headers["x-heddle-delivery"],
  ]);
});

test("only the kinds a target asked for are sent to it", async () => {
  const { url, got } = await recording();
  await target("picky", url, { kinds: ["rolledBack"] });
  await notice("paused");
  await notice("rolledBack");
  notifier.start();
  await vi.waitFor(() => expect(got).toHaveLength(1), WAIT);
  expect(JSON.parse(got[0]?.body ?? "{}").kind).toBe("rolledBack");
});

test("receivers in private networks are refused unless they are allowed", async () => {
  const { url, got } = await recording();
  await target("inside", url.replace("127.0.0.1", "localhost"));
  await notice();
  await notifier.stop();
  notifier = notifierWith({ allowPrivate: false });
  notifier.start();
  await vi.waitFor(
    async () => expect((await state("inside"))?.lastError).toContain("not on the public internet"),
    WAIT,
  );
  expect(got).toEqual([]);
});

test("two consoles send a message once", async () => {
  await notifier.stop();
  notifier = notifierWith({ timeoutMs: 60_000 });
  const { url, got } = await recording();
  await target("once", url);
  const other = notifierWith({ timeoutMs: 60_000 });
  for (let i = 0; i < 10; i++) await notice();
  notifier.start();
  other.start();
  await vi.waitFor(async () => expect((await state("once"))?.waiting).toBe(0), WAIT);
  await vi.waitFor(() => expect(got.length).toBeGreaterThanOrEqual(10), WAIT);
  await other.stop();
  expect(new Set(got.map(({ headers }) => headers["x-heddle-delivery"])).size).toBe(10);
  expect(got).toHaveLength(10);
});

test("a test message is sent once, past the outbox, and says why it did not arrive", async () => {
  const bodies: string[] = [];
  let status = 204;
  const url = await receiver((request, answer) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += String(chunk);
    });
    request.on("end", () => {
      bodies.push(body);
      answer.writeHead(status).end();
    });
  });
  const row = { id: "tried", name: "tried", kind: "webhook", url, secret: "", kinds: null } as const;
  await store.notify.createTarget({ ...row, enabled: true, createdAtMs: now() });
  await notifier.sendTest("tried");
  expect(JSON.parse(bodies[0] ?? "")).toMatchObject({
    kind: "test",
    title: "This message is only a test of this target",
    rollout: { url: "https://heddle.example/rollouts" },
  });
  status = 500;
  await expect(notifier.sendTest("tried")).rejects.toThrow("The receiver answered 500.");
  await expect(notifier.sendTest("gone")).rejects.toThrow("removed");
  expect(bodies).toHaveLength(2);
});
