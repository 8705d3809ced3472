import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { sql } from "./sql";
import { TestStore } from "./testing/open-test-store";

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** Inserts edges and spans without pause in a process of its own; prints the number of each acknowledged round. */
function startInserter(dataDir: string): ChildProcess {
  const here = (file: string) => JSON.stringify(join(import.meta.dirname, file));
  const file = join(dataDir, "inserter.mts");
  writeFileSync(
    file,
    `import { TestStore } from ${here("testing/open-test-store.ts")};
    import { edgeRow, peer } from ${here("testing/edge-row.ts")};
    const test = await TestStore.open({ dataDir: ${JSON.stringify(dataDir)} });
    const now = Date.now();
    for (let i = 1; ; i++) {
      const rows = Array.from({ length: 50 }, (_, j) => edgeRow(now, { destination: peer("d" + j), count: 1 }));
      await test.store.insertEdges(rows, "round-" + i);
      const spanId = i.toString(16).padStart(16, "0");
      const span = { traceId: spanId.padStart(32, "f"), spanId, startNs: now + "000000", durationNs: 5, service: "svc" };
      await test.insertSpans([span], "spans-" + i);
      process.stdout.write(i + "\\n");
    }`,
  );
  const child = spawn(process.execPath, ["--import", "tsx", file], { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  return child;
}

function killAfter(child: ChildProcess, rounds: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout?.on("data", (chunk) => {
      text += chunk;
      if (text.split("\n").length > rounds) child.kill("SIGKILL");
    });
    child.on("error", reject);
    child.on("close", () => resolve(Number(text.slice(0, text.lastIndexOf("\n")).split("\n").at(-1))));
  });
}

it("loses no acknowledged row when killed, and a repeated insert makes good what was not acknowledged", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "heddle-crash-"));
  try {
    const acknowledged = await killAfter(startInserter(dataDir), 20);
    expect(acknowledged).toBeGreaterThanOrEqual(20);
    const test = await TestStore.open({ dataDir });
    try {
      for (const table of [sql`edges_5s`, sql`edges_1m`, sql`edges_1h`]) {
        const [row] = await test.reader.rows<{ n: number }>(sql`SELECT sum(count) AS n FROM ${table}`);
        expect(row?.n).toBeGreaterThanOrEqual(acknowledged * 50);
        expect(row?.n).toBeLessThanOrEqual((acknowledged + 1) * 50);
      }
      const [spans] = await test.reader.rows<{ n: number }>(sql`SELECT toUInt32(count()) AS n FROM spans`);
      expect(spans?.n).toBeGreaterThanOrEqual(acknowledged);
      expect(await test.reader.rows(sql`SELECT sum(count) % 50 AS rest FROM edges_5s`)).toEqual([{ rest: 0 }]);
    } finally {
      await test.close();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});
