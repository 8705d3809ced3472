import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { RedisClient } from "./redis-client";
import { RedisServer } from "./redis-server";

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function started(usesPerConnection: number) {
  const server = new RedisServer();
  const client = new RedisClient(usesPerConnection);
  client.connectThrough(await server.listen());
  closing.push(
    () => client.close(),
    () => server.close(),
  );
  return client;
}

test("keeps values and hashes, counts and forgets", async () => {
  const client = await started(100);
  expect(await client.send("PING")).toBe("PONG");
  expect(await client.send("GET", "none")).toBeNull();
  await client.send("SET", "greeting", "hello");
  expect(await client.send("GET", "greeting")).toBe("hello");
  expect(await client.send("INCR", "visits")).toBe(1);
  await client.send("HINCRBY", "cart:a", "raddle", "1");
  expect(await client.send("HINCRBY", "cart:a", "raddle", "2")).toBe(3);
  expect(await client.send("HGETALL", "cart:a")).toEqual(["raddle", "3"]);
  expect(await client.send("DEL", "cart:a")).toBe(1);
  expect(await client.send("HGETALL", "cart:a")).toEqual([]);
});

test("says what it does not know", async () => {
  const client = await started(100);
  await expect(client.send("FLUSHALL")).rejects.toThrow("unknown command 'FLUSHALL'");
  await expect(client.send("HINCRBY", "k", "f", "many")).rejects.toThrow("not an integer");
});

test("connections come and go: one is given up after its uses", async () => {
  const sockets = new Set<Socket>();
  let opened = 0;
  const store = new RedisServer();
  const target = await store.listen();
  const { connect } = await import("node:net");
  const counting = createServer((socket) => {
    opened++;
    sockets.add(socket);
    const onward = connect(target, "127.0.0.1");
    socket.pipe(onward).pipe(socket);
    socket.on("error", () => onward.destroy());
  });
  await new Promise<void>((resolve) => counting.listen(0, "127.0.0.1", resolve));
  const client = new RedisClient(3);
  client.connectThrough((counting.address() as AddressInfo).port);
  closing.push(
    () => client.close(),
    () => store.close(),
    () => void counting.close(),
  );
  for (let i = 0; i < 9; i++) await client.send("INCR", "visits");
  expect(opened).toBe(3);
  expect(await client.send("GET", "visits")).toBe("9");
  for (const socket of sockets) socket.destroy();
});
