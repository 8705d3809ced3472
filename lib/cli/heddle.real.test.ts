import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { BOOTSTRAP_TOKEN, listenTo, type TestConsole, testConsole } from "../api/testing/test-console";
import { peer, sample } from "../graph/testing/samples";

let folder: string;
let console: TestConsole;
let server: Awaited<ReturnType<typeof listenTo>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "heddle-cli-"));
  console = await testConsole();
  server = await listenTo(console);
});
afterAll(async () => {
  await server.close();
  await console.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the command as a person does, in a process of its own. */
function heddle(args: string[], { input = "", token = BOOTSTRAP_TOKEN } = {}) {
  return new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    const child = spawn(process.execPath, ["--import", "tsx", "lib/cli/heddle.ts", ...args], {
      env: { ...process.env, HEDDLE_URL: server.url, HEDDLE_TOKEN: token },
    });
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk) => (out += String(chunk)));
    child.stderr.on("data", (chunk) => (err += String(chunk)));
    child.on("close", (code) => resolve({ code, out, err }));
    child.stdin.end(input);
  });
}

const rule =
  "# by the shop team\napiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: { name: reviews, namespace: shop }\nspec: { host: reviews, subsets: [{ name: v1, labels: { version: v1 } }] }\n";
const route = (subset: string) =>
  `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: { name: reviews, namespace: shop }\nspec:\n  hosts: [reviews]\n  http:\n  - route: [{ destination: { host: reviews, subset: ${subset} } }]\n`;

describe("heddle", () => {
  it("applies several documents from a file as one change and prints them back exactly as written", async () => {
    const file = join(folder, "split.yaml");
    writeFileSync(file, `${rule}---\n${route("v1")}`);
    const applied = await heddle(["apply", "-f", file, "--reason", "first"]);
    expect(applied).toMatchObject({ code: 0, err: "" });
    expect(applied.out).toContain("change 1 acknowledged");
    expect((await heddle(["get", "destinationrule", "reviews", "-n", "shop"])).out).toBe(rule);
    expect((await heddle(["get", "VirtualService", "reviews", "-n", "shop"])).out).toBe(route("v1"));
    expect(await console.store.changes.list({ mesh: "local", limit: 5 })).toMatchObject([
      { reason: "first", items: [{}, {}] },
    ]);
  });

  it("reads standard input, says which field is wrong and exits with 1", async () => {
    const validated = await heddle(["validate", "-f", "-"], { input: route("v9") });
    expect(validated.code).toBe(1);
    expect(validated.out).toContain("VirtualService shop/reviews spec.http[0].route[0].destination.subset (line 7)");
    const applied = await heddle(["apply", "-f", "-"], { input: route("v9") });
    expect(applied.code).toBe(1);
    expect(applied.err).toContain("spec.http[0].route[0].destination.subset");
    expect((await heddle(["get", "virtualservice", "reviews", "-n", "shop"])).out).toBe(route("v1"));
  });

  it("says what to do when the server or the token is wrong", async () => {
    const unknown = await heddle(["graph"], { token: "nobody" });
    expect(unknown).toMatchObject({ code: 1, out: "" });
    expect(unknown.err).toContain("This API token is not valid.");
    const away = await heddle(["--server", "http://127.0.0.1:9", "graph"]);
    expect(away.code).toBe(1);
    expect(away.err).toContain("No answer from http://127.0.0.1:9.");
  });

  it("prints the graph as a table, worst edges first", async () => {
    console.metrics.samples = [
      sample("shop/web-v1", "shop/cart-v1", 600),
      { ...sample("shop/web-v1", "shop/reviews-v1", 600), code: "500", destination: peer("shop/reviews-v1") },
    ];
    const { out, code } = await heddle(["graph", "--duration", "10m"]);
    const [head, first, second] = out.split("\n");
    expect(code).toBe(0);
    expect(head).toMatch(/^from +to +protocol +rate\/s +errors +p95 ms +health$/);
    expect(first).toMatch(/^web-v1\.shop +reviews-v1\.shop +http +1\.0 +100\.0% /);
    expect(second).toMatch(/^web-v1\.shop +cart-v1\.shop +http +1\.0 +0\.0% /);
  });

  it("verifies the audit chain in the console and in an export, and finds what was changed in one", async () => {
    const verified = await heddle(["audit", "verify"]);
    expect(verified).toMatchObject({ code: 0, err: "" });
    const head = /head (\d+:[0-9a-f]{64})/.exec(verified.out)?.[1] ?? "";
    expect((await heddle(["audit", "verify", "--head", head])).code).toBe(0);
    const file = join(folder, "audit.ndjson");
    const { out } = await heddle(["audit", "export"]);
    writeFileSync(file, out);
    expect(await heddle(["audit", "verify", "--file", file, "--head", head])).toMatchObject({ code: 0, err: "" });
    writeFileSync(file, out.replace('"outcome":"allowed"', '"outcome":"refused"'));
    const forged = await heddle(["audit", "verify", "--file", file]);
    expect(forged.code).toBe(1);
    expect(forged.out).toMatch(/Entry \d+ does not hash to what was written/);
    expect(
      (await heddle(["audit", "export", "--format", "csv", "--action", "no.such"])).out.split("\r\n"),
    ).toHaveLength(2);
  });

  it("prints a bootstrap with free ports, as YAML and JSON", async () => {
    const args = [
      "bootstrap",
      "--workload",
      "reviews-v1",
      "--namespace",
      "shop",
      "--service",
      "reviews",
      "--app",
      "reviews",
      "--version",
      "v1",
      "--app-port",
      "9080",
    ];
    const yaml = await heddle(args);
    expect(yaml).toMatchObject({ code: 0, err: "" });
    const made = parse(yaml.out) as {
      node: { metadata: Record<string, unknown> };
      admin: { address: { socket_address: { port_value: number } } };
    };
    expect(made.node.metadata).toMatchObject({ NAMESPACE: "shop", WORKLOAD_NAME: "reviews-v1" });
    expect(made.admin.address.socket_address.port_value).toBeGreaterThan(1023);
    expect(JSON.parse((await heddle([...args, "-o", "json"])).out)).toHaveProperty("node");
    expect((await heddle(["bootstrap", "--workload", "x"])).code).toBe(1);
  });
});
