import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import "reflect-metadata";
import { KeyUsageFlags, type Name, X509Certificate, X509Crl } from "@peculiar/x509";
import { beforeEach, expect, test } from "vitest";
import { MemoryJoinStore } from "../join/memory-join-store";
import { rsaAuthority } from "../testing/rsa-authority";
import { CertificateAuthority } from "./certificate-authority";
import type { GivenAuthority } from "./given-authority";
import { openVault } from "./key-vault";
import { MemoryCaStore } from "./memory-ca-store";
import { MeshTrust } from "./mesh-trust";
import { newAuthority } from "./x509";

const HOUR = 3_600_000;
const WEB = "spiffe://cluster.local/ns/shop/sa/web";
const log = { info: () => {}, warn: () => {}, error: () => {} };
let now = Date.now();
let joins: MemoryJoinStore;
beforeEach(() => {
  now = Date.now();
  joins = new MemoryJoinStore();
});

const open = (store: MemoryCaStore, given?: GivenAuthority) =>
  CertificateAuthority.open({
    ...{ store, vault: openVault({ secret: "of a test" }), mesh: "local", trustDomain: "cluster.local", given, log },
    ...{ leafLifetimeMs: HOUR, spreadMs: 1000, now: () => now },
  });
const trustOf = (authority: CertificateAuthority) =>
  new MeshTrust({ authority, joins, mesh: "local", now: () => now, log });
const withdraw = async (authority: CertificateAuthority) => {
  const issued = await authority.issue(WEB);
  await joins.record("local", [{ ...issued, tokenId: "gone", proxyId: "web-1.shop" }]);
  return issued.serial;
};
const lists = (text: string) =>
  text
    .split(/(?<=-----END X509 CRL-----)/)
    .filter((one) => one.includes("BEGIN"))
    .map((one) => new X509Crl(one.replaceAll("X509 CRL", "CRL")));

test("what a given authority signs bears its name byte for byte", async () => {
  const given = await rsaAuthority();
  const authority = await open(new MemoryCaStore(), given);
  const trust = trustOf(authority);
  const { chain, ...gone } = await authority.issue(WEB);
  await joins.record("local", [{ ...gone, tokenId: "gone", proxyId: "web-1.shop" }]);
  await trust.read();
  const bytes = (name: Name | undefined) => Buffer.from(name?.toArrayBuffer() ?? new ArrayBuffer(0)).toString("hex");
  const wanted = bytes(new X509Certificate(given.rootCert).subjectName);
  expect(wanted).toContain(Buffer.from("Given").toString("hex"));
  expect(bytes(new X509Certificate(chain).issuerName)).toBe(wanted);
  expect(bytes(lists((await trust.context()).lists)[0]?.issuerName)).toBe(wanted);
});

/** What OpenSSL says of a certificate against roots and lists: another implementation's word. */
function openssl({ bundle, lists: crl }: { bundle: string; lists: string }, chain: string): string {
  const dir = mkdtempSync(join(tmpdir(), "heddle-crl-"));
  const file = (name: string, text: string) => {
    writeFileSync(join(dir, name), text);
    return join(dir, name);
  };
  const leaf = file("leaf.pem", chain);
  const given = ["-CAfile", file("roots.pem", bundle), "-CRLfile", file("lists.pem", crl), "-untrusted", leaf];
  const { stdout, stderr } = spawnSync("openssl", ["verify", "-x509_strict", "-crl_check", ...given, leaf], {
    encoding: "utf8",
  });
  rmSync(dir, { recursive: true });
  return `${stdout}${stderr}`;
}

test.each(["made here", "given, of RSA"])("lists of an authority that is %s are what OpenSSL reads", async (kind) => {
  const authority = await open(new MemoryCaStore(), kind === "made here" ? undefined : await rsaAuthority());
  const trust = trustOf(authority);
  const [gone, kept] = [await authority.issue(WEB), await authority.issue(WEB)];
  await joins.record("local", [{ ...gone, tokenId: "gone", proxyId: "web-1.shop" }]);
  await trust.read();
  const context = await trust.context();
  expect(openssl(context, gone.chain)).toContain("certificate revoked");
  expect(openssl(context, kept.chain)).toMatch(/OK\n$/);
});

test("has no lists while nobody is withdrawn, then the same ones until they say something else, then none again", async () => {
  const authority = await open(new MemoryCaStore());
  const trust = trustOf(authority);
  await trust.read();
  expect(await trust.context()).toEqual({ bundle: authority.trustBundle(), lists: "" });
  const serial = await withdraw(authority);
  await trust.read();
  const { lists: first } = await trust.context();
  expect(lists(first).map((list) => list.entries.map(({ serialNumber }) => serialNumber))).toEqual([[serial]]);
  now += 60_000;
  await trust.read();
  expect((await trust.context()).lists).toBe(first);
  const second = await withdraw(authority);
  await trust.read();
  const [list] = lists((await trust.context()).lists);
  expect(list?.entries.map(({ serialNumber }) => serialNumber).sort()).toEqual([serial, second].sort());
  // It stays listed a little longer than it holds: clocks differ.
  now += HOUR;
  await trust.read();
  expect(trust.view()).toMatchObject({ certificates: 2, refused: true });
  now += 600_000;
  await trust.read();
  expect((await trust.context()).lists).toBe("");
  expect([trust.view(), joins.issued]).toEqual([{ certificates: 0, refused: false }, []]);
});

test("has a list of each authority in force, whether it signed anything that was withdrawn or not", async () => {
  const authority = await open(new MemoryCaStore());
  const trust = trustOf(authority);
  const serial = await withdraw(authority);
  await trust.read();
  await authority.rotate();
  expect(lists((await trust.context()).lists).map(({ entries }) => entries.length)).toEqual([1, 0]);
  now += 2000;
  await authority.tend();
  expect(authority.activeNumber).toBe(2);
  const later = await withdraw(authority);
  await trust.read();
  const found = lists((await trust.context()).lists).map(({ entries }) => entries.map((one) => one.serialNumber));
  expect(found).toEqual([[serial], [later]]);
});

test("holds what it knew while the store is away", async () => {
  const authority = await open(new MemoryCaStore());
  const trust = trustOf(authority);
  await withdraw(authority);
  await trust.read();
  const { lists: before } = await trust.context();
  joins.withdrawn = () => Promise.reject(new Error("the store is away"));
  await expect(trust.read()).rejects.toThrow("away");
  expect((await trust.context()).lists).toBe(before);
});

test("serves no list at all when one authority may not sign any, and says so", async () => {
  const store = new MemoryCaStore();
  await open(store);
  const authority = await open(store, await rsaAuthority(KeyUsageFlags.keyCertSign));
  const trust = trustOf(authority);
  await withdraw(authority);
  await trust.read();
  expect((await trust.context()).lists).toBe("");
  const reason = expect.stringContaining("authority 2 does not let it sign");
  expect(trust.view()).toEqual({ certificates: 1, refused: false, reason });
});

test("serves no list while a retiring authority's key is not here, and all of them once it is gone", async () => {
  const store = new MemoryCaStore();
  const end = { nowMs: now, notAfterMs: now + 100 * HOUR };
  const { cert, key } = await newAuthority({ commonName: "Given before", pathLength: 1, ...end });
  await open(store, { rootCert: cert, intermediateCert: "", key });
  const next = await newAuthority({ commonName: "Given after", pathLength: 1, ...end });
  const authority = await open(store, { rootCert: next.cert, intermediateCert: "", key: next.key });
  const trust = trustOf(authority);
  await withdraw(authority);
  await trust.read();
  expect((await trust.context()).lists).toBe("");
  expect(trust.view()).toMatchObject({ certificates: 1, refused: false, reason: expect.stringContaining("no key") });
  now += HOUR + 301_000;
  await authority.tend();
  await withdraw(authority);
  await trust.read();
  expect(lists((await trust.context()).lists)).toHaveLength(1);
});
