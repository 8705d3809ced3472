import { auditEntryOf } from "../../identity/audit";
import type { AppContext } from "../../identity/ctx";
import { systemCtx } from "../../identity/system-ctx";
import type { NewAuditEntry } from "../../model/audit-entry";
import { isHeddleError } from "../../model/heddle-error";
import type { RolloutPhase } from "../../model/rollout";
import type { StoreTx } from "../../store/app-store";
import type { RolloutRow } from "../rollout-store";
import { auditedWayBack } from "../run/audited-way-back";
import { commitEvent } from "../run/commit-event";
import { revisionOf } from "../run/revision-of";
import { auditTarget, namespacesOfPlan } from "../run/rollout-names";
import { type Desk, type Found, operationsOf } from "./desk";
import { lookForForeign } from "./foreign-change";
import { applying } from "./phases/applying";
import { baking } from "./phases/baking";
import { cleanup } from "./phases/cleanup";
import { holdOnHealthy } from "./phases/hold-on-healthy";
import { paused } from "./phases/paused";
import { preparing } from "./phases/preparing";
import { promoting } from "./phases/promoting";
import { propagating } from "./phases/propagating";
import { rollingBack } from "./phases/rolling-back";
import { waitingAtGate } from "./phases/waiting-at-gate";
import { rebase } from "./rebase";
import { takeMine } from "./take-mine";
import { ENGINE } from "./write-step";

const PHASES: Partial<Record<RolloutPhase, (desk: Desk) => Promise<Found>>> = {
  gate: waitingAtGate,
  preparing,
  applying,
  propagating,
  baking,
  promoting,
  cleanup,
  paused,
  rollingBack,
  holdOnHealthy,
};

/** Phases in which a foreign write matters: the run means to keep what it wrote. On the way back ours goes over theirs. */
const GUARDED: readonly RolloutPhase[] = [
  "gate",
  "preparing",
  "applying",
  "propagating",
  "baking",
  "promoting",
  "paused",
];

/** One look at one run, and at most one transition. The row afterwards; null: somebody else moved it, or this is no longer the leader. */
export async function tickRun(desk: Desk): Promise<RolloutRow | null> {
  const found = (await outside(desk)) ?? (await PHASES[desk.row.state.phase]?.(desk)) ?? null;
  if (!found || found === "again") return desk.row;
  const row = await commit(desk, found);
  if (row) await desk.probe("advanced", row);
  return row;
}

/** What happened to the run from outside: its objects, its candidate. */
async function outside(desk: Desk): Promise<Found | "again"> {
  const { row, sight } = desk;
  const { phase, reason } = row.state;
  if (GUARDED.includes(phase) && !(phase === "paused" && reason === "conflict")) {
    const foreign = lookForForeign(desk, await operationsOf(desk));
    if (foreign.kind === "rebase") return (await rebase(desk, foreign)) ? "again" : null;
    if (foreign.kind === "reverted") {
      const why = `${foreign.by} put the objects back as they were before the run.`;
      return { event: { type: "revertToBaseline", why }, text: why };
    }
    if (foreign.kind === "conflict") {
      if (row.state.takeMine) return takeMine(desk);
      const why = `${foreign.by} changed what this run steers: ${foreign.objects.join(", ")}.`;
      return { event: { type: "foreignChange", why }, text: why };
    }
    if (row.state.takeMine) return takeMine(desk);
  }
  if (phase === "rollingBack" || phase === "holdOnHealthy" || phase === "cleanup") return null;
  const revision = revisionOf(row.plan, sight.workloads);
  if (revision === null || revision === row.revisionHash) return null;
  const why = "The candidate was replaced by another revision.";
  return { event: { type: "newRevision", why }, text: why };
}

/** Stores the transition with its audit entry. A way back does not wait for an audit log that takes none, see auditedWayBack. */
async function commit(desk: Desk, found: Exclude<Found, null>): Promise<RolloutRow | null> {
  const { deps, row } = desk;
  const { event } = found;
  const isWayBack = row.state.phase === "rollingBack" || event.type === "fail";
  try {
    if (isWayBack) return await auditedWayBack(deps, (tx, record) => move(desk, found, tx, record));
    return await deps.store.transaction((tx) => move(desk, found, tx, (entry) => tx.audit.append(entry)));
  } catch (error) {
    if (!isHeddleError(error) || error.code !== "conflict") throw error;
    deps.log.warn({ rollout: row.id, event: event.type, why: error.why }, "the run took no such event");
    return null;
  }
}

async function move(
  { deps, row, epoch, nowMs }: Desk,
  { event, text }: Exclude<Found, null>,
  tx: StoreTx,
  record: (entry: NewAuditEntry) => Promise<void>,
): Promise<RolloutRow | null> {
  const next = await commitEvent(tx, { row, event, epoch, actor: "", text, nowMs });
  if (!next) return null;
  const { phase: to, stepId } = next.state;
  const facts = {
    action: `rollout.${event.type}`,
    target: auditTarget(row),
    namespace: namespacesOfPlan(row.plan).join(","),
    outcome: "allowed" as const,
    detail: { rollout: row.id, from: row.state.phase, to, stepId, text },
  };
  await record(auditEntryOf(systemCtx(deps as AppContext, ENGINE), facts));
  return next;
}
