import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppStore } from "@/lib/store/app-store";
import type { SignInFailureStore } from "@/lib/store/identity-stores";
import { openAppStore } from "@/lib/store/open-app-store";
import { findPostgres, startPostgres, type TestPostgres } from "@/lib/store/testing/start-postgres";
import { SignInLimits } from "./sign-in-limits";

const bin = findPostgres();
const WINDOW_MS = 15 * 60_000;

/** Two consoles on one database; on the embedded one, two limiters of one store. */
describe.each(["PGlite", ...(bin ? ["PostgreSQL"] : [])])("limits on guessing in %s", (engine) => {
  const dataDir = mkdtempSync(join(tmpdir(), "heddle-limits-"));
  let server: TestPostgres | undefined;
  const stores: AppStore[] = [];
  let nowMs = Date.parse("2026-11-29T10:00:00Z");
  beforeAll(async () => {
    if (engine === "PostgreSQL") server = await startPostgres(bin ?? "");
    const databaseUrl = await server?.database("limits");
    stores.push(await openAppStore({ dataDir, databaseUrl }));
    if (server) stores.push(await openAppStore({ dataDir, databaseUrl }));
  }, 60_000);
  afterAll(async () => {
    for (const store of stores) await store.close();
    await server?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const of = (at: number): SignInFailureStore => {
    const store = stores[at] ?? stores[0];
    if (!store) throw new Error("no store");
    return store.signInFailures;
  };
  const consoles = () => [0, 1].map((at) => new SignInLimits(of(at), () => nowMs));
  const attempt = (over: Partial<{ login: string; address: string; known: boolean }> = {}) => ({
    login: randomUUID(),
    address: randomUUID(),
    known: false,
    ...over,
  });

  it("count for all consoles together, and end with their window", async () => {
    const [a, b] = consoles();
    const one = attempt();
    for (let i = 0; i < 8; i++) {
      expect(await a?.waitSec(one)).toBe(0);
      await (i % 2 ? a : b)?.failed(one);
    }
    expect(await a?.waitSec(one)).toBe(WINDOW_MS / 1000);
    expect(await b?.waitSec(one)).toBe(WINDOW_MS / 1000);
    expect(await b?.waitSec({ ...one, address: randomUUID() })).toBe(0);
    nowMs += WINDOW_MS;
    expect(await a?.waitSec(one)).toBe(0);
    await a?.failed(one);
    expect(await b?.waitSec(one)).toBe(0);
  });

  it("count what several consoles refuse at the same moment, each once", async () => {
    const [a, b] = consoles();
    const address = randomUUID();
    const guesses = Array.from({ length: 30 }, () => attempt({ address }));
    await Promise.all(guesses.map((guess, i) => (i % 2 ? a : b)?.failed(guess)));
    expect(await a?.waitSec(attempt({ address }))).toBeGreaterThan(0);
    expect(await b?.waitSec(attempt({ address }))).toBeGreaterThan(0);
  });

  it("spare the addresses an account is used from, and forget after a right password", async () => {
    const [a, b] = consoles();
    const login = randomUUID();
    for (let i = 0; i < 40; i++) await a?.failed(attempt({ login }));
    expect(await b?.waitSec(attempt({ login }))).toBeGreaterThan(0);
    expect(await b?.waitSec(attempt({ login, known: true }))).toBe(0);
    const own = attempt();
    for (let i = 0; i < 7; i++) await a?.failed(own);
    await b?.succeeded(own);
    await a?.failed(own);
    expect(await b?.waitSec(own)).toBe(0);
  });

  it("ask the database no more for who is blocked, and sweep what is over", async () => {
    let asked = 0;
    const inner = of(0);
    const counting: SignInFailureStore = {
      ...inner,
      counts: (keys, at) => {
        asked += 1;
        return inner.counts(keys, at);
      },
    };
    const limits = new SignInLimits(counting, () => nowMs);
    const one = attempt();
    for (let i = 0; i < 8; i++) await limits.failed(one);
    for (let i = 0; i < 100; i++) expect(await limits.waitSec(one)).toBeGreaterThan(0);
    expect(asked).toBe(1);
    nowMs += WINDOW_MS;
    const old = ["x", "y", "z"].map((name) => `${name}-${randomUUID()}`);
    await inner.add(old, nowMs - 2 * WINDOW_MS, WINDOW_MS);
    await limits.failed(attempt());
    expect(await inner.counts(old, 0)).toEqual([]);
  });
});
