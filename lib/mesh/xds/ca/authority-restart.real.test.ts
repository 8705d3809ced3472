import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AppStore } from "@/lib/store/app-store";
import { openAppStore } from "@/lib/store/open-app-store";
import { CertificateAuthority, type IssuedCertificate } from "./certificate-authority";
import { consoleVault } from "./key-vault";
import { openAuthority } from "./open-authority";
import { spiffeId } from "./spiffe-id";

const HOUR = 3_600_000;
const SPREAD = 600_000;
const log = { info: () => {}, warn: () => {}, error: () => {} };
const reviews = spiffeId("cluster.local", "shop", "reviews-v1");

/** A console's authority over restarts: the same data folder and database, everything else opened anew. */
describe("the authority of a console that restarts", { timeout: 180_000 }, () => {
  let dataDir = "";
  let store: AppStore | undefined;
  let now = 0;
  beforeEach(() => {
    dataDir = mkdtempSync(path.join(tmpdir(), "heddle-ca-restart-"));
    now = Date.parse("2026-11-24T12:00:00Z");
  });
  afterEach(async () => {
    await store?.close();
    store = undefined;
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function restart(caKey?: string): Promise<CertificateAuthority> {
    await store?.close();
    const vault = consoleVault({ dataDir, caKey });
    store = await openAppStore({ dataDir, vault });
    return CertificateAuthority.open({
      ...{ store: store.authorities, vault, mesh: "local", trustDomain: "cluster.local" },
      ...{ leafLifetimeMs: HOUR, spreadMs: SPREAD, now: () => now, log },
    });
  }

  /** OpenSSL's word on a certificate under a trust bundle at the test's time. */
  function verifies(authority: CertificateAuthority, { chain }: IssuedCertificate): boolean {
    const [roots, leaf] = [path.join(dataDir, "roots.pem"), path.join(dataDir, "leaf.pem")];
    writeFileSync(roots, authority.trustBundle());
    writeFileSync(leaf, chain);
    const flags = ["-x509_strict", "-attime", String(Math.floor(now / 1000)), "-CAfile", roots, "-untrusted", leaf];
    try {
      return execFileSync("openssl", ["verify", ...flags, leaf], { encoding: "utf8", stdio: "pipe" }).includes("OK");
    } catch {
      return false;
    }
  }

  const states = (authority: CertificateAuthority) => authority.view().map(({ number, state }) => `${number} ${state}`);

  it("is the same: its root, its mark, and what it signed before", async () => {
    const before = await restart();
    const issued = await before.issue(reviews);
    const after = await restart();
    expect(after.view()).toEqual(before.view());
    expect(after.trustBundle()).toBe(before.trustBundle());
    expect(after.mirrorMark).toBe(before.mirrorMark);
    expect(verifies(after, issued)).toBe(true);
    expect(verifies(before, await after.issue(reviews))).toBe(true);
  });

  it("goes on with a rotation that was under way, and at every point of it certificates hold", async () => {
    const first = await restart();
    const old = await first.issue(reviews);
    await first.rotate();
    const spreading = await restart();
    expect(states(spreading)).toEqual(["1 active", "2 incoming"]);
    expect(verifies(spreading, old)).toBe(true);
    expect((await spreading.issue(reviews)).authority).toBe(1);
    now += SPREAD;
    const signing = await restart();
    expect(states(signing)).toEqual(["1 retiring", "2 active"]);
    const fresh = await signing.issue(reviews);
    expect(fresh.authority).toBe(2);
    expect([old, fresh].map((one) => verifies(signing, one))).toEqual([true, true]);
    // Those that have not heard of the change yet trust the new root as well.
    expect(verifies(spreading, fresh)).toBe(true);
    now += HOUR + SPREAD;
    const over = await restart();
    expect(states(over)).toEqual(["2 active"]);
    expect(verifies(over, await over.issue(reviews))).toBe(true);
  });

  it("that was killed between the two moves of a rotation signs with the new root, and makes no third", async () => {
    const first = await restart();
    const old = await first.issue(reviews);
    await first.rotate();
    await store?.authorities.move("local", 1, "active", "retiring", now);
    const after = await restart();
    expect(states(after)).toEqual(["1 retiring", "2 active"]);
    expect([old, await after.issue(reviews)].map((one) => verifies(after, one))).toEqual([true, true]);
  });

  it("with another key says which setting to give back, makes nothing new, and is well once it has it", async () => {
    const key = "k".repeat(32);
    const before = await restart(key);
    const issued = await before.issue(reviews);
    const wrong = restart("w".repeat(32));
    await expect(wrong).rejects.toMatchObject({ code: "unavailable", next: expect.stringContaining("HEDDLE_CA_KEY") });
    await expect(restart()).rejects.toThrow(/another key/);
    const after = await restart(key);
    expect(states(after)).toEqual(["1 active"]);
    expect(verifies(after, issued)).toBe(true);
  });

  it("is opened by the console's own settings to the same root", async () => {
    const { trustBundle } = { trustBundle: (await restart()).trustBundle() };
    const settings = { mesh: "local", dataDir, trustDomain: "cluster.local", certLifetimeMs: HOUR };
    if (!store) throw new Error("the store is open");
    expect((await openAuthority(settings, store.authorities, log)).trustBundle()).toBe(trustBundle);
  });
});
