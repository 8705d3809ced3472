import type { Actor } from "../model/actor";
import { HeddleError, isHeddleError } from "../model/heddle-error";
import { ClientFrame, type ServerFrame } from "./frames";
import type { LiveHub } from "./live-hub";
import type { LiveWire } from "./live-ports";

const MOST_SUBSCRIPTIONS = 32;
/** A client further behind than this gets nothing more until it has read. */
const MOST_BUFFERED_BYTES = 1024 * 1024;
const STALE_EVERY_MS = 200;
const FRAMES_PER_SEC = 20;
const FRAMES_SAVED = 100;
const FORBIDDEN_CLOSE = 1008;
/** Our own: the client connects anew and asks again for all it shows. */
const RIGHTS_CLOSE = 4403;

type Subscribe = Extract<ClientFrame, { type: "subscribe" }>;

/** One signed-in client: its subscriptions, its rights, its limits. */
export class LiveConnection {
  readonly #hub: LiveHub;
  readonly #wire: LiveWire;
  readonly #onClosed: () => void;
  readonly #subscriptions = new Map<string, () => void>();
  #actor: Actor;
  #allowance = { left: FRAMES_SAVED, atMs: Date.now() };
  #open = true;

  constructor(hub: LiveHub, wire: LiveWire, actor: Actor, onClosed: () => void) {
    this.#hub = hub;
    this.#wire = wire;
    this.#actor = actor;
    this.#onClosed = onClosed;
    hub.meter.sockets(1);
  }

  /** One frame from the client. Never throws: what is wrong is answered, floods end the connection. */
  async receive(text: string): Promise<void> {
    if (!this.#allowed()) return this.close(FORBIDDEN_CLOSE, "too many frames");
    const parsed = ClientFrame.safeParse(parseJson(text));
    if (!parsed.success) {
      this.#send({ type: "error", id: "", code: "invalid_input", message: "This frame is not one /live knows." });
      return;
    }
    const frame = parsed.data;
    if (frame.type === "ping") this.#send({ type: "pong", at: new Date().toISOString() });
    else if (frame.type === "unsubscribe") this.#drop(frame.id);
    else await this.#subscribe(frame);
  }

  /** Rights that changed since the connection was made hold from here on: subscriptions are checked anew by subscribing. */
  replaceActor(actor: Actor): void {
    if (JSON.stringify(actor) === JSON.stringify(this.#actor)) return;
    this.#actor = actor;
    this.close(RIGHTS_CLOSE, "your rights changed");
  }

  close(code: number, reason: string): void {
    if (!this.#open) return;
    this.closed();
    this.#wire.close(code, reason);
  }

  /** The wire is gone. */
  closed(): void {
    if (!this.#open) return;
    this.#open = false;
    for (const id of [...this.#subscriptions.keys()]) this.#drop(id);
    this.#hub.meter.sockets(-1);
    this.#onClosed();
  }

  async #subscribe(frame: Subscribe): Promise<void> {
    this.#drop(frame.id);
    try {
      if (this.#subscriptions.size >= MOST_SUBSCRIPTIONS) throw tooMany("one connection carries", MOST_SUBSCRIPTIONS);
      const pending = () => undefined;
      this.#add(frame.id, pending);
      const stop = frame.topic === "graph" ? this.#watchGraph(frame) : await this.#watchMesh(frame);
      // Ended or replaced while the rights were looked up: nothing must go on for it.
      if (this.#subscriptions.get(frame.id) !== pending) return stop();
      this.#subscriptions.set(frame.id, stop);
    } catch (error) {
      const [code, message] = isHeddleError(error)
        ? [error.code, `${error.what} ${error.why}`]
        : ["internal", "The subscription broke."];
      this.#drop(frame.id);
      this.#fail(frame.id, code, message);
    }
  }

  #watchGraph({ id, view }: Extract<Subscribe, { topic: "graph" }>): () => void {
    const cut = this.#hub.ports.cutView(this.#actor, view);
    const stop = this.#hub.watch(cut, {
      id,
      offer: (frame, kind) => this.#offer(frame, kind),
      fail: (code, message) => this.#fail(id, code, message),
    });
    if (stop === false) throw tooMany("the console computes", 500);
    return stop;
  }

  async #watchMesh(frame: Exclude<Subscribe, { topic: "graph" }>): Promise<() => void> {
    const { id, topic } = frame;
    const mesh =
      frame.topic === "change" ? await this.#hub.ports.meshOfChange(this.#actor, frame.changeId) : frame.mesh;
    if (topic !== "change") this.#hub.ports.mayWatchMesh(this.#actor, mesh);
    let timer: NodeJS.Timeout | null = null;
    const tell = () => {
      timer = null;
      if (!this.#send({ type: "stale", id, topic })) timer = setTimeout(tell, STALE_EVERY_MS);
    };
    const changed = () => {
      timer ??= setTimeout(tell, STALE_EVERY_MS);
    };
    const stop =
      topic === "rollouts" ? this.#hub.ports.onRolloutChange(mesh, changed) : this.#hub.onMeshChange(mesh, changed);
    return () => {
      if (timer) clearTimeout(timer);
      stop();
    };
  }

  #add(id: string, stop: () => void): void {
    this.#subscriptions.set(id, stop);
    this.#hub.meter.subscriptions(1);
  }

  #drop(id: string): void {
    const stop = this.#subscriptions.get(id);
    if (!stop) return;
    this.#subscriptions.delete(id);
    this.#hub.meter.subscriptions(-1);
    stop();
  }

  #fail(id: string, code: string, message: string): void {
    this.#send({ type: "error", id, code, message });
  }

  #send(frame: ServerFrame): boolean {
    const kind = frame.type === "stale" || frame.type === "error" ? frame.type : null;
    return this.#offer(JSON.stringify(frame), kind);
  }

  #offer(text: string, kind: "full" | "delta" | "stale" | "error" | null): boolean {
    if (!this.#open || this.#wire.bufferedBytes() > MOST_BUFFERED_BYTES) return false;
    this.#wire.send(text);
    if (kind) this.#hub.meter.frame(kind);
    return true;
  }

  #allowed(): boolean {
    const now = Date.now();
    const { left, atMs } = this.#allowance;
    const next = Math.min(FRAMES_SAVED, left + ((now - atMs) / 1000) * FRAMES_PER_SEC) - 1;
    this.#allowance = { left: next, atMs: now };
    return next >= 0;
  }
}

function tooMany(who: string, most: number): HeddleError {
  return new HeddleError("overloaded", {
    what: "Too much is watched at once.",
    why: `At most ${most} subscriptions is what ${who}.`,
    next: "Close other pages of the console and try again.",
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
