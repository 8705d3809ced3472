"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useSettled } from "@/components/policies/shift/use-settled";
import { createRollout, decideRollout } from "@/lib/client/decide-rollout";
import { useLiveStatus } from "@/lib/client/live";
import {
  dryRunQuery,
  readPlanQuery,
  rolloutCheckQuery,
  rolloutTemplatesQuery,
} from "@/lib/client/queries/rollout-plans";
import { sessionQuery } from "@/lib/client/queries/session";
import type { Finding } from "@/lib/model/finding";
import { holdsRole } from "@/lib/model/grants";
import type { RolloutDetail } from "@/lib/model/rollout";
import { defaultRules, type RolloutDraft } from "@/lib/model/rollout-plan";
import { draftYaml, lineOfPath, readDraft } from "./draft-yaml";

/** How long typing must rest before the console is asked, ms. */
const REST_MS = 300;

/** Everything the wizard works with: the draft in both writings, what the console says of it, the dry run, and the making of it. */
export function useWizard({
  mesh,
  start,
  dryRuns,
  onMade,
}: {
  mesh: string;
  start: RolloutDraft;
  /** the thresholds are tried on past traffic */
  dryRuns: boolean;
  onMade: (detail: RolloutDetail) => void;
}) {
  const queryClient = useQueryClient();
  const live = useLiveStatus();
  const session = useQuery(sessionQuery());
  const [draft, keepDraft] = useState(start);
  // What is being typed as YAML; null: the text follows the form.
  const [typed, setTyped] = useState<string | null>(null);
  const [targetAt, setTargetAt] = useState(0);
  const text = useMemo(() => typed ?? draftYaml(draft), [typed, draft]);
  const reading = useMemo(() => (typed === null ? null : readDraft(typed)), [typed]);
  const asked = useSettled(draft, REST_MS);
  const askedText = useSettled(typed, REST_MS);
  // The page reads at once whether it is a draft; the console also knows misspelt fields.
  const read = useQuery({ ...readPlanQuery(askedText ?? ""), enabled: askedText !== null });
  const misread = typed !== null && askedText === typed && read.data?.draft === null ? read.data.findings : null;
  const templates = useQuery(rolloutTemplatesQuery());
  const check = useQuery({ ...rolloutCheckQuery(mesh, asked), placeholderData: keepPreviousData });
  const dry = useQuery({
    ...dryRunQuery(mesh, asked),
    placeholderData: keepPreviousData,
    enabled: dryRuns && mesh !== "" && asked.analysis.checks.length > 0 && asked.targets[0]?.target.kind === "traffic",
  });
  const current = asked === draft && !check.isPlaceholderData && check.data !== undefined;
  const broken = (reading !== null && reading.draft === null) || misread !== null;
  const findings = useMemo((): readonly Finding[] => {
    if (misread) return misread;
    if (reading && reading.draft === null) return reading.findings;
    return (check.data?.findings ?? []).map((one) => {
      const line = one.line ?? lineOfPath(text, one.path);
      return line === undefined ? one : { ...one, line };
    });
  }, [misread, reading, check.data, text]);
  const make = useMutation({
    mutationFn: async (andStart: boolean) => {
      const made = await createRollout(mesh, draft);
      return andStart ? decideRollout(made.id, made.binding, { verb: "start" }).catch(() => made) : made;
    },
    onSuccess: async (detail) => {
      queryClient.setQueryData(["rollout", detail.id], detail);
      await queryClient.invalidateQueries({ queryKey: ["rollouts"] });
      onMade(detail);
    },
  });
  const errors = findings.filter((one) => one.severity === "error").length;
  const mayPlan = session.data
    ? draft.targets.every(({ target }) => holdsRole(session.data.actor, "operator", target.namespace))
    : true;
  return {
    draft,
    /** by the form: the text follows */
    setDraft: (next: RolloutDraft) => {
      setTyped(null);
      keepDraft(next);
      make.reset();
    },
    text,
    /** by hand: the form follows as soon as the text is a draft */
    setText: (next: string) => {
      setTyped(next);
      const { draft: read } = readDraft(next);
      if (read) keepDraft(read);
      make.reset();
    },
    /** who is asked where the draft does not say it */
    asked: {
      ...draft.gates.spec,
      rules: draft.gates.spec.rules ?? defaultRules(draft.targets, session.data?.environments?.[mesh]),
    },
    targetAt: Math.min(targetAt, draft.targets.length - 1),
    setTargetAt,
    check,
    dry,
    templates: templates.data,
    /** the answer of the console is about exactly this draft */
    current,
    findings,
    errors,
    make,
    blocked: whyBlocked({
      mayPlan,
      lost: live.state === "reconnecting" || live.state === "offline",
      broken,
      errors,
      current,
    }),
  };
}

export type Wizard = ReturnType<typeof useWizard>;

/** Why the plan cannot be made now; undefined when it can. */
function whyBlocked(facts: {
  mayPlan: boolean;
  lost: boolean;
  broken: boolean;
  errors: number;
  current: boolean;
}): string | undefined {
  if (!facts.mayPlan) return "Your role may look but not plan. An operator or admin can.";
  if (facts.lost) return "The connection to the console is lost; it reconnects by itself.";
  if (facts.broken) return "The YAML is no plan yet; its faults are marked.";
  if (facts.errors > 0)
    return `${facts.errors} ${facts.errors === 1 ? "error has" : "errors have"} to be mended first.`;
  return facts.current ? undefined : "The console is looking at it.";
}
