import { webcrypto } from "node:crypto";
import "reflect-metadata";
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  X509CertificateGenerator,
  X509Crl,
} from "@peculiar/x509";
import { beforeEach, expect, test } from "vitest";
import { MemoryJoinStore } from "../join/memory-join-store";
import { CertificateAuthority } from "./certificate-authority";
import type { GivenAuthority } from "./given-authority";
import { openVault } from "./key-vault";
import { MemoryCaStore } from "./memory-ca-store";
import { MeshTrust } from "./mesh-trust";
import { newAuthority, pem } from "./x509";

const HOUR = 3_600_000;
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
  const issued = await authority.issue("spiffe://cluster.local/ns/shop/sa/web");
  await joins.record("local", [{ ...issued, tokenId: "gone", proxyId: "web-1.shop" }]);
  return issued.serial;
};
const lists = (text: string) =>
  text
    .split(/(?<=-----END X509 CRL-----)/)
    .filter((one) => one.includes("BEGIN"))
    .map((one) => new X509Crl(one.replaceAll("X509 CRL", "CRL")));

/** An authority of RSA, as companies have them. */
async function rsaAuthority(usages: number): Promise<GivenAuthority> {
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256", modulusLength: 2048 };
  const keys = await webcrypto.subtle.generateKey({ ...algorithm, publicExponent: Uint8Array.of(1, 0, 1) }, true, [
    "sign",
    "verify",
  ]);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    ...{ serialNumber: "01", name: "CN=Given", keys, signingAlgorithm: algorithm },
    ...{ notBefore: new Date(now - HOUR), notAfter: new Date(now + 100 * HOUR) },
    extensions: [new BasicConstraintsExtension(true, 1, true), new KeyUsagesExtension(usages, true)],
  });
  const der = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey));
  return { rootCert: `${certificate.toString("pem")}\n`, intermediateCert: "", key: pem("PRIVATE KEY", der) };
}

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

test("takes a given authority of RSA that may sign lists", async () => {
  const authority = await open(
    new MemoryCaStore(),
    await rsaAuthority(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign),
  );
  const trust = trustOf(authority);
  const serial = await withdraw(authority);
  await trust.read();
  const [list] = lists((await trust.context()).lists);
  expect(list?.findRevoked(serial)).not.toBeNull();
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
