import { z } from "zod";
import { DecisionBinding } from "../model/approval";
import { RolloutDetail, type RolloutVerb } from "../model/rollout";
import type { RolloutDraft } from "../model/rollout-plan";
import { ApiError } from "./api-error";
import { apiFetch } from "./api-fetch";

export interface Decision {
  verb: RolloutVerb;
  reason?: string;
  /** of a conflict */
  choice?: "mine" | "theirs" | "rollback";
}

/** Acts that only make things safer: tried again on what is true now when the run moved on meanwhile. */
const SAFE: readonly RolloutVerb[] = ["abort", "pause", "rollback"];

/**
 * Does one thing to a run, bound to what the reader saw. Throws `conflict` when that is no longer so (read it with `changedSince`);
 * abort, pause and rollback are then sent once more on what is true now.
 */
export async function decideRollout(id: string, binding: DecisionBinding, decision: Decision): Promise<RolloutDetail> {
  const idempotencyKey = randomKey();
  try {
    return await send(id, { ...binding, idempotencyKey }, decision);
  } catch (error) {
    if (!SAFE.includes(decision.verb) || changedSince(error) === undefined) throw error;
    const now = await apiFetch(RolloutDetail, rolloutPath(id));
    return send(id, { ...now.binding, idempotencyKey: randomKey() }, decision);
  }
}

function send(
  id: string,
  binding: DecisionBinding & { idempotencyKey: string },
  { verb, reason = "", choice }: Decision,
): Promise<RolloutDetail> {
  const body = { ...binding, reason, ...(choice ? { choice } : {}) };
  return apiFetch(RolloutDetail, `${rolloutPath(id)}/${verb}`, { method: "POST", body });
}

/** Stands behind somebody else's break-glass act as the second person. */
export function confirmBreakGlass(detail: Pick<RolloutDetail, "id" | "binding">, act: string): Promise<RolloutDetail> {
  return apiFetch(RolloutDetail, `${rolloutPath(detail.id)}/break-glass/${encodeURIComponent(act)}/confirm`, {
    method: "POST",
    body: { ...detail.binding, idempotencyKey: randomKey() },
  });
}

const rolloutPath = (id: string) => `rollouts/${encodeURIComponent(id)}`;

/** Makes an immutable plan of a draft and a run of it, not started. Throws `refused_by_policy` with findings. */
export function createRollout(mesh: string, draft: RolloutDraft): Promise<RolloutDetail> {
  return apiFetch(RolloutDetail, "rollouts", { method: "POST", body: { ...draft, mesh } });
}

const ChangedDetails = z.object({ mismatch: z.array(z.string()), current: DecisionBinding.partial().optional() });

/** What is no longer as the reader saw it, out of the 409 of a decision; undefined when `error` is something else. */
export function changedSince(error: unknown): z.infer<typeof ChangedDetails> | undefined {
  if (!(error instanceof ApiError) || error.code !== "conflict") return undefined;
  const details = ChangedDetails.safeParse(error.details);
  return details.success ? details.data : undefined;
}

/** Not crypto.randomUUID: that exists on https and localhost only. */
function randomKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
