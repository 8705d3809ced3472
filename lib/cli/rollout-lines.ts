import type { ForeignRollout, RolloutDetail, RolloutSummary, VersionShare } from "@/lib/model/rollout";
import { textTable } from "./text-table";

const HEAD = ["#>", "name", "target", "phase", "step", "wanted", "measured", "next"];
const EVENTS_SHOWN = 8;
/** As much of an evidence hash as is shown, and asked for. */
export const EVIDENCE_CHARS = 12;

/** Rollouts as a table, newest first. */
export function rolloutTable(rollouts: readonly RolloutSummary[]): string {
  const rows = rollouts.map((one) => [
    String(one.number),
    one.name,
    one.targets.map(targetWords).join(", "),
    phaseWords(one),
    one.stepIndex < 0 ? `- of ${one.steps}` : `${Math.min(one.stepIndex + 1, one.steps)} of ${one.steps}`,
    shareWords(one.run.desired),
    shareWords(one.run.observed),
    one.next?.what ?? "",
  ]);
  return textTable(HEAD, rows);
}

/** What other rollout engines steer, a line each. */
export function foreignLines(foreign: readonly ForeignRollout[]): string[] {
  return foreign.map(({ tool, name, key, shares }) => {
    const parts = shares.map(({ host, subset, percent }) => `${subset || host} ${percent} %`).join(" / ");
    const what = `${key.plural} ${key.namespace}/${key.name}`;
    return `steered by ${tool}${name && ` (${name})`}, read only: ${what}${parts && `: ${parts}`}`;
  });
}

/** One rollout as lines: where it stands, its gate, its steps, what happened lately. */
export function rolloutLines(one: RolloutDetail): string[] {
  const { gate, run, next } = one;
  return [
    `rollout ${one.number} ${one.name}: ${phaseWords(one)}${run.reasonText && ` - ${run.reasonText}`}`,
    `id ${one.id}, plan ${one.plan.hash.slice(0, 12)}, by ${one.author.name}`,
    ...one.targets.map((target) => `target ${targetWords(target)} (${target.strategy})`),
    ...one.progress.map(
      (step) =>
        `${step.state === "current" ? ">" : " "} ${step.stepId}  ${step.state}${step.verdict ? `, ${step.verdict}` : ""}`,
    ),
    ...(run.desired.length > 0
      ? [`wanted ${shareWords(run.desired)}; measured ${shareWords(run.observed) || "-"}`]
      : []),
    ...(gate
      ? [
          `gate ${gate.gate.title}: ${gate.state}, until ${gate.expiresAt}`,
          `  evidence ${gate.evidenceHash.slice(0, EVIDENCE_CHARS)}`,
          ...gate.closedBecause.map((why) => `  closed: ${why}`),
          ...gate.rules.map((rule) => `  ${rule.people.length} of ${rule.needed} agreed`),
        ]
      : []),
    ...(run.alarm ? [`! ${run.alarm.text}`] : []),
    ...one.breakGlass.map(
      ({ person, reason, confirmedBy, secondPersonBy }) =>
        `! ${person.name} broke the glass: ${reason}; ${confirmedBy ? `confirmed by ${confirmedBy.name}` : `to be confirmed until ${secondPersonBy}`}`,
    ),
    ...(next ? [`next: ${next.what}${next.at ? ` at ${next.at}` : ""}`] : []),
    ...one.events.slice(0, EVENTS_SHOWN).map((event) => `${event.at}  ${event.kind}  ${event.actor}  ${event.text}`),
  ];
}

const targetWords = ({ kind, namespace, host, stable, candidate }: RolloutSummary["targets"][number]): string =>
  kind === "mtls"
    ? `mutual TLS of ${host || "everything"} in ${namespace}`
    : `${host.split(".")[0]}.${namespace} ${stable} -> ${candidate}`;

const phaseWords = ({ run: { phase, reason } }: Pick<RolloutSummary, "run">): string =>
  reason ? `${phase} (${reason})` : phase;

const shareWords = (shares: readonly VersionShare[]): string =>
  shares.map(({ version, percent }) => `${version} ${Math.round(percent)} %`).join(" / ");
