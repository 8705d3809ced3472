import { afterAll, beforeAll, expect, test } from "vitest";
import { bearer, json, type TestConsole, testConsole } from "../testing/test-console";

let console_: TestConsole;
let viewer: Record<string, string>;
let admin: Record<string, string>;

beforeAll(async () => {
  console_ = await testConsole();
  viewer = bearer(await console_.token(["viewer"], ["shop"]));
  admin = bearer(await console_.token(["admin"]));
});
afterAll(() => console_.close());

const YAML = `name: reviews v2
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
const post = (path: string, text: string, headers = viewer) =>
  console_.call("POST", path, { body: text, headers: { ...headers, "content-type": "application/yaml" } });

test("templates are there for the wizard", async () => {
  const answer = await console_.call("GET", "/rollout-templates", { headers: viewer });
  const templates = (await answer.json()) as { id: string }[];
  expect(templates.map(({ id }) => id)).toEqual([
    "cautious-canary",
    "quick-canary",
    "ab",
    "blue-green",
    "mirror-canary",
    "mtls-stages",
  ]);
});

test("a draft in YAML becomes a plan; a fault is said with line, field and remedy", async () => {
  const plan = (await (await post("/rollouts/expand", YAML)).json()) as {
    hash: string;
    targets: { steps: { id: string }[] }[];
  };
  expect(plan.targets[0]?.steps.map(({ id }) => id)).toEqual(["t1-1-weight-10", "t1-2-weight-50", "t1-3-weight-100"]);
  expect(plan.hash).toMatch(/^[0-9a-f]{64}$/);
  const refused = await post("/rollouts/expand", YAML.replace("service: reviews", "servise: reviews"));
  expect(refused.status).toBe(400);
  const { error } = (await refused.json()) as { error: { why: string; details: { findings: unknown[] } } };
  expect(error.why).toContain("Line 4: targets[0].target.service");
  expect(error.details.findings).toMatchObject([{ code: "HED-RO-102", path: "targets[0].target.service", line: 4 }]);
});

test("a draft goes to YAML and back", async () => {
  const read = async (yaml: string) => {
    const answer = await console_.call("POST", "/rollouts/read", json({ yaml }, viewer));
    return (await answer.json()) as { draft: unknown; findings: unknown[] };
  };
  const { draft } = await read(YAML);
  const written = await console_.call("POST", "/rollouts/write", json(draft, viewer));
  const { yaml } = (await written.json()) as { yaml: string };
  expect((await read(yaml)).draft).toEqual(draft);
});

test("a dry run without past traffic says that nothing is known; other namespaces are not shown", async () => {
  const answer = await post("/rollouts/dry-run?hours=1", YAML);
  expect(answer.status).toBe(200);
  const run = (await answer.json()) as { summary: string; takesSec: number | null; forecast: { note: string }[] };
  expect(run.summary).toBe("Nothing was measured of reviews v1, so nothing is known of these thresholds.");
  expect(run.takesSec).toBeNull();
  expect(run.forecast[0]?.note).toContain("no traffic was measured in the last hour");
  expect((await post("/rollouts/dry-run", YAML.replace("namespace: shop", "namespace: payments"))).status).toBe(403);
});

test("targets of messages are an administrator's, and their secrets are never shown", async () => {
  const target = {
    name: "ops",
    kind: "slack",
    url: "https://hooks.example.org/services/T0/B0/secret",
    secret: "s3cret",
  };
  expect((await console_.call("POST", "/notify-targets", json(target, viewer))).status).toBe(403);
  const added = await console_.call("POST", "/notify-targets", json(target, admin));
  expect(added.status).toBe(201);
  const text = await (await console_.call("GET", "/notify-targets", { headers: admin })).text();
  expect(text).not.toMatch(/s3cret|services/);
  const [shown] = JSON.parse(text) as { id: string; host: string }[];
  expect(shown).toMatchObject({ name: "ops", host: "https://hooks.example.org", signed: true, waiting: 0 });
  const path = `/notify-targets/${shown?.id}`;
  const change = async (part: object) => {
    const answer = await console_.call("PUT", path, json({ name: "ops", kinds: null, ...part }, admin));
    return [answer.status, await answer.json()];
  };
  const next = { name: "on call", kinds: ["approvalNeeded"], enabled: false };
  expect((await console_.call("PUT", path, json(next, viewer))).status).toBe(403);
  expect(await change(next)).toMatchObject([200, { ...next, host: "https://hooks.example.org", signed: true }]);
  const [kept] = await console_.store.notify.targets();
  expect(kept).toMatchObject({ url: target.url, secret: "s3cret" });
  expect(await change({ url: "https://other.example.org/x", secret: "" })).toMatchObject([
    200,
    { name: "ops", kinds: null, enabled: true, host: "https://other.example.org", signed: false },
  ]);
  expect(await change({ kinds: ["approvalneeded"] })).toMatchObject([400, {}]);
  expect(await change({ kinds: [] })).toMatchObject([400, {}]);
  const [entry] = await console_.store.audit.list({ limit: 1, action: "notify.update" });
  expect(JSON.stringify(entry)).not.toMatch(/s3cret|services/);
  expect(entry).toMatchObject({ outcome: "allowed" });
  expect((await console_.call("DELETE", path, { headers: admin })).status).toBe(204);
  expect((await console_.call("DELETE", path, { headers: admin })).status).toBe(404);
  expect(await change({})).toMatchObject([404, {}]);
  expect(
    (await console_.call("POST", "/notify-targets", json({ ...target, url: "file:///etc/passwd" }, admin))).status,
  ).toBe(400);
});
