import { z } from "zod";
import { requireRole } from "../../identity/authorize";
import { Finding } from "../../model/finding";
import { DryRun } from "../../model/rollout";
import { RolloutDraft, RolloutPlan } from "../../model/rollout-plan";
import { RolloutTemplate } from "../../model/rollout-template";
import { readPlanYaml, writePlanYaml } from "../../rollouts/plan/plan-yaml";
import { TEMPLATES } from "../../rollouts/plan/templates";
import { dryRunRollout } from "../../rollouts/verbs/dry-run-rollout";
import { makePlan } from "../../rollouts/verbs/make-plan";
import { DraftBody } from "../draft-body";
import { countParam } from "../query-params";
import { defineRoute, type Route } from "../route";

export const rolloutPlanRoutes: Route[] = [
  defineRoute({
    method: "GET",
    path: "/rollout-templates",
    summary: "Ways to roll out that come with Heddle: strategy, analysis and gates for a draft to take over.",
    role: "viewer",
    output: z.array(RolloutTemplate),
    run: async () => ({ body: [...TEMPLATES] }),
  }),
  defineRoute({
    method: "POST",
    path: "/rollouts/expand",
    summary: "The plan that a draft becomes: steps, gates and hash. Neither checked against the mesh nor kept.",
    role: "viewer",
    body: DraftBody,
    yamlBody: true,
    output: RolloutPlan,
    errors: ["not_found", "too_large", "unsupported_media_type"],
    run: async ({ ctx, body }) => ({ body: makePlan(ctx, body) }),
  }),
  defineRoute({
    method: "POST",
    path: "/rollouts/dry-run",
    summary:
      "Tries a draft's thresholds on the traffic of the past, window by window, and says how long its steps would take.",
    role: "viewer",
    query: z.object({ hours: countParam({ min: 1, max: 168, default: 24 }) }),
    body: DraftBody,
    yamlBody: true,
    output: DryRun,
    errors: ["not_found", "unavailable", "timeout", "too_large", "unsupported_media_type"],
    run: async ({ ctx, query: { hours }, body: draft }) => ({
      body: await dryRunRollout({ ctx, input: { draft, hours } }),
    }),
  }),
  defineRoute({
    method: "POST",
    path: "/rollouts/read",
    summary: "Reads a draft from YAML text; what is wrong is said with line, field and remedy.",
    role: "viewer",
    body: z.object({ yaml: z.string().max(200_000) }),
    output: z.object({ draft: RolloutDraft.nullable(), findings: z.array(Finding) }),
    errors: ["too_large"],
    run: async ({ ctx, body: { yaml } }) => {
      requireRole(ctx.actor, "viewer");
      const { draft, findings } = readPlanYaml(yaml);
      return { body: { draft, findings } };
    },
  }),
  defineRoute({
    method: "POST",
    path: "/rollouts/write",
    summary: "A draft as YAML text, every default written out.",
    role: "viewer",
    body: RolloutDraft,
    output: z.object({ yaml: z.string() }),
    errors: ["too_large"],
    run: async ({ body }) => ({ body: { yaml: writePlanYaml(body) } }),
  }),
];
