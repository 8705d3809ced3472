import { randomUUID } from "node:crypto";
import type { PutConfig } from "../../mesh/port";
import type { NewAuditEntry } from "../../model/audit-entry";
import { isHeddleError } from "../../model/heddle-error";
import { BASELINE_STEP, type RolloutPlan } from "../../model/rollout-plan";
import type { StoreTx } from "../../store/app-store";
import { desiredState, type PlannedObject } from "../plan/desired-state";
import type { BaselineObject, OperationRow } from "../rollout-store";
import { auditedWayBack } from "../run/audited-way-back";
import { auditTarget, namespacesOfPlan, writeReason } from "../run/rollout-names";
import { type Desk, forget } from "./desk";
import { ROLLOUT_LEASE } from "./leader";

/** Actor of the engine's writes: its field manager. */
export const ENGINE = "heddle-rollout";

export type WriteOutcome =
  | { kind: "written"; meshRevision: number }
  /** somebody wrote in between; the next tick looks anew */
  | { kind: "raced" }
  /** no longer the leader: nothing may be written */
  | { kind: "stale" }
  | { kind: "failed"; why: string };

/**
 * Brings the mesh to a step: intent and audit entry, then the write on top of the versions that were read, then read back, then done. Each part may be
 * the last one a process does: the next leader finds the intent and comes to the same end. Writes nothing when all is as wanted already. `plan`: another
 * one than the run's when the way back takes shares the plan does not have.
 */
export async function writeStep(
  desk: Desk,
  stepId: string,
  plan: Pick<RolloutPlan, "targets"> = desk.row.plan,
): Promise<WriteOutcome> {
  const wanted = desiredState(plan, stepId, desk.baseline);
  const live = await Promise.all(wanted.map(({ key }) => desk.mesh.port.getConfig(key)));
  const items = wanted.flatMap(({ key, yaml }, i): BaselineObject[] => {
    const now = live[i] ?? null;
    return (now?.yaml ?? null) === yaml ? [] : [{ key, yaml, resourceVersion: now?.resourceVersion ?? null }];
  });
  const operation: OperationRow = {
    id: randomUUID(),
    rolloutId: desk.row.id,
    stepId,
    stepSeq: desk.row.state.stepSeq,
    epoch: desk.epoch,
    state: "pending",
    items,
    revision: 0,
    written: [],
    startedAtMs: desk.nowMs,
  };
  forget(desk);
  await desk.probe("intent", desk.row);
  if (!(await recordIntent(desk, operation))) return { kind: "stale" };
  await desk.probe("pending", desk.row);
  if (!(await desk.leader.mayWrite(desk.epoch))) return { kind: "stale" };
  try {
    const revision = items.length > 0 ? await put(desk, operation) : 0;
    await desk.probe("written", desk.row);
    return await readBack(desk, operation, wanted, revision);
  } catch (error) {
    const outcome = outcomeOf(error);
    // A failure that is no refusal may have been written all the same: its intent stays, so that the write is known as ours.
    if (outcome.kind !== "failed") await finish(desk, operation, "failed", 0, []);
    return outcome;
  }
}

function finish(
  desk: Desk,
  { id }: OperationRow,
  state: "done" | "failed",
  revision: number,
  written: BaselineObject[],
) {
  return desk.deps.store.rollouts.finishOperation(id, { state, revision, written });
}

/** Intent and audit entry in one transaction: no effect without a record. A rollback alone goes ahead when the audit log takes none, see auditedWayBack. */
async function recordIntent(desk: Desk, operation: OperationRow): Promise<boolean> {
  const { store } = desk.deps;
  const { row } = desk;
  const entry = {
    action: "rollout.write",
    target: auditTarget(row),
    namespace: namespacesOfPlan(row.plan).join(","),
    outcome: "allowed" as const,
    detail: {
      rollout: row.id,
      step: operation.stepId,
      stepSeq: operation.stepSeq,
      epoch: operation.epoch,
      operation: operation.id,
      planHash: row.plan.hash,
      objects: operation.items.map(({ key }) => `${key.plural} ${key.namespace}/${key.name}`),
    },
    actor: ENGINE,
    actorId: ENGINE,
    actorKind: "system" as const,
    via: "",
    remoteAddress: "",
    traceId: "",
  };
  const begin = async (tx: StoreTx, record: (entry: NewAuditEntry) => Promise<void>) => {
    const begun = await tx.rollouts.beginOperation(operation);
    if (begun && operation.items.length > 0) await record(entry);
    return begun;
  };
  if (row.state.phase === "rollingBack") return auditedWayBack(desk.deps, begin);
  return store.transaction((tx) => begin(tx, (one) => tx.audit.append(one)));
}

async function put(desk: Desk, { items, stepId }: OperationRow): Promise<number> {
  const { row, epoch } = desk;
  const reason = writeReason(row, stepId);
  const writes = items.map(
    ({ key, yaml, resourceVersion }): PutConfig => ({
      key,
      yaml,
      resourceVersion,
      actor: ENGINE,
      reason,
      fence: { lease: ROLLOUT_LEASE, epoch },
    }),
  );
  return (await desk.mesh.port.putConfig(writes)).revision;
}

async function readBack(
  desk: Desk,
  operation: OperationRow,
  wanted: readonly PlannedObject[],
  revision: number,
): Promise<WriteOutcome> {
  const live = await Promise.all(wanted.map(({ key }) => desk.mesh.port.getConfig(key)));
  await desk.probe("readBack", desk.row);
  const written = wanted.map(({ key }, i): BaselineObject => {
    const now = live[i] ?? null;
    return { key, yaml: now?.yaml ?? null, resourceVersion: now?.resourceVersion ?? null };
  });
  if (written.some(({ yaml }, i) => yaml !== wanted[i]?.yaml)) {
    // Somebody wrote on top at once. What we wrote is noted without a version, so that the next look finds their change.
    const ours = wanted.map((object) => ({ ...object, resourceVersion: OVERWRITTEN }));
    await finish(desk, operation, "done", revision, ours);
    return { kind: "raced" };
  }
  const meshRevision = Math.max(revision, ...live.map((object) => object?.revision ?? 0), desk.row.state.meshRevision);
  await finish(desk, operation, "done", meshRevision, written);
  await desk.probe("done", desk.row);
  return { kind: "written", meshRevision };
}

/** A version that no object ever has. */
const OVERWRITTEN = "overwritten";

function outcomeOf(error: unknown): WriteOutcome {
  if (!isHeddleError(error)) return { kind: "failed", why: error instanceof Error ? error.message : String(error) };
  if (error.code !== "conflict") return { kind: "failed", why: `${error.what} ${error.why}` };
  return { kind: (error.details as { fenced?: boolean } | undefined)?.fenced ? "stale" : "raced" };
}

/** What the run wrote last, object by object, and at which step; the baseline where it wrote nothing yet. */
export function lastWritten(
  baseline: readonly BaselineObject[],
  operations: readonly OperationRow[],
): { stepId: string; objects: readonly BaselineObject[] } {
  const done = operations.find(({ state }) => state === "done");
  return done ? { stepId: done.stepId, objects: done.written } : { stepId: BASELINE_STEP, objects: baseline };
}
