import type { Actor, Role } from "../../model/actor";
import type { GateView } from "../../model/approval";
import { holdsRole } from "../../model/grants";
import type { RolloutVerb, VerbState } from "../../model/rollout";
import type { RunEvent } from "../machine/run-event";
import { refusalSentence, transition } from "../machine/transition";
import type { RolloutRow } from "../rollout-store";
import { namespacesOfPlan } from "../run/rollout-names";

/** What the asker may do now, and why not where they may not: the same table that refuses the call. */
export function verbStates(
  row: RolloutRow,
  actor: Actor,
  gate: GateView | null,
  { failing, frozen }: { failing: boolean; frozen: string | null },
  nowMs: number,
): VerbState[] {
  const by = actor.name;
  const tell = (verb: RolloutVerb, role: Role, event: RunEvent): VerbState => {
    const moved = transition(row.plan, row.state, event, nowMs);
    const whyNot = "refused" in moved ? refusalSentence(moved.refused) : null;
    const may = namespacesOfPlan(row.plan).every((namespace) => holdsRole(actor, role, namespace));
    return state(verb, may ? whyNot : `This takes the role ${role} in ${namespacesOfPlan(row.plan).join(", ")}.`);
  };
  const open = { lintClean: true, targetFree: true, frozen, stableInstances: {}, before: [] };
  const atGate = gate ? gate.whyNot : "The run does not wait at a gate.";
  return [
    tell("start", "operator", { type: "start", ...open }),
    tell("pause", "operator", { type: "pause", by, why: "" }),
    tell("resume", "operator", { type: "resume", by, frozen }),
    tell("promote", "operator", { type: "promote", by, failing, frozen }),
    state("approve", atGate),
    state("reject", gate === null ? atGate : mayReject(gate)),
    tell("abort", "operator", { type: "abort", by, why: "" }),
    tell("rollback", "operator", { type: "rollback", by, why: "" }),
    tell("break-glass", "admin", { type: "breakGlass", by, why: "" }),
    tell("resolve", "operator", { type: "takeMine", by }),
  ];
}

const state = (verb: RolloutVerb, whyNot: string | null): VerbState => ({ verb, allowed: whyNot === null, whyNot });

/** A closed gate takes a no all the same. */
const mayReject = ({ whyNot, closedBecause }: GateView) => (closedBecause.length > 0 ? null : whyNot);
