import { spawn } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bearer, listenTo, type TestConsole, testConsole } from "../api/testing/test-console";

let console: TestConsole;
let server: Awaited<ReturnType<typeof listenTo>>;
let admin: string;
beforeAll(async () => {
  console = await testConsole();
  server = await listenTo(console);
  admin = await console.personToken(["admin"]);
});
afterAll(async () => {
  await server.close();
  await console.close();
});

/** Runs the command as a person does, in a process of its own. */
function heddle(args: string[], token = admin) {
  return new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    const child = spawn(process.execPath, ["--import", "tsx", "lib/cli/heddle.ts", ...args], {
      env: { ...process.env, HEDDLE_URL: server.url, HEDDLE_TOKEN: token },
    });
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk) => (out += String(chunk)));
    child.stderr.on("data", (chunk) => (err += String(chunk)));
    child.on("close", (code) => resolve({ code, out, err }));
    child.stdin.end();
  });
}
const idIn = (err: string) => /, id ([-0-9a-f]{36}),/.exec(err)?.[1] ?? expect.fail(`no id in: ${err}`);

describe("heddle token", () => {
  it("create, list and revoke: the secret alone on standard output, once", { timeout: 60_000 }, async () => {
    const rights = ["--role", "operator", "--role", "approver", "--namespace", "shop", "--expires-days", "30"];
    const made = await heddle(["token", "create", "--name", "ci", ...rights]);
    expect(made.code).toBe(0);
    const secret = made.out.trim();
    expect(secret).toMatch(/^hdl_\S+$/);
    expect(made.err).not.toContain(secret);
    const session = await console.call("GET", "/session", { headers: bearer(secret) });
    expect(await session.json()).toMatchObject({ actor: { roles: ["operator", "approver"], namespaces: ["shop"] } });
    const list = await heddle(["token", "list"]);
    expect(list).toMatchObject({ code: 0, err: "" });
    expect(list.out).toMatch(new RegExp(`${idIn(made.err)} +ci +operator, approver +shop +admin +20`));
    expect(list.out).not.toContain(secret);
    expect(await heddle(["token", "revoke", idIn(made.err)])).toMatchObject({ code: 0, err: "" });
    expect((await console.call("GET", "/session", { headers: bearer(secret) })).status).toBe(401);
    const again = await heddle(["token", "revoke", idIn(made.err)]);
    expect(again).toMatchObject({ code: 1, out: "" });
    expect(again.err).toContain("heddle: There is no such token.");
  });

  it("gives nobody more than they hold, and says which role there is", { timeout: 60_000 }, async () => {
    const viewer = await console.personToken(["viewer"]);
    const more = await heddle(["token", "create", "--name", "x", "--role", "admin"], viewer);
    expect(more).toMatchObject({ code: 1, out: "" });
    expect(more.err).toContain("heddle: This takes the role admin.");
    const none = await heddle(["token", "create", "--name", "x", "--role", "owner"]);
    expect(none).toMatchObject({ code: 1, out: "" });
    expect(none.err).toContain("a role is one of viewer, operator, approver, admin.");
  });
});

describe("heddle join-token", () => {
  it("create, list and withdraw, in one's own namespaces", { timeout: 60_000 }, async () => {
    const operator = await console.token(["operator"], ["shop"]);
    const wanted = ["--workload", "web-v1", "--namespace", "shop", "--max-proxies", "3", "--name", "two machines"];
    const made = await heddle(["join-token", "create", ...wanted, "--expires-minutes", "5"], operator);
    expect(made.code).toBe(0);
    expect(made.out).toMatch(/^hdj_\S+\n$/);
    expect(made.err).toMatch(/shop\/web-v1, id .+ admits 3 proxies until /);
    const list = await heddle(["join-token", "list"], operator);
    expect(list).toMatchObject({ code: 0, err: "" });
    expect(list.out).toMatch(new RegExp(`${idIn(made.err)} +two machines +shop/web-v1 +web-v1 +0 of 3 `));
    expect(list.out).not.toContain(made.out.trim());
    const gone = await heddle(["join-token", "withdraw", idIn(made.err), "--mesh", "local"], operator);
    expect(gone).toMatchObject({ code: 0, err: "" });
    expect(await console.store.joinTokens.get(idIn(made.err))).toBeNull();
    const [last] = await console.store.audit.list({ limit: 1 });
    expect(last).toMatchObject({ action: "join-token.revoke", outcome: "allowed" });
    const elsewhere = await heddle(["join-token", "create", "--workload", "a", "--namespace", "pay"], operator);
    expect(elsewhere).toMatchObject({ code: 1, out: "" });
    expect((await heddle(["join-token", "list", "--mesh", "none"], operator)).code).toBe(1);
  });
});
