import { randomUUID } from "node:crypto";
import type { MeshLog } from "../mesh-log";
import { type FleetMember, memberTold } from "./fleet-members";
import { FleetReport } from "./fleet-report";
import type { FleetStore, ToldReport } from "./fleet-store";

export interface FleetOptions {
  /** absent: this console is alone */
  store: FleetStore | undefined;
  mesh: string;
  /** time between two exchanges */
  everyMs: number;
  /** a console that says nothing for so long has lost its proxies */
  silentMs: number;
  /** how long a silent console's word is kept */
  keepMs: number;
  /** what this console has to say */
  report(): FleetReport;
  /** others said something new */
  onChange(): void;
  log: MeshLog;
}

interface Heard {
  version: number;
  silent: boolean;
  report: FleetReport;
}

/** What consoles on one database tell each other of their proxies, so that each serves and shows the whole mesh. */
export class Fleet {
  private readonly options: FleetOptions;
  private readonly console = randomUUID();
  private readonly heard = new Map<string, Heard>();
  private timer: NodeJS.Timeout | undefined;
  private told = "";
  private closed = false;

  constructor(options: FleetOptions) {
    this.options = options;
  }

  /** Hears the others once, so that the first push knows their proxies, then goes on by itself. */
  async start(): Promise<void> {
    await this.exchange();
    this.plan();
  }

  /** Tells the others, and hears what they say. What they said stands while the store does not answer. */
  async exchange(): Promise<void> {
    const { store, mesh, keepMs, report, log } = this.options;
    if (!store) return;
    try {
      const own = report();
      const text = JSON.stringify(own);
      const kept = await store.tell(mesh, this.console, text === this.told ? null : own);
      this.told = kept ? text : "";
      const known = new Map([...this.heard].map(([id, { version }]) => [id, version]));
      this.take(await store.hear(mesh, this.console, keepMs, known));
    } catch (error) {
      log.warn({ err: error }, "consoles cannot tell each other of their proxies; the next try follows");
    }
  }

  /** The other consoles' proxies; one id may occur with several. */
  *members(): Generator<FleetMember> {
    for (const { report, silent } of this.heard.values())
      for (const proxy of report.proxies) yield memberTold(proxy, silent);
  }

  /** The principal of a proxy that is connected to another console; undefined: nobody with one is. */
  holder(proxyId: string): string | undefined {
    for (const { node, connected } of this.members())
      if (connected && node.id === proxyId && node.principal !== undefined) return node.principal;
    return undefined;
  }

  /** Whether the callers at all other consoles have acknowledged which transport a proxy is to be called by. */
  callersTold(proxyId: string, offersTls: boolean): boolean {
    return [...this.heard.values()].every(({ report, silent }) => silent || report.callersTold[proxyId] === offersTls);
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  private plan(): void {
    if (this.closed || !this.options.store) return;
    this.timer = setTimeout(() => void this.exchange().then(() => this.plan()), this.options.everyMs).unref();
  }

  private take(others: readonly ToldReport[]): void {
    let changed = false;
    const there = new Set(others.map(({ console }) => console));
    for (const id of [...this.heard.keys()]) if (!there.has(id)) changed = this.heard.delete(id) || changed;
    for (const told of others) changed = this.takeOne(told) || changed;
    if (changed && !this.closed) this.options.onChange();
  }

  /** true: it tells something new. */
  private takeOne({ console: id, version, silentMs, report }: ToldReport): boolean {
    const before = this.heard.get(id);
    const silent = silentMs >= this.options.silentMs;
    if (silent && before?.silent === false)
      this.options.log.warn({ console: id }, "another console of this mesh is silent");
    const parsed = report === undefined ? undefined : FleetReport.safeParse(report);
    // Of another version of Heddle, during an upgrade: what it said before stands.
    if (parsed?.error)
      this.options.log.warn({ console: id, err: parsed.error }, "another console's report is not understood");
    const now = parsed?.data ?? before?.report;
    if (!now) return false;
    this.heard.set(id, { version, silent, report: now });
    return before?.report !== now || before.silent !== silent;
  }
}
