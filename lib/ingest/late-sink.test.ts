import { pino } from "pino";
import { expect, test, vi } from "vitest";
import { LateSink } from "./late-sink";
import { MemorySink } from "./memory-sink.test-support";

class ClosableSink extends MemorySink {
  closed = false;
  async close(): Promise<void> {
    this.closed = true;
  }
}

test("a store that opens late is unavailable until then, opens by itself and is closed with it", async () => {
  let attempts = 0;
  const store = new ClosableSink();
  const late = new LateSink(
    async () => {
      attempts++;
      if (attempts < 3) throw new Error("no store there");
      return store;
    },
    pino({ level: "silent" }),
  );
  await late.start();
  expect(late.error).toBe("no store there");
  await expect(late.insertEdges([], "t")).rejects.toMatchObject({ code: "unavailable", why: "no store there" });
  await vi.waitFor(() => expect(late.current).toBe(store), { timeout: 5000 });
  expect(late.error).toBe("");
  await late.insertEdges([], "t");
  expect(store.tokens).toEqual(["t"]);
  await late.close();
  expect(store.closed).toBe(true);
});

test("closed while it is not open, it stops trying", async () => {
  const open = vi.fn(async (): Promise<ClosableSink> => {
    throw new Error("never");
  });
  vi.useFakeTimers();
  const late = new LateSink(open, pino({ level: "silent" }));
  await late.start();
  await late.close();
  await vi.advanceTimersByTimeAsync(60_000);
  vi.useRealTimers();
  expect(open).toHaveBeenCalledTimes(1);
});
