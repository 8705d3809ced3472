import type { Actor } from "../model/actor";
import type { StoredAnalysis } from "../model/analysis";
import type { Approval } from "../model/approval";
import type { ConfigKey } from "../model/config-object";
import type { FreezeWindow } from "../model/freeze-window";
import type { RolloutEvent } from "../model/rollout";
import type { RolloutPlan } from "../model/rollout-plan";
import type { RunState } from "../model/run-state";

export interface Person {
  id: string;
  name: string;
}

/** A rollout as stored. `epoch`: of the leader that moved it last. */
export interface RolloutRow {
  id: string;
  number: number;
  mesh: string;
  plan: RolloutPlan;
  revisionHash: string;
  author: Person;
  starter: Person | null;
  createdAtMs: number;
  state: RunState;
  epoch: number;
  supersededBy: string | null;
}

/** An object as it was before the run, or as the run wrote it last. `yaml` null: there was none. */
export interface BaselineObject {
  key: ConfigKey;
  yaml: string | null;
  /** null: it did not exist */
  resourceVersion: string | null;
}

/** Intent, effect, observation of one write to the mesh. */
export interface OperationRow {
  id: string;
  rolloutId: string;
  stepId: string;
  stepSeq: number;
  epoch: number;
  state: "pending" | "done" | "failed";
  /** what is written over what */
  items: BaselineObject[];
  /** mesh revision and stored objects once done */
  revision: number;
  written: BaselineObject[];
  startedAtMs: number;
}

export type ApprovalRow = Omit<Approval, "counts"> & { rolloutId: string; stepSeq: number; gateOpenedAtMs: number };

export interface BreakGlassRow {
  id: string;
  rolloutId: string;
  person: Person;
  reason: string;
  atMs: number;
  secondPersonByMs: number;
  confirmedBy: Person | null;
  alarmed: boolean;
}

/** A rollout that starts by itself once its targets are free. `actor`: who said so, as they could act then. */
export interface QueueRow {
  rolloutId: string;
  actor: Actor;
  via: string;
  reason: string;
  queuedAtMs: number;
}

/** A message that is to be sent: written with the transition, sent by whoever empties the outbox. */
export interface NoticeRow {
  id: string;
  rolloutId: string;
  kind: string;
  payload: unknown;
  createdAtMs: number;
  attempts: number;
}

export interface RolloutStore {
  create(row: Omit<RolloutRow, "number" | "epoch" | "supersededBy">): Promise<RolloutRow>;
  get(id: string): Promise<RolloutRow | null>;
  /** Newest first. `open`: only those that have not ended. */
  list(filter: { mesh?: string | undefined; open?: boolean; limit: number }): Promise<RolloutRow[]>;
  /**
   * Compare-and-set on the step sequence: true when it was this call that moved the run. `epoch`: the leader's, refused when a newer leader
   * holds the lease; null: a person's act.
   */
  advance(id: string, move: { fromSeq: number; epoch: number | null; state: RunState }): Promise<boolean>;
  /** Stores what was measured, which is no transition. A stale epoch changes nothing. */
  observe(id: string, epoch: number, facts: Pick<RunState, "observed" | "observedAtMs">): Promise<void>;
  /** A text that changes whenever a run of the mesh moved or was measured: cheap to ask often. */
  stamp(mesh: string): Promise<string>;
  setStarter(id: string, starter: Person): Promise<void>;
  setSupersededBy(id: string, other: string): Promise<void>;

  /** Holds targets for one run. The id of the run that holds one of them already, or null when all are ours now. */
  takeTargets(id: string, keys: readonly string[]): Promise<string | null>;
  releaseTargets(id: string): Promise<void>;

  /** Waits for its targets; again: who said so last counts. */
  enqueue(row: QueueRow): Promise<void>;
  /** False: it was not waiting any more. */
  dequeue(rolloutId: string): Promise<boolean>;
  /** Oldest first. */
  queue(): Promise<QueueRow[]>;

  putBaseline(id: string, objects: readonly BaselineObject[]): Promise<void>;
  baseline(id: string): Promise<BaselineObject[]>;

  /** Only while `epoch` is the lease's; false: a newer leader is there, nothing may be written. */
  beginOperation(row: OperationRow): Promise<boolean>;
  finishOperation(id: string, end: Pick<OperationRow, "state" | "revision" | "written">): Promise<void>;
  /** The latest done one and those still pending, newest first. */
  operations(rolloutId: string): Promise<OperationRow[]>;

  addApproval(row: ApprovalRow): Promise<void>;
  approvals(rolloutId: string): Promise<ApprovalRow[]>;
  /** Those that still count become void. */
  voidApprovals(rolloutId: string, reason: string): Promise<void>;

  addBreakGlass(row: BreakGlassRow): Promise<void>;
  confirmBreakGlass(id: string, by: Person): Promise<boolean>;
  breakGlassAlarmed(id: string): Promise<void>;
  breakGlass(rolloutId: string): Promise<BreakGlassRow[]>;
  /** acts of break-glass, of all rollouts, that nobody stands behind yet */
  openBreakGlass(): Promise<Pick<BreakGlassRow, "rolloutId" | "person">[]>;
  /** Overdue ones that nobody confirmed and nobody was alarmed about. */
  overdueBreakGlass(nowMs: number): Promise<BreakGlassRow[]>;

  addAnalysis(rolloutId: string, result: StoredAnalysis): Promise<void>;
  /** Newest first. */
  analyses(rolloutId: string, limit?: number): Promise<StoredAnalysis[]>;

  addEvent(rolloutId: string, event: Omit<RolloutEvent, "id">): Promise<void>;
  /** Newest first. */
  events(rolloutId: string, limit?: number): Promise<RolloutEvent[]>;

  /** False when the key was used before: the call is a repetition. */
  rememberKey(rolloutId: string, key: string): Promise<boolean>;

  enqueueNotice(notice: Omit<NoticeRow, "id" | "attempts">): Promise<void>;
  dueNotices(nowMs: number, limit: number): Promise<NoticeRow[]>;
  noticeSent(id: string, nowMs: number): Promise<void>;
  noticeFailed(id: string, nextAtMs: number, error: string): Promise<void>;

  freezeWindows(): Promise<FreezeWindow[]>;
  putFreezeWindow(window: FreezeWindow): Promise<void>;
  removeFreezeWindow(id: string): Promise<boolean>;
}

/** A lease row with a fencing epoch. The database's clock decides, so that consoles need not agree on theirs. */
export interface LeaseStore {
  /** Takes a lease that is free, expired or the holder's own; its new epoch, or null while another holds it. */
  take(name: string, holder: string, ttlMs: number): Promise<number | null>;
  /** False: it was lost. */
  renew(name: string, holder: string, epoch: number, ttlMs: number): Promise<boolean>;
  release(name: string, holder: string, epoch: number): Promise<void>;
}
