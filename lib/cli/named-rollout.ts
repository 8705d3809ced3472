import { z } from "zod";
import type { DecisionBinding } from "@/lib/model/approval";
import { RolloutDetail, RolloutSummary } from "@/lib/model/rollout";
import { apiCall } from "./api-call";
import { rolloutLines } from "./rollout-lines";
import type { CliSettings } from "./settings";

/** The latest rollouts. */
export function listedRollouts(settings: CliSettings): Promise<RolloutSummary[]> {
  return apiCall(settings, "rollouts?limit=500", z.array(RolloutSummary));
}

/** A rollout by its number or its id. */
export async function namedRollout(settings: CliSettings, name: string): Promise<RolloutDetail> {
  const byNumber = /^\d+$/.test(name)
    ? (await listedRollouts(settings)).find(({ number }) => number === Number(name))?.id
    : undefined;
  return apiCall(settings, `rollouts/${encodeURIComponent(byNumber ?? name)}`, RolloutDetail);
}

/** Decides about what was read, by the path below the rollout, and prints where it stands then. */
export async function decideRollout(
  settings: CliSettings,
  { id, binding }: { id: string; binding: DecisionBinding },
  path: string,
  input: { reason: string; choice?: string },
): Promise<void> {
  const call = { method: "POST", body: JSON.stringify({ ...binding, ...input }) };
  const detail = await apiCall(settings, `rollouts/${id}/${path}`, RolloutDetail, call);
  for (const line of rolloutLines(detail)) console.log(line);
}
