import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import pino from "pino";
import { afterEach, expect, test } from "vitest";
import { parseObjects } from "@/lib/policy/parse-object";
import { applyConfig } from "./apply-config";
import { readConfigFiles, toConfigFile } from "./config-file";

const TEXT =
  "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: reviews, namespace: shop}\nspec: {} # kept\n";

/** A console's config API as far as this needs it; `answers` by "METHOD path-end". */
async function consoleThat(answers: (method: string, path: string, put: string) => { status: number; body?: unknown }) {
  const puts: string[] = [];
  const server = createServer(async (incoming: IncomingMessage, outgoing) => {
    let body = "";
    for await (const chunk of incoming) body += chunk;
    const { status, body: reply } = answers(incoming.method ?? "", incoming.url ?? "", body);
    if (incoming.method === "PUT" && status < 300) puts.push(body);
    outgoing.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(reply ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stops.push(() => new Promise((resolve) => server.close(() => resolve())));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, puts };
}

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const apply = (consoleUrl: string) =>
  applyConfig([toConfigFile(TEXT)], {
    consoleUrl,
    token: "t".repeat(32),
    log: pino({ level: "silent" }),
    signal: AbortSignal.timeout(10_000),
  });

test("creates what never existed, text as written", async () => {
  const { url, puts } = await consoleThat((method) => ({ status: method === "PUT" ? 201 : 404 }));
  await apply(url);
  expect(puts).toEqual([TEXT]);
});

test("leaves alone what exists", async () => {
  const { url, puts } = await consoleThat(() => ({ status: 200, body: {} }));
  await apply(url);
  expect(puts).toEqual([]);
});

test("leaves alone what a person deleted", async () => {
  const { url, puts } = await consoleThat((method, path) => {
    if (path.endsWith("/history")) return { status: 200, body: { revisions: [{ yaml: null }] } };
    return { status: method === "PUT" ? 201 : 404 };
  });
  await apply(url);
  expect(puts).toEqual([]);
});

test("waits for a console that is not ready", async () => {
  let asked = 0;
  const { url, puts } = await consoleThat((method) => {
    if (asked++ < 2) return { status: 503 };
    return { status: method === "PUT" ? 201 : 404 };
  });
  await apply(url);
  expect(puts).toHaveLength(1);
});

test("a refusal is said once and does not hold up the rest", async () => {
  let asked = 0;
  const { url, puts } = await consoleThat(() => ({ status: asked++ < 100 ? 401 : 500, body: { error: "no" } }));
  await apply(url);
  expect(puts).toEqual([]);
  expect(asked).toBe(1);
});

test("every object the sample brings is one the control plane stores and reads without findings", async () => {
  const files = await readConfigFiles("sample/config");
  expect(files.map(({ key }) => `${key.plural}/${key.namespace}/${key.name}`)).toContain(
    "virtualservices/shop/reviews",
  );
  for (const file of files) {
    const [parsed] = parseObjects(file.yaml);
    expect(parsed?.findings).toEqual([]);
    expect(parsed?.key).toEqual(file.key);
  }
});
