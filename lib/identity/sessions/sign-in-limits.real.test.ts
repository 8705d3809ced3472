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
    for (let i = 0; i < 8; i++) expect(await (i % 2 ? a : b)?.begin(one)).toBe(0);
    expect(await a?.begin(one)).toBe(WINDOW_MS / 1000);
    expect(await b?.begin(one)).toBe(WINDOW_MS / 1000);
    expect(await b?.begin({ ...one, address: randomUUID() })).toBe(0);
    nowMs += WINDOW_MS;
    expect(await a?.begin(one)).toBe(0);
    expect(await b?.begin(one)).toBe(0);
  });

  it.each([
    ["from one address at many accounts", "address", 30],
    ["from one address at one account", "both", 8],
    ["from many addresses at one account", "login", 40],
  ] as const)("let no more attempts through at the same moment than one after the other: %s", async (_, same, most) => {
    const [a, b] = consoles();
    const one = attempt();
    const shared = { address: { address: one.address }, login: { login: one.login }, both: one }[same];
    const guesses = Array.from({ length: most + 25 }, () => attempt(shared));
    const waits = await Promise.all(guesses.map((guess, i) => (i % 2 ? a : b)?.begin(guess)));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(most);
    expect(await a?.begin(attempt(shared))).toBeGreaterThan(0);
  });

  it("give back what turned out right, also when everybody comes at once", async () => {
    const [a, b] = consoles();
    const address = randomUUID();
    for (let round = 0; round < 3; round++) {
      const people = Array.from({ length: 25 }, () => attempt({ address }));
      const waits = await Promise.all(people.map((one, i) => (i % 2 ? a : b)?.begin(one)));
      expect(new Set(waits)).toEqual(new Set([0]));
      await Promise.all(people.map((one, i) => (i % 2 ? b : a)?.succeeded(one)));
    }
    // Full while they are looked at, and asked anew soon after.
    const people = Array.from({ length: 30 }, () => attempt({ address }));
    for (const one of people) await a?.begin(one);
    expect(await a?.begin(attempt({ address }))).toBeGreaterThan(0);
    for (const one of people) await a?.succeeded(one);
    nowMs += 5_000;
    expect(await a?.begin(attempt({ address }))).toBe(0);
  });

  it("spare the addresses an account is used from, and forget after a right password", async () => {
    const [a, b] = consoles();
    const login = randomUUID();
    for (let i = 0; i < 40; i++) await a?.begin(attempt({ login }));
    expect(await b?.begin(attempt({ login }))).toBeGreaterThan(0);
    expect(await b?.begin(attempt({ login, known: true }))).toBe(0);
    const own = attempt();
    for (let i = 0; i < 8; i++) await a?.begin(own);
    await b?.succeeded(own);
    expect(await b?.begin(own)).toBe(0);
  });

  it("seldom ask the database for who is blocked, and sweep what is over", async () => {
    let asked = 0;
    const inner = of(0);
    const counting: SignInFailureStore = {
      ...inner,
      take: (...call) => {
        asked += 1;
        return inner.take(...call);
      },
    };
    const limits = new SignInLimits(counting, () => nowMs);
    const one = attempt();
    for (let i = 0; i < 8; i++) await limits.begin(one);
    for (let i = 0; i < 100; i++) expect(await limits.begin(one)).toBeGreaterThan(0);
    expect(asked).toBe(9);
    const old = ["x", "y", "z"].map((name) => ({ key: `${name}-${randomUUID()}`, most: 1 }));
    const longAgo = () => inner.take(old, nowMs - 2 * WINDOW_MS, WINDOW_MS);
    await longAgo();
    expect(await longAgo()).toHaveLength(3);
    await limits.begin(attempt());
    // Swept: counted from nothing again.
    expect(await longAgo()).toEqual([]);
  });
});
