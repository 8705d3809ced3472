import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveSocket, type LiveSocketOptions, type LiveTopic } from "./live-socket";

class FakeSocket {
  static all: FakeSocket[] = [];
  readyState = 0;
  sent: { type: string; id?: string }[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor() {
    FakeSocket.all.push(this);
  }

  send(text: string) {
    this.sent.push(JSON.parse(text));
  }

  close(code = 1006) {
    this.readyState = 3;
    this.onclose?.({ code });
  }

  accept() {
    this.readyState = 1;
    this.onopen?.();
  }

  graph(seq: number, full: boolean, id = this.lastId()) {
    const head = { at: "2026-05-14T03:12:44Z", durationSec: 60, partial: false, sources: [] };
    const empty = { nodes: [], edges: [], removedNodes: [], removedEdges: [] };
    this.onmessage?.({ data: JSON.stringify({ type: "graph", id, seq, full, head, ...empty }) });
  }

  lastId(): string {
    return this.sent.findLast((f) => f.type === "subscribe")?.id ?? "";
  }
}

const topic: LiveTopic = {
  topic: "graph",
  view: { mesh: "local", namespaces: null, type: "workload", durationSec: 60 },
};
const last = () => FakeSocket.all[FakeSocket.all.length - 1] as FakeSocket;

function setup(more: Partial<LiveSocketOptions> = {}) {
  const socket = new LiveSocket({
    url: () => "ws://x/live",
    open: () => new FakeSocket() as unknown as WebSocket,
    random: () => 1,
    ...more,
  });
  const frames: { seq: number; full: boolean }[] = [];
  socket.subscribe(topic, (frame) => frame.type === "graph" && frames.push({ seq: frame.seq, full: frame.full }));
  socket.start();
  return { socket, frames };
}

describe("live socket", () => {
  beforeEach(() => {
    FakeSocket.all = [];
    vi.useFakeTimers({ now: 1_000_000 });
  });
  afterEach(() => vi.useRealTimers());

  it("subscribes when it opens and hands frames over in order", () => {
    const { socket, frames } = setup();
    expect(socket.status().state).toBe("connecting");
    last().accept();
    expect(socket.status().state).toBe("live");
    last().graph(1, true);
    last().graph(2, false);
    expect(frames).toEqual([
      { seq: 1, full: true },
      { seq: 2, full: false },
    ]);
  });

  it("subscribes anew at a gap, and drops what still comes under the old id", () => {
    const { frames } = setup();
    last().accept();
    const old = last().lastId();
    last().graph(1, true);
    last().graph(3, false);
    expect(last().lastId()).not.toBe(old);
    expect(last().sent.some((f) => f.type === "unsubscribe" && f.id === old)).toBe(true);
    last().graph(4, false, old);
    last().graph(1, true);
    expect(frames).toEqual([
      { seq: 1, full: true },
      { seq: 1, full: true },
    ]);
  });

  it("comes back with growing pauses, says offline after a while, and subscribes again", () => {
    const { socket, frames } = setup();
    const states: string[] = [];
    socket.onStatus(() => states.push(socket.status().state));
    last().accept();
    last().graph(1, true);
    last().close();
    const opened: number[] = [];
    for (let second = 0; second < 60; second++) {
      vi.advanceTimersByTime(1000);
      if (last().readyState === 0) {
        opened.push(second);
        last().close();
      }
    }
    expect(states).toEqual(["live", "reconnecting", "offline"]);
    expect(opened.length).toBeGreaterThan(4);
    expect(opened.length).toBeLessThan(12);
    while (last().readyState !== 0) vi.advanceTimersByTime(1000);
    last().accept();
    last().graph(1, true);
    expect(socket.status().state).toBe("live");
    expect(frames).toHaveLength(2);
  });

  it("tells of changed rights and of a session that ended, and comes back", () => {
    const told: string[] = [];
    setup({ onRightsChanged: () => told.push("rights"), onRefused: () => told.push("refused") });
    for (const code of [4403, 4401, 1006]) {
      last().accept();
      last().close(code);
      while (last().readyState !== 0) vi.advanceTimersByTime(1000);
    }
    expect(told).toEqual(["rights", "refused"]);
  });

  it("closes a connection that went silent", () => {
    setup();
    const first = last();
    first.accept();
    vi.advanceTimersByTime(120_000);
    expect(first.sent.some((f) => f.type === "ping")).toBe(true);
    expect(FakeSocket.all.length).toBeGreaterThan(1);
  });

  it("ignores what is no frame", () => {
    const { frames } = setup();
    last().accept();
    for (const data of ["", "{", "[]", '{"type":"graph"}']) last().onmessage?.({ data });
    expect(frames).toEqual([]);
  });

  it("stops for good", () => {
    const { socket } = setup();
    last().accept();
    socket.stop();
    vi.advanceTimersByTime(120_000);
    expect(FakeSocket.all).toHaveLength(1);
  });
});
