import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { CertificateAuthority } from "./certificate-authority";
import { readGivenAuthority } from "./given-authority";
import { openVault } from "./key-vault";
import { MemoryCaStore } from "./memory-ca-store";
import { spiffeId } from "./spiffe-id";
import { newAuthority, readSigner } from "./x509";

const HOUR = 3_600_000;
const log = { info: () => {}, warn: () => {}, error: () => {} };
let dir = "";
let now = Date.parse("2026-11-24T12:00:00Z");
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "heddle-ca-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const vault = () => openVault({ file: path.join(dir, "ca.key") });
const open = (store: MemoryCaStore, more: object = {}) =>
  CertificateAuthority.open({
    store,
    vault: vault(),
    mesh: "local",
    trustDomain: "cluster.local",
    leafLifetimeMs: HOUR,
    spreadMs: 600_000,
    now: () => now,
    log,
    ...more,
  });
const reviews = spiffeId("cluster.local", "shop", "reviews-v1");

/** What OpenSSL says of a certificate: another implementation's word. */
function verify(bundle: string, chain: string): string {
  const roots = path.join(dir, "roots.pem");
  const leaf = path.join(dir, "leaf.pem");
  writeFileSync(roots, bundle);
  writeFileSync(leaf, chain);
  const at = String(Math.floor(now / 1000));
  const flags = ["verify", "-x509_strict", "-attime", at, "-CAfile", roots, "-untrusted", leaf, leaf];
  return execFileSync("openssl", flags, { encoding: "utf8" }).trim();
}

test("issues SPIFFE certificates that OpenSSL accepts under the root, for the lifetime asked", async () => {
  const authority = await open(new MemoryCaStore());
  const issued = await authority.issue(reviews);
  expect(verify(authority.trustBundle(), issued.chain)).toMatch(/OK$/);
  const leaf = new X509Certificate(issued.chain);
  expect(leaf.subjectAltName).toBe(`URI:${reviews}`);
  expect(leaf.ca).toBe(false);
  expect(issued.expiresAtMs - now).toBe(HOUR);
  expect((await authority.issue(reviews)).key).not.toBe(issued.key);
});

test("keeps the same authority over restarts, and no private key readable in the store or the key file", async () => {
  const store = new MemoryCaStore();
  const first = await open(store);
  const again = await open(store);
  expect(again.trustBundle()).toBe(first.trustBundle());
  const kept = JSON.stringify(store.rows) + readFileSync(path.join(dir, "ca.key"), "latin1");
  expect(kept).not.toContain("PRIVATE KEY");
  expect(kept).toContain("BEGIN CERTIFICATE");
  expect(statSync(path.join(dir, "ca.key")).mode & 0o777).toBe(0o600);
});

test("does not open its key with another one, nor a key that was moved to another place", async () => {
  const store = new MemoryCaStore();
  await open(store);
  await expect(open(store, { vault: openVault({ secret: "another" }) })).rejects.toMatchObject({ code: "unavailable" });
  const [row] = store.rows;
  if (row) [row.rootKey, row.intermediateKey] = [row.intermediateKey, row.rootKey];
  await expect(open(store)).rejects.toMatchObject({ code: "unavailable" });
});

test("a rotation trusts the new root before it signs, and the old one until its certificates have run out", async () => {
  const authority = await open(new MemoryCaStore());
  const old = await authority.issue(reviews);
  await authority.rotate();
  await expect(authority.rotate()).rejects.toMatchObject({ code: "conflict" });
  expect(authority.view().map(({ state }) => state)).toEqual(["active", "incoming"]);
  expect((await authority.issue(reviews)).authority).toBe(old.authority);

  now += 600_000;
  expect(await authority.tend()).toBe(true);
  const next = await authority.issue(reviews);
  expect(next.authority).toBe(old.authority + 1);
  for (const { chain } of [old, next]) expect(verify(authority.trustBundle(), chain)).toMatch(/OK$/);

  now += 2 * HOUR;
  await authority.tend();
  expect(authority.view().map(({ state }) => state)).toEqual(["active"]);
  expect(() => verify(authority.trustBundle(), old.chain)).toThrow();
});

test("follows an authority that is running out by itself, and never issues beyond its end", async () => {
  const authority = await open(new MemoryCaStore());
  now += 680 * 24 * HOUR;
  await authority.tend();
  expect(authority.view().map(({ state }) => state)).toEqual(["active", "incoming"]);
  const far = await authority.issue(reviews, { lifetimeMs: 3650 * 24 * HOUR });
  expect(far.expiresAtMs).toBe(authority.view()[0]?.signsUntilMs);
});

test("two consoles that start at once end with one authority", async () => {
  const store = new MemoryCaStore();
  const [a, b] = await Promise.all([open(store), open(store)]);
  expect(a.trustBundle()).toBe(b.trustBundle());
  expect(store.rows).toHaveLength(1);
});

test("signs with a given authority, and stores no key of it", async () => {
  const root = await newAuthority({ commonName: "their root", nowMs: now, notAfterMs: now + 9e10, pathLength: 1 });
  const signer = await readSigner(root);
  const mid = await newAuthority({
    commonName: "their mid",
    signer,
    nowMs: now,
    notAfterMs: now + 8e10,
    pathLength: 0,
  });
  const files = { certFile: path.join(dir, "chain.pem"), keyFile: path.join(dir, "mid.key") };
  writeFileSync(files.certFile, mid.cert + root.cert);
  writeFileSync(files.keyFile, mid.key);
  const store = new MemoryCaStore();
  const authority = await open(store, { given: readGivenAuthority(files, now) });
  const issued = await authority.issue(reviews);
  expect(verify(root.cert, issued.chain)).toMatch(/OK$/);
  expect(JSON.stringify(store.rows)).not.toContain(mid.key.split("\n")[1]);
  expect(store.rows.map(({ intermediateKey }) => intermediateKey)).toEqual([""]);

  writeFileSync(files.keyFile, root.key);
  await expect(open(store, { given: readGivenAuthority(files, now) })).rejects.toMatchObject({ code: "invalid_input" });
});
