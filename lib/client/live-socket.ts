import { type ClientFrame, ServerFrame } from "../live/frames";

type Subscribe = Extract<ClientFrame, { type: "subscribe" }>;
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** What to watch, without the id: the socket gives it one. */
export type LiveTopic = DistributiveOmit<Subscribe, "id" | "type">;
export type LiveFrame = Exclude<ServerFrame, { type: "pong" }>;

export interface LiveStatus {
  /** `connecting` only before the first connection; then `live`, `reconnecting`, and `offline` after OFFLINE_AFTER_MS */
  state: "connecting" | "live" | "reconnecting" | "offline";
  /** epoch ms since when it is so */
  sinceMs: number;
  /** epoch ms of the last word from the server; null: none yet */
  lastWordMs: number | null;
}

const PING_MS = 15_000;
const SILENT_MS = 35_000;
const OFFLINE_AFTER_MS = 12_000;
const BACKOFF_FIRST_MS = 500;
const BACKOFF_MOST_MS = 15_000;

interface Subscription {
  topic: LiveTopic;
  onFrame: (frame: LiveFrame) => void;
  /** changes with every (re)subscription, so that frames of an older one are told apart */
  id: string;
  seq: number;
}

export interface LiveSocketOptions {
  url: () => string;
  open?: (url: string) => WebSocket;
  random?: () => number;
  now?: () => number;
  /** called after a connection could not be made: a place to find out that the session has ended */
  onRefused?: () => void;
  /** called after the server ended the connection because the rights behind it changed; it comes back by itself */
  onRightsChanged?: () => void;
}

/** Close codes of /live: the rights behind the connection changed; its session ended. */
const RIGHTS_CHANGED = 4403;
const SIGNED_OUT = 4401;

/**
 * One WebSocket to /live that carries every subscription of the page. It comes back by itself (back-off with jitter) and
 * subscribes again; a gap in a subscription's `seq` makes it subscribe anew, and the server answers with a full frame.
 */
export class LiveSocket {
  readonly #options: Required<Omit<LiveSocketOptions, "onRefused" | "onRightsChanged">> &
    Pick<LiveSocketOptions, "onRefused" | "onRightsChanged">;
  readonly #subscriptions = new Set<Subscription>();
  readonly #listeners = new Set<() => void>();
  #socket: WebSocket | null = null;
  #status: LiveStatus;
  #attempt = 0;
  #nextId = 0;
  #timers: ReturnType<typeof setTimeout>[] = [];
  #stopped = true;

  constructor(options: LiveSocketOptions) {
    this.#options = { open: (url) => new WebSocket(url), random: Math.random, now: Date.now, ...options };
    this.#status = { state: "connecting", sinceMs: this.#options.now(), lastWordMs: null };
  }

  status = (): LiveStatus => this.#status;

  onStatus = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Connects, and stays connected until `stop`. */
  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    this.#clearTimers();
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  /** Tries at once instead of waiting out the back-off: the network came back, the tab came to the front. */
  retryNow(): void {
    if (this.#stopped || this.#socket) return;
    this.#clearTimers();
    this.#attempt = 0;
    this.#connect();
  }

  /** Watches a topic; returns the way to stop. `onFrame` gets the frames of this subscription in order, without gaps. */
  subscribe(topic: LiveTopic, onFrame: (frame: LiveFrame) => void): () => void {
    const subscription: Subscription = { topic, onFrame, id: "", seq: 0 };
    this.#subscriptions.add(subscription);
    this.#sendSubscribe(subscription);
    return () => {
      this.#subscriptions.delete(subscription);
      this.#send({ type: "unsubscribe", id: subscription.id });
    };
  }

  #connect(): void {
    const socket = this.#options.open(this.#options.url());
    this.#socket = socket;
    let opened = false;
    socket.onopen = () => {
      opened = true;
      this.#attempt = 0;
      this.#heard();
      for (const subscription of this.#subscriptions) this.#sendSubscribe(subscription);
      this.#keepAlive(socket);
    };
    socket.onmessage = (event) => this.#receive(event.data);
    socket.onclose = (event) => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      if (this.#stopped) return;
      if (!opened || event.code === SIGNED_OUT) this.#options.onRefused?.();
      if (event.code === RIGHTS_CHANGED) this.#options.onRightsChanged?.();
      this.#waitAndReconnect();
    };
  }

  #waitAndReconnect(): void {
    this.#clearTimers();
    const { state, lastWordMs } = this.#status;
    if (state === "live") this.#setStatus("reconnecting");
    const away = this.#options.now() - (lastWordMs ?? this.#status.sinceMs);
    if (away >= OFFLINE_AFTER_MS) this.#setStatus("offline");
    else this.#later(() => this.#status.state !== "live" && this.#setStatus("offline"), OFFLINE_AFTER_MS - away);
    const most = Math.min(BACKOFF_MOST_MS, BACKOFF_FIRST_MS * 2 ** this.#attempt++);
    this.#later(() => this.#connect(), most * (0.5 + this.#options.random() / 2));
  }

  #keepAlive(socket: WebSocket): void {
    this.#clearTimers();
    const beat = () => {
      if (this.#socket !== socket) return;
      if (this.#options.now() - (this.#status.lastWordMs ?? 0) > SILENT_MS) {
        socket.close();
        return;
      }
      this.#send({ type: "ping" });
      this.#later(beat, PING_MS);
    };
    this.#later(beat, PING_MS);
  }

  #receive(data: unknown): void {
    this.#heard();
    const parsed = ServerFrame.safeParse(parseJson(data));
    if (!parsed.success || parsed.data.type === "pong") return;
    const frame = parsed.data;
    const subscription = [...this.#subscriptions].find((s) => s.id === frame.id);
    if (!subscription) return;
    if (frame.type === "graph") {
      if (frame.seq !== subscription.seq + 1 && !frame.full) {
        this.#send({ type: "unsubscribe", id: subscription.id });
        this.#sendSubscribe(subscription);
        return;
      }
      subscription.seq = frame.seq;
    }
    subscription.onFrame(frame);
  }

  #sendSubscribe(subscription: Subscription): void {
    subscription.id = `s${++this.#nextId}`;
    subscription.seq = 0;
    this.#send({ type: "subscribe", id: subscription.id, ...subscription.topic });
  }

  #send(frame: ClientFrame): void {
    if (this.#socket?.readyState === 1) this.#socket.send(JSON.stringify(frame));
  }

  #heard(): void {
    const lastWordMs = this.#options.now();
    if (this.#status.state === "live") this.#status = { ...this.#status, lastWordMs };
    else {
      this.#status = { state: "live", sinceMs: lastWordMs, lastWordMs };
      this.#tell();
    }
  }

  #setStatus(state: LiveStatus["state"]): void {
    if (this.#status.state === state) return;
    this.#status = { ...this.#status, state, sinceMs: this.#options.now() };
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #later(work: () => void, ms: number): void {
    this.#timers.push(setTimeout(work, ms));
  }

  #clearTimers(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
  }
}

function parseJson(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return null;
  }
}
