import type { RolloutSummary } from "@/lib/model/rollout";
import type { RolloutTarget, Step, Strategy } from "@/lib/model/rollout-plan";

type SummaryTarget = RolloutSummary["targets"][number];

/** "reviews v1 → v2", "mTLS of shop". */
export function targetWords(target: SummaryTarget): string {
  if (target.kind === "mtls") return `mTLS of ${target.host ? `${target.host} in ` : ""}${target.namespace}`;
  return `${shortHost(target.host)} ${target.stable} → ${target.candidate}`;
}

/** What the whole rollout moves; of several targets the first, and how many more. */
export function targetsWords(targets: readonly SummaryTarget[]): string {
  const [first, ...more] = targets;
  if (!first) return "nothing";
  return more.length > 0 ? `${targetWords(first)}, and ${more.length} more` : targetWords(first);
}

/** "reviews" of reviews.shop.svc.cluster.local; another host as it is. */
export function shortHost(host: string): string {
  return /\.svc(\.|$)/.test(host) ? (host.split(".")[0] ?? host) : host;
}

/** Whether a target is the service. */
export function isTargetOf(target: SummaryTarget, service: { namespace: string; name: string }): boolean {
  return target.kind === "traffic" && target.namespace === service.namespace && shortHost(target.host) === service.name;
}

/** Name of a plan's target, for heads of steps. */
export function planTargetWords(target: RolloutTarget): string {
  if (target.kind === "mtls") return `mTLS of ${target.app ? `${target.app} in ` : ""}${target.namespace}`;
  return `${target.service} ${target.stable.version} → ${target.candidate.version}`;
}

/** The side that goes back to nothing when a run is aborted: "v3", "strict mTLS". */
export function candidateWords(target: RolloutTarget | undefined): string {
  if (!target) return "the new side";
  return target.kind === "mtls" ? "strict mTLS" : target.candidate.version;
}

/** Per cent of ordinary traffic that a step wants at the candidate; null: the step is not about a share. */
export function wantedShare(step: Step): number | null {
  if (step.kind === "setWeight") return step.weight;
  if (step.kind === "switch") return 100;
  if (step.kind === "mirror") return 0;
  return null;
}

/** What a step does, short enough for the time line. */
export function stepWords(step: Step): string {
  switch (step.kind) {
    case "setWeight":
      return `${step.weight}%`;
    case "headerMatch":
      return `header ${step.match.name}`;
    case "cookieMatch":
      return `cookie ${step.match.name}`;
    case "mirror":
      return `mirror ${step.percent}%`;
    case "bake":
      return "watch";
    case "analysis":
      return "analysis";
    case "gate":
      return "approval";
    case "switch":
      return "switch, 100%";
    case "setMtls":
      return step.mode;
  }
}

const STRATEGY: Record<Strategy["kind"], string> = {
  canary: "canary by steps",
  linear: "linear canary",
  exponential: "exponential canary",
  ab: "A/B",
  mirror: "mirroring",
  blueGreen: "blue/green",
  mtls: "mTLS in stages",
  steps: "steps of its own",
};

export const strategyWords = (kind: Strategy["kind"]): string => STRATEGY[kind];

/** "10 min", "45 s", "2 h": how long in the words of a plan. */
export function secondsWords(seconds: number): string {
  if (seconds < 100) return `${seconds} s`;
  if (seconds < 7200) return `${Math.round(seconds / 6) / 10} min`.replace(".0 ", " ");
  if (seconds < 172_800) return `${Math.round(seconds / 360) / 10} h`.replace(".0 ", " ");
  return `${Math.round(seconds / 8640) / 10} days`.replace(".0 ", " ");
}
