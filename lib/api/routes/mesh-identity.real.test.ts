import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sample, workload } from "@/lib/graph/testing/samples";
import { CreatedJoinToken, JoinToken } from "@/lib/model/join-token";
import { MeshAuthorities } from "@/lib/model/mesh-authority";
import { MtlsHistory, MtlsOverview } from "@/lib/model/mtls-overview";
import { bearer, json, type TestConsole, testConsole } from "../testing/test-console";

let console: TestConsole;
let viewer: string;
let shopViewer: string;
let operator: string;
let admin: string;
beforeAll(async () => {
  console = await testConsole();
  viewer = await console.token(["viewer"]);
  shopViewer = await console.token(["viewer"], ["shop"]);
  operator = await console.token(["operator"], ["shop"]);
  admin = await console.token(["admin"]);
  console.mesh.workloads = async () => [workload("shop/reviews-v1"), workload("pay/ledger-v1")];
});
afterAll(() => console.close());

const get = (token: string, path: string) => console.call("GET", path, { headers: bearer(token) });
const overview = async (token: string) => MtlsOverview.parse(await (await get(token, "/mtls")).json());
const callees = ({ callers }: MtlsOverview) =>
  callers.map(({ caller, callee }) => `${caller.name} > ${callee.workload}`);

describe("GET /mtls", () => {
  it("says that nothing is on record, rather than that nobody talks plaintext", async () => {
    const { callers, gaps } = await overview(viewer);
    expect([callers, gaps]).toEqual([[], ["No traffic at all is on record in the last 24 hours."]]);
  });

  it("gives shares and plaintext callers, to each the workloads and callees of the namespaces they may see", async () => {
    console.metrics.samples = [
      sample("shop/web-v1", "shop/reviews-v1", 30, { mtls: "mutual_tls" }),
      sample("", "shop/reviews-v1", 10, { reporter: "destination", mtls: "none" }),
      sample("shop/web-v1", "pay/ledger-v1", 5, { mtls: "none" }),
    ];
    console.clock.aheadMs += 5000;
    const all = await overview(viewer);
    expect(callees(all)).toEqual([" > reviews-v1", "web-v1 > ledger-v1"]);
    expect(all.gaps).toEqual([]);
    expect(all.workloads.map(({ workload: name, mtlsShare }) => [name, mtlsShare])).toEqual([
      ["reviews-v1", 0.75],
      ["ledger-v1", 0],
    ]);
    const own = await overview(shopViewer);
    expect(callees(own)).toEqual([" > reviews-v1"]);
    expect(own.namespaces.map(({ namespace }) => namespace)).toEqual(["shop"]);
  });

  it("gives the last day over time, none where the source cannot tell", async () => {
    const answer = MtlsHistory.parse(await (await get(viewer, "/mtls/history?namespace=shop")).json());
    expect(answer.points).toEqual([]);
    expect(answer.toMs - answer.fromMs).toBe(86_400_000);
  });

  it("is for those who are signed in", async () => {
    expect((await console.call("GET", "/mtls")).status).toBe(401);
    expect((await console.call("GET", "/mtls/history")).status).toBe(401);
  });
});

describe("join tokens", () => {
  const create = (token: string, namespace: string) =>
    console.call("POST", "/join-tokens", json({ namespace, workload: "web" }, bearer(token)));

  it("are made in one's own namespaces, shown once, listed without secret, and ended; all on record", async () => {
    const made = await create(operator, "shop");
    expect(made.status).toBe(201);
    const { id, token } = CreatedJoinToken.parse(await made.json());
    expect(token).toMatch(/^hdj_/);
    const listed = await (await get(operator, "/join-tokens")).json();
    expect(JoinToken.array().parse(listed)).toMatchObject([{ id, workload: "web", proxies: [], maxProxies: 1 }]);
    expect(JSON.stringify(listed)).not.toContain(token);
    const times = { issuedAtMs: Date.now(), expiresAtMs: Date.now() + 3_600_000 };
    const issued = { serial: "0a", authority: 1, tokenId: id, proxyId: "web-1.shop", ...times };
    await console.store.joinTokens.record("local", [issued]);
    const end = (by: string) => console.call("DELETE", `/join-tokens/${id}`, { headers: bearer(by) });
    expect([(await end(operator)).status, (await end(admin)).status]).toEqual([204, 404]);
    const entries = await console.store.audit.list({ limit: 3 });
    expect(entries[1]?.detail).toMatchObject({ id, certificates: 1 });
    expect(entries.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      "join-token.revoke failed",
      "join-token.revoke allowed",
      "join-token.create allowed",
    ]);
    expect(JSON.stringify(entries)).not.toContain(token);
  });

  it("of another namespace are refused, unseen, and not ended", async () => {
    expect((await create(operator, "pay")).status).toBe(403);
    const { id } = CreatedJoinToken.parse(await (await create(admin, "pay")).json());
    expect(await (await get(operator, "/join-tokens")).json()).toEqual([]);
    expect((await console.call("DELETE", `/join-tokens/${id}`, { headers: bearer(operator) })).status).toBe(403);
    expect(await console.store.joinTokens.get(id)).not.toBeNull();
    expect((await get(viewer, "/join-tokens")).status).toBe(403);
  });
});

describe("the authority", () => {
  it("is rotated by an administrator alone, once at a time, on record", async () => {
    const rotate = (token: string) => console.call("POST", "/mesh-authority/rotate", { headers: bearer(token) });
    expect((await rotate(operator)).status).toBe(403);
    const answer = MeshAuthorities.parse(await (await rotate(admin)).json());
    expect(answer.authorities.map(({ state }) => state)).toEqual(["active", "incoming"]);
    expect((await rotate(admin)).status).toBe(409);
    const now = MeshAuthorities.parse(await (await get(viewer, "/mesh-authority")).json());
    expect(now.trustBundle.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    expect(new Set(now.authorities.map(({ intermediateFingerprint }) => intermediateFingerprint)).size).toBe(2);
    const shown = JSON.stringify(now);
    expect(shown).not.toMatch(/PRIVATE KEY|Key"/);
    const [last] = await console.store.audit.list({ limit: 1 });
    expect(last).toMatchObject({ action: "authority.rotate", outcome: "failed" });
  });
});
