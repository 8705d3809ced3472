import type { Environment } from "@/lib/model/environment";
import { HeddleError } from "@/lib/model/heddle-error";
import {
  defaultRules,
  type GatesPolicy,
  type PlanGate,
  type RolloutDraft,
  type RolloutPlan,
  type RolloutTarget,
  type Step,
  type Strategy,
} from "@/lib/model/rollout-plan";
import { exponentialWeights, linearWeights } from "./step-weights";

type DraftTarget = RolloutDraft["targets"][number];
type Timing = Pick<Step, "bakeSec" | "minRequests" | "analyse">;
/** A step before it has its id and its gate; `gate` true: the policy asks for one here. */
type Bare = { [K in Step["kind"]]: Omit<Extract<Step, { kind: K }>, "id" | "gate"> }[Step["kind"]];

/**
 * Makes the plan of a draft: immutable steps with ids that say what they are (`t1-3-weight-50`), and gates where the policy asks for them: before anything is
 * written, before the first weight over `aboveWeight`, before requests that may change something are mirrored, before STRICT, before promotion.
 * The same draft gives the same plan. Steps written out by hand keep their ids; they get the policy's gates unless they have their own.
 * Throws `invalid_input` when a strategy and its target do not fit each other.
 */
export function expandStrategy(
  draft: RolloutDraft,
  mesh: { name: string; environment?: Environment | undefined },
): Omit<RolloutPlan, "hash"> {
  const { targets, ...rest } = draft;
  const rules = draft.gates.spec.rules ?? defaultRules(targets, mesh.environment);
  const gates: GatesPolicy = { ...draft.gates, spec: { ...draft.gates.spec, rules } };
  const names = draft.targets.map(({ target }) => nameOf(target)).join(", ");
  return {
    ...rest,
    mesh: mesh.name,
    gates,
    targets: targets.map(({ target, strategy }, i) => {
      const id = `t${i + 1}`;
      return { id, target, strategy, steps: stepsOf({ target, strategy }, id, gates) };
    }),
    startGate: gates.start ? planGate("start-gate", `before anything changes for ${names}`, gates) : null,
    promotionGate: gates.promotion ? planGate("promotion-gate", `before ${names} stays as it is then`, gates) : null,
  };
}

function stepsOf({ target, strategy }: DraftTarget, targetId: string, gates: GatesPolicy): Step[] {
  if ((strategy.kind === "mtls") !== (target.kind === "mtls") && strategy.kind !== "steps")
    throw misfit(target, strategy);
  const bare: (Bare | Step)[] = strategy.kind === "steps" ? strategy.steps : bareSteps(strategy);
  let over = false;
  return bare.map((one, i): Step => {
    const id = "id" in one ? one.id : `${targetId}-${i + 1}-${labelOf(one)}`;
    const crosses = !over && gates.aboveWeight !== null && weightOf(one) > gates.aboveWeight;
    over ||= crosses;
    const own = "gate" in one ? one.gate : null;
    const gate = own ?? (crosses || asksFor(one, gates) ? planGate(`${id}-gate`, titleOf(one, target), gates) : null);
    return { ...one, id, gate } as Step;
  });
}

/** Methods that change nothing (RFC 9110, 9.2.1): mirrored, they do no harm. */
const SAFE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);

/** Whether mirroring these methods may carry out a write twice. */
export const mirrorsWrites = (methods: readonly string[]): boolean =>
  methods.length === 0 || methods.some((method) => !SAFE_METHODS.has(method));

function asksFor(step: Bare | Step, gates: GatesPolicy): boolean {
  if (step.kind === "setMtls") return gates.strictMtls && step.mode === "strict";
  return step.kind === "mirror" && gates.unsafeMirror && mirrorsWrites(step.methods);
}

const nameOf = (target: RolloutTarget): string =>
  target.kind === "mtls"
    ? `mTLS of ${target.app || "everything"} in ${target.namespace}`
    : `${target.service} ${target.stable.version} → ${target.candidate.version}`;

/** A gate of the policy's kind. */
function planGate(id: string, title: string, gates: GatesPolicy): PlanGate {
  return { ...gates.spec, id, title };
}

function bareSteps(strategy: Exclude<Strategy, { kind: "steps" }>): Bare[] {
  const { bakeSec, minRequests } = strategy;
  const timing: Timing = { bakeSec, minRequests, analyse: true };
  const weights = (list: readonly number[]) => list.map((weight): Bare => ({ kind: "setWeight", weight, ...timing }));
  switch (strategy.kind) {
    case "canary":
      return weights(strategy.weights);
    case "linear":
      return weights(linearWeights(strategy));
    case "exponential":
      return weights(exponentialWeights(strategy));
    case "ab":
      return [{ kind: strategy.by === "header" ? "headerMatch" : "cookieMatch", match: strategy.match, ...timing }];
    case "mirror":
      return [
        { kind: "mirror", percent: strategy.percent, methods: strategy.methods, ...timing },
        ...weights(strategy.weights),
      ];
    case "blueGreen":
      return [
        ...(strategy.preview ? [{ kind: "headerMatch" as const, match: strategy.preview, ...timing }] : []),
        { kind: "switch", ...timing },
        { kind: "bake", bakeSec: strategy.holdSec, minRequests: 0, analyse: true },
      ];
    case "mtls":
      return [
        { kind: "setMtls", mode: "permissive", ...timing },
        { kind: "bake", bakeSec: strategy.watchSec, minRequests, analyse: true },
        { kind: "setMtls", mode: "strict", ...timing },
      ];
  }
}

const weightOf = (step: Bare | Step): number =>
  step.kind === "setWeight" ? step.weight : step.kind === "switch" ? 100 : 0;

function labelOf(step: Bare): string {
  switch (step.kind) {
    case "setWeight":
      return `weight-${step.weight}`;
    case "headerMatch":
      return "header";
    case "cookieMatch":
      return "cookie";
    case "mirror":
      return `mirror-${step.percent}`;
    case "setMtls":
      return step.mode;
    default:
      return step.kind;
  }
}

function titleOf(step: Bare | Step, target: RolloutTarget): string {
  if (target.kind === "mtls")
    return `before plaintext to ${target.app || "every workload"} of ${target.namespace} is refused`;
  if (step.kind === "mirror")
    return `before requests that may change something are mirrored to ${target.service} ${target.candidate.version}`;
  const share = step.kind === "switch" ? "all traffic" : `${weightOf(step)} % of the traffic`;
  return `before ${share} of ${target.service} goes to ${target.candidate.version}`;
}

const misfit = (target: RolloutTarget, strategy: Strategy): HeddleError =>
  new HeddleError("invalid_input", {
    what: `The strategy ${strategy.kind} does not fit a target of kind ${target.kind}.`,
    why: "Mutual TLS is rolled out by the strategy mtls and traffic by the others.",
    next:
      target.kind === "mtls"
        ? "Write strategy: { kind: mtls }."
        : "Choose canary, linear, exponential, ab, mirror or blueGreen.",
  });
