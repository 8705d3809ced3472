import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readGivenAuthority } from "./given-authority";
import { newAuthority, newLeaf, readSigner } from "./x509";

const NOW = Date.now();
const YEAR = 365 * 86_400_000;
const folder = mkdtempSync(join(tmpdir(), "heddle-given-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
let root: { cert: string; key: string };
let below: { cert: string; key: string };
beforeAll(async () => {
  const end = { nowMs: NOW, notAfterMs: NOW + YEAR };
  root = await newAuthority({ commonName: "Root", pathLength: 1, ...end });
  below = await newAuthority({ commonName: "Below", pathLength: 0, signer: await readSigner(root), ...end });
});

const refusal = (cert: string, key = below.key, nowMs = NOW): string => {
  const files = { certFile: write("cert.pem", cert), keyFile: write("key.pem", key) };
  try {
    readGivenAuthority(files, nowMs);
  } catch (error) {
    const { code, what, why } = error as { code: string; what: string; why: string };
    return `${code} ${what.replace(folder, "")} ${why}`;
  }
  return "taken";
};

test("takes a chain with its root, and a root alone", () => {
  expect(refusal(`${below.cert}\n${root.cert}`)).toBe("taken");
  expect(refusal(root.cert, root.key)).toBe("taken");
});

test("names the file and what is wrong: no certificate, no CA, expired, not yet valid, no such file", async () => {
  expect(refusal("nothing")).toMatch(/^invalid_input .*cert\.pem.*It holds no certificate/);
  const leaf = await newLeaf({
    ...{ signer: await readSigner(below), uri: "spiffe://cluster.local/ns/a/sa/b" },
    ...{ dnsNames: [], ipAddresses: [], nowMs: NOW, notAfterMs: NOW + YEAR },
  });
  expect(refusal(`${leaf.cert}\n${below.cert}`, leaf.key)).toMatch(/may not sign others/);
  expect(refusal(`${below.cert}\n${root.cert}`, below.key, NOW + 2 * YEAR)).toMatch(
    /The certificate of .*CN=Below expired on/,
  );
  expect(refusal(root.cert, root.key, NOW - YEAR)).toMatch(/is not valid before/);
  const missing = { certFile: join(folder, "absent.pem"), keyFile: join(folder, "key.pem") };
  expect(() => readGivenAuthority(missing, NOW)).toThrow(/absent\.pem/);
});
