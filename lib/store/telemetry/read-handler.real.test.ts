import { request } from "node:http";
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from "@clickhouse/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectTelemetry } from "./connect";
import { sql } from "./sql";
import { edgeRow } from "./testing/edge-row";
import { TestStore } from "./testing/open-test-store";

const HEAVY = "SELECT count() FROM numbers(100000000000) WHERE sipHash64(number) = 1";
const TIMED_OUT = { code: "159", type: "TIMEOUT_EXCEEDED" };

let test: TestStore;
let client: ClickHouseClient;
const clients: ClickHouseClient[] = [];

function connect(options: object = {}): ClickHouseClient {
  const opened = createClient({
    url: test.url,
    database: "heddle",
    access_token: test.token,
    log: { level: ClickHouseLogLevel.OFF },
    ...options,
  });
  clients.push(opened);
  return opened;
}

beforeAll(async () => {
  test = await TestStore.open({ limits: { pages: 2, searches: 1, answerBytes: 4_000_000, waiting: 3 } });
  client = connect();
  await test.store.insertEdges([edgeRow(Date.now())], "edges");
});
afterAll(async () => {
  await Promise.all(clients.map((one) => one.close()));
  await test.close();
});

/** A plain HTTP request; resolves with status, headers and body. */
function http(path: string, { method = "GET", headers = {}, body = "" } = {}) {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    const sent = request(`${test.url}${path}`, { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

async function running(): Promise<number> {
  const rows = await test.reader.rows<{ n: number }>(
    sql`SELECT toUInt32(count()) AS n FROM system.processes WHERE query LIKE '%numbers(100000000000)%' AND query NOT LIKE '%processes%'`,
  );
  return rows[0]?.n ?? -1;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error("the condition did not come true within 15 s");
  }
}

describe("an unmodified @clickhouse/client", () => {
  it("pings and reads rows in several formats", async () => {
    expect((await client.ping()).success).toBe(true);
    const query = "SELECT toUInt32(count()) AS n, sum(count) AS total FROM edges_5s";
    const json = await (await client.query({ query, format: "JSON" })).json();
    expect(json).toMatchObject({ data: [{ n: 1, total: 10 }], rows: 1 });
    expect(await (await client.query({ query, format: "JSONEachRow" })).json()).toEqual([{ n: 1, total: 10 }]);
    expect(await (await client.query({ query, format: "TabSeparated" })).text()).toBe("1\t10\n");
  });

  it("binds parameters of every kind, however odd their text", async () => {
    const params = { a: "x\ty'z\\ \n é漢", b: ["q'1", "w\n", ""], c: 7, d: new Date(0), e: null };
    const query =
      "SELECT {a:String} AS a, {b:Array(String)} AS b, {c:UInt32} AS c, toUnixTimestamp({d:DateTime('UTC')}) AS d, {e:Nullable(String)} AS e";
    for (const use_multipart_params of [false, true]) {
      const rows = await client.query({ query, query_params: params, format: "JSONEachRow", use_multipart_params });
      expect(await rows.json()).toEqual([{ ...params, d: 0 }]);
    }
  });

  it("reads compressed answers and streams rows", async () => {
    const zipped = connect({ compression: { response: true } });
    const rows = await zipped.query({ query: "SELECT number FROM numbers(50000)", format: "JSONCompactEachRow" });
    let count = 0;
    for await (const batch of rows.stream()) count += batch.length;
    expect(count).toBe(50_000);
  });

  it("signs in by password as well", async () => {
    const basic = connect({ access_token: undefined, username: "console", password: test.token });
    expect(await (await basic.query({ query: "SELECT 1", format: "TabSeparated" })).text()).toBe("1\n");
  });

  it("gets the store's own errors with code and type", async () => {
    const unknown = client.query({ query: "SELECT * FROM nowhere" });
    await expect(unknown).rejects.toMatchObject({ code: "60", type: "UNKNOWN_TABLE" });
    await expect(client.query({ query: "SELECT FROM WHERE" })).rejects.toMatchObject({ code: "62" });
  });
});

describe("refuses", () => {
  it.each([
    ["a write", "INSERT INTO edges_5s (mesh) VALUES ('x')"],
    ["a drop", "DROP TABLE spans"],
    ["a change of settings", "SET max_memory_usage = 0"],
    ["a second statement", "SELECT 1; DROP TABLE spans"],
    ["a file", "SELECT * FROM file('/etc/passwd', 'LineAsString')"],
    ["a file by a quoted name", "SELECT * FROM `file`('/etc/passwd', 'LineAsString')"],
    ["a file as a table", "SELECT * FROM '/etc/passwd'"],
    ["another host", "SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')"],
    ["limits of its own", "SELECT 1 SETTINGS max_execution_time = 0"],
    ["an output file", "SELECT 1 INTO OUTFILE '/tmp/x'"],
  ])("%s", async (_, query) => {
    await expect(client.command({ query })).rejects.toMatchObject({ code: "164", type: "READONLY" });
  });

  it("a wrong token, none, and a token in the wrong place, before it looks at the query", async () => {
    const wrong = connect({ access_token: "another-token-of-thirty-two-char" });
    await expect(wrong.query({ query: "SELECT 1" })).rejects.toMatchObject({
      code: "516",
      type: "AUTHENTICATION_FAILED",
    });
    expect((await http("/?query=SELECT%201")).status).toBe(403);
    expect((await http(`/?query=SELECT%201&password=${test.token}`)).status).toBe(403);
    await expect(connectTelemetry({ url: test.url, token: "x" }).rows(sql`SELECT 1`)).rejects.toMatchObject({
      code: "unavailable",
    });
  });

  it("answers that are too large, and mixes nothing of them into the next answer", async () => {
    const query = "SELECT number, toString(number) FROM numbers(10000000)";
    for (let i = 0; i < 4; i++) {
      await expect(client.query({ query, format: "RowBinary" as "JSON" })).rejects.toMatchObject({ code: "396" });
      expect(await (await client.query({ query: "SELECT 'mine'", format: "TabSeparated" })).text()).toBe("mine\n");
    }
  });

  it("statements that are too large", async () => {
    const headers = { authorization: `Bearer ${test.token}` };
    const answer = await http("/", { method: "POST", headers, body: `SELECT '${"x".repeat(5_000_000)}'` });
    expect(answer.status).toBe(413);
    expect(answer.headers["x-clickhouse-exception-code"]).toBe("229");
  });

  it("queries that take more memory than one read may", async () => {
    const query = "SELECT groupArray(number) FROM numbers(300000000)";
    await expect(
      test.reader.rows(sql`${sql`SELECT length(groupArray(number)) FROM numbers(300000000)`}`),
    ).rejects.toMatchObject({
      code: "overloaded",
    });
    await expect(client.query({ query, clickhouse_settings: { max_memory_usage: "0" } })).rejects.toMatchObject({
      code: expect.stringMatching(/^(241|396)$/),
    });
  });
});

describe("a query that takes long", () => {
  it("is ended at its own limit, and at the store's when it asks for more", async () => {
    const startedAt = Date.now();
    const own = client.query({ query: HEAVY, clickhouse_settings: { max_execution_time: 1 } });
    await expect(own).rejects.toMatchObject(TIMED_OUT);
    expect(Date.now() - startedAt).toBeLessThan(5_000);
    const asking = client.query({ query: HEAVY, clickhouse_settings: { max_execution_time: 3600 } });
    await expect(asking).rejects.toMatchObject(TIMED_OUT);
  }, 30_000);

  it("does not hold up a page, nor an insert", async () => {
    const caller = new AbortController();
    const query = sql`${sql`SELECT count() FROM numbers(100000000000) WHERE sipHash64(number) = 2`}`;
    const search = test.reader.rows(query, { lane: "search", signal: caller.signal });
    const ended = search.then(
      () => "ended",
      () => "aborted",
    );
    await until(async () => (await running()) === 1);
    for (let i = 0; i < 8; i++) {
      await test.reader.rows(sql`SELECT sum(count) FROM edges_5s`);
      await test.store.insertEdges([edgeRow(Date.now())], `beside-${i}`);
    }
    // The search, which takes 25 s, still runs: nothing above waited for it.
    expect(await running()).toBe(1);
    caller.abort();
    expect(await ended).toBe("aborted");
    await until(async () => (await running()) === 0);
  }, 30_000);

  it("is killed when its caller goes away, and its connection serves the next", async () => {
    const caller = new AbortController();
    const aborted = client.query({ query: HEAVY, abort_signal: caller.signal });
    await until(async () => (await running()) === 1);
    caller.abort();
    await expect(aborted).rejects.toThrow();
    await until(async () => (await running()) === 0);
    expect(await (await client.query({ query: "SELECT 2", format: "TabSeparated" })).text()).toBe("2\n");
  }, 30_000);

  it("makes further ones wait their turn, then be refused", async () => {
    const callers = Array.from({ length: 5 }, () => new AbortController());
    const searches = callers.map((caller) =>
      test.reader.rows(sql`${sql`SELECT count() FROM numbers(100000000000) WHERE sipHash64(number) = 3`}`, {
        lane: "search",
        signal: caller.signal,
      }),
    );
    const results = Promise.allSettled(searches);
    const refused = await Promise.any(searches.map((search) => search.catch((error: unknown) => error)));
    expect(refused).toMatchObject({ code: "overloaded" });
    for (const caller of callers) caller.abort();
    await results;
    await until(async () => (await running()) === 0);
    expect(await test.reader.rows(sql`SELECT 4 AS four`, { lane: "search" })).toEqual([{ four: 4 }]);
  }, 30_000);
});

describe("settings of one caller", () => {
  it("do not reach the next", async () => {
    const query = "SELECT getSetting('join_use_nulls') AS value, getSetting('max_threads') AS threads";
    const set = await client.query({
      query,
      format: "JSONEachRow",
      clickhouse_settings: { join_use_nulls: 1, max_threads: 64 },
    });
    expect(await set.json()).toEqual([{ value: true, threads: 2 }]);
    for (let i = 0; i < 4; i++) {
      expect(await (await client.query({ query, format: "JSONEachRow" })).json()).toEqual([
        { value: false, threads: 2 },
      ]);
    }
  });
});
