export interface NotifyTargetRow {
  id: string;
  name: string;
  kind: "webhook" | "slack";
  url: string;
  /** "": unsigned */
  secret: string;
  /** null: every kind */
  kinds: string[] | null;
  enabled: boolean;
  createdAtMs: number;
}

export interface NotifyTargetState extends NotifyTargetRow {
  lastSentAtMs: number | null;
  lastError: string | null;
  waiting: number;
}

/** One message on its way to one target. `id` stays the same at every attempt, so that a receiver can tell a repetition. */
export interface Delivery {
  id: string;
  noticeId: string;
  rolloutId: string;
  kind: string;
  payload: unknown;
  createdAtMs: number;
  attempts: number;
  target: NotifyTargetRow;
}

export interface NotifyStore {
  targets(): Promise<NotifyTargetState[]>;
  createTarget(row: NotifyTargetRow): Promise<void>;
  /** false: there is none with its id */
  updateTarget(row: Omit<NotifyTargetRow, "kind" | "createdAtMs">): Promise<boolean>;
  removeTarget(id: string): Promise<boolean>;
  /** Makes deliveries of the messages of the outbox, one for each enabled target that wants their kind; the outbox is then done with them. */
  fanOut(nowMs: number, limit: number): Promise<void>;
  /** Takes deliveries that are due, for `leaseMs`: nobody else takes them meanwhile, and they come back if we end before they do. */
  take(nowMs: number, leaseMs: number, limit: number): Promise<Delivery[]>;
  sent(delivery: Pick<Delivery, "noticeId" | "target">, nowMs: number): Promise<void>;
  /** `nextAtMs` null: it is given up. */
  failed(
    delivery: Pick<Delivery, "noticeId" | "target">,
    error: string,
    nowMs: number,
    nextAtMs: number | null,
  ): Promise<void>;
}
