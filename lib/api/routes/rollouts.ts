import { z } from "zod";
import type { Ctx } from "../../identity/ctx";
import type { Role } from "../../model/actor";
import { BreakGlassInput, ConflictInput, DecisionInput } from "../../model/approval";
import { FreezeWindow } from "../../model/freeze-window";
import {
  ForeignRollout,
  RolloutCheck,
  RolloutDetail,
  RolloutEvidence,
  RolloutPatch,
  RolloutSummary,
} from "../../model/rollout";
import { breakGlass, confirmBreakGlass } from "../../rollouts/verbs/break-glass";
import { checkRollout } from "../../rollouts/verbs/check-rollout";
import { createRollout } from "../../rollouts/verbs/create-rollout";
import { approveRollout, rejectRollout } from "../../rollouts/verbs/decide-gate";
import {
  addFreezeWindow,
  listFreezeWindows,
  removeFreezeWindow,
  updateFreezeWindow,
} from "../../rollouts/verbs/freeze-windows";
import { listForeignRollouts } from "../../rollouts/verbs/list-foreign-rollouts";
import { listRollouts } from "../../rollouts/verbs/list-rollouts";
import { readEvidence } from "../../rollouts/verbs/read-evidence";
import { readPatch } from "../../rollouts/verbs/read-patch";
import { readRollout } from "../../rollouts/verbs/read-rollout";
import { resolveConflict } from "../../rollouts/verbs/resolve-conflict";
import { startRollout } from "../../rollouts/verbs/start-rollout";
import {
  abortRollout,
  pauseRollout,
  promoteRollout,
  resumeRollout,
  rollBackRollout,
} from "../../rollouts/verbs/steer-run";
import { DraftBody } from "../draft-body";
import { countParam, MeshParam } from "../query-params";
import { defineRoute, type Route } from "../route";

const IdParams = z.object({ id: z.string().max(64) });
const FreezeInput = FreezeWindow.omit({ id: true });

type Decide = (call: { ctx: Ctx; input: { id: string } & DecisionInput }) => Promise<RolloutDetail>;

/** Decisions that carry what was seen: one route each. */
const DECISIONS: readonly { verb: string; role: Role; summary: string; run: Decide }[] = [
  {
    verb: "start",
    role: "operator",
    summary: "Starts a run: validated anew, its baseline kept, its targets held.",
    run: startRollout,
  },
  {
    verb: "pause",
    role: "operator",
    summary: "Stands still at the step; the bake clock is kept. Needs no approval.",
    run: pauseRollout,
  },
  { verb: "resume", role: "operator", summary: "Goes on at the same step; a gate asks anew.", run: resumeRollout },
  {
    verb: "promote",
    role: "operator",
    summary: "Ends the present bake now, or takes a held run to its end. Gates still stand.",
    run: promoteRollout,
  },
  {
    verb: "approve",
    role: "viewer",
    summary: "One person's yes to exactly this plan, revision, step and evidence; who counts is the gate's to say.",
    run: approveRollout,
  },
  {
    verb: "reject",
    role: "viewer",
    summary: "One person's no: it ends the gate. A reason is needed.",
    run: rejectRollout,
  },
  {
    verb: "abort",
    role: "operator",
    summary: "Back to the baseline, from any state, without approval. Only the plan's hash has to match.",
    run: abortRollout,
  },
  { verb: "rollback", role: "operator", summary: "The same as abort, as a decision on purpose.", run: rollBackRollout },
];

const decisionRoutes = DECISIONS.map(({ verb, role, summary, run }) =>
  defineRoute({
    method: "POST",
    path: `/rollouts/{id}/${verb}`,
    summary: `${summary} What was seen since and changed is 409 with its names (details.mismatch).`,
    role,
    params: IdParams,
    body: DecisionInput,
    output: RolloutDetail,
    errors: ["not_found", "conflict", "refused_by_policy"],
    run: async ({ ctx, params, body }) => ({ body: await run({ ctx, input: { ...body, ...params } }) }),
  }),
);

export const rolloutRoutes: Route[] = [
  defineRoute({
    method: "GET",
    path: "/rollouts",
    summary: "The latest rollouts, newest first.",
    role: "viewer",
    query: z.object({ mesh: MeshParam, limit: countParam({ min: 1, max: 500, default: 100 }) }),
    output: z.array(RolloutSummary),
    errors: ["not_found"],
    run: async ({ ctx, query: input }) => ({ body: await listRollouts({ ctx, input }) }),
  }),
  defineRoute({
    method: "POST",
    path: "/rollouts",
    summary: "Makes an immutable plan of a draft and a run that waits for its start.",
    role: "operator",
    body: DraftBody,
    yamlBody: true,
    output: RolloutDetail,
    errors: ["not_found", "refused_by_policy", "too_large", "unsupported_media_type"],
    run: async ({ ctx, body: input }) => ({ body: await createRollout({ ctx, input }), status: 201 }),
  }),
  defineRoute({
    method: "POST",
    path: "/rollouts/validate",
    summary: "What a draft would become and do. Changes nothing.",
    role: "viewer",
    body: DraftBody,
    yamlBody: true,
    output: RolloutCheck,
    errors: ["not_found", "too_large", "unsupported_media_type"],
    run: async ({ ctx, body: input }) => ({ body: await checkRollout({ ctx, input }) }),
  }),
  defineRoute({
    method: "GET",
    path: "/rollouts/{id}",
    summary: "One rollout: plan, run, gate, approvals, evidence, events, differences.",
    role: "viewer",
    params: IdParams,
    output: RolloutDetail,
    errors: ["not_found"],
    run: async ({ ctx, params: input }) => ({ body: await readRollout({ ctx, input }) }),
  }),
  defineRoute({
    method: "GET",
    path: "/rollouts/{id}/evidence",
    summary: "The whole record of a run: every analysis, decision and event, and its baseline.",
    role: "viewer",
    params: IdParams,
    output: RolloutEvidence,
    errors: ["not_found"],
    run: async ({ ctx, params: input }) => ({ body: await readEvidence({ ctx, input }) }),
  }),
  defineRoute({
    method: "GET",
    path: "/rollouts/{id}/patch",
    summary:
      "The change the run leaves behind as a commit in git's mail format (git am), for the repository its objects come from.",
    role: "viewer",
    params: IdParams,
    query: z.object({
      prefix: z
        .string()
        .regex(/^([\w.-]+\/)*$/)
        .max(200)
        .default(""),
    }),
    output: RolloutPatch,
    errors: ["not_found"],
    run: async ({ ctx, params: { id }, query: { prefix } }) => ({
      body: await readPatch({ ctx, input: { id, prefix } }),
    }),
  }),
  defineRoute({
    method: "GET",
    path: "/foreign-rollouts",
    summary:
      "Objects that another rollout engine (Flagger, Argo Rollouts) steers, as they are; Heddle never writes them.",
    role: "viewer",
    query: z.object({ mesh: MeshParam }),
    output: z.array(ForeignRollout),
    errors: ["not_found"],
    run: async ({ ctx, query: input }) => ({ body: await listForeignRollouts({ ctx, input }) }),
  }),
  ...decisionRoutes,
  defineRoute({
    method: "POST",
    path: "/rollouts/{id}/resolve",
    summary: "What is done about a conflict: mine, theirs or rollback.",
    role: "operator",
    params: IdParams,
    body: ConflictInput,
    output: RolloutDetail,
    errors: ["not_found", "conflict"],
    run: async ({ ctx, params, body }) => ({ body: await resolveConflict({ ctx, input: { ...body, ...params } }) }),
  }),
  defineRoute({
    method: "POST",
    path: "/rollouts/{id}/break-glass",
    summary: "Goes on against a gate or an analysis, with a typed reason; a second person confirms within four hours.",
    role: "admin",
    params: IdParams,
    body: BreakGlassInput,
    output: RolloutDetail,
    errors: ["not_found", "conflict"],
    run: async ({ ctx, params, body }) => ({ body: await breakGlass({ ctx, input: { ...body, ...params } }) }),
  }),
  defineRoute({
    method: "POST",
    path: "/rollouts/{id}/break-glass/{act}/confirm",
    summary: "The second person's word on a broken glass.",
    role: "approver",
    params: IdParams.extend({ act: z.string().max(64) }),
    body: DecisionInput,
    output: RolloutDetail,
    errors: ["not_found", "conflict"],
    run: async ({ ctx, params, body }) => ({ body: await confirmBreakGlass({ ctx, input: { ...body, ...params } }) }),
  }),
  defineRoute({
    method: "GET",
    path: "/freeze-windows",
    summary: "Times in which no run goes forward.",
    role: "viewer",
    output: z.array(FreezeWindow),
    run: async ({ ctx }) => ({ body: await listFreezeWindows({ ctx }) }),
  }),
  defineRoute({
    method: "POST",
    path: "/freeze-windows",
    summary: "Adds a freeze window.",
    role: "admin",
    body: FreezeInput,
    output: FreezeWindow,
    run: async ({ ctx, body: input }) => ({ body: await addFreezeWindow({ ctx, input }), status: 201 }),
  }),
  defineRoute({
    method: "PUT",
    path: "/freeze-windows/{id}",
    summary: "Changes a freeze window.",
    role: "admin",
    params: IdParams,
    body: FreezeInput,
    output: FreezeWindow,
    errors: ["not_found"],
    run: async ({ ctx, params, body }) => ({ body: await updateFreezeWindow({ ctx, input: { ...body, ...params } }) }),
  }),
  defineRoute({
    method: "DELETE",
    path: "/freeze-windows/{id}",
    summary: "Removes a freeze window.",
    role: "admin",
    params: IdParams,
    output: z.null(),
    errors: ["not_found"],
    run: async ({ ctx, params: input }) => {
      await removeFreezeWindow({ ctx, input });
      return { body: null, status: 204 };
    },
  }),
];
