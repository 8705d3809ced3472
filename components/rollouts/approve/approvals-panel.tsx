import { TimeText } from "@/components/policies/time-text";
import { Avatar } from "@/components/ui/avatar";
import { HealthChip } from "@/components/ui/chip";
import { Panel } from "@/components/ui/panel";
import type { Approval, BreakGlassView, GateView } from "@/lib/model/approval";
import type { RolloutDetail } from "@/lib/model/rollout";

const DECIDED = {
  approved: { status: "healthy", words: "Approved" },
  confirmed: { status: "healthy", words: "Confirmed" },
  rejected: { status: "failing", words: "Rejected" },
  breakGlass: { status: "degraded", words: "Broke the glass" },
} as const;

/** Who has agreed, who is still needed, and whose word does not count here. */
export function ApprovalsPanel({
  detail,
  gate,
  me,
}: {
  detail: RolloutDetail;
  gate: GateView | null;
  me: { id: string; name: string } | undefined;
}) {
  const own = gate ? detail.approvals.filter((one) => one.gateId === gate.gate.id) : detail.approvals;
  const needed = gate ? gate.rules.reduce((sum, rule) => sum + rule.needed, 0) : 0;
  const given = gate ? gate.rules.reduce((sum, rule) => sum + Math.min(rule.needed, rule.people.length), 0) : 0;
  const mine = own.some((one) => one.person.id === me?.id);
  return (
    <Panel title="Approvals" caption={gate ? `${given} of ${needed}, ${fromWhom(gate)}` : undefined}>
      {own.length === 0 && !gate && detail.breakGlass.length === 0 ? (
        <p className="text-text-2">Nobody has decided anything in this rollout.</p>
      ) : null}
      {own.length === 0 && gate && !gate.mayDecide ? <p className="text-text-2">Nobody has decided yet.</p> : null}
      <ol className="grid divide-y divide-border-1">
        {own.map((one) => (
          <Decided key={one.id} approval={one} me={me?.id} />
        ))}
        {gate ? null : detail.breakGlass.map((act) => <Broken key={act.id} act={act} me={me?.id} />)}
        {gate?.mayDecide && me && !mine ? (
          <li className="flex items-center gap-3 py-2 first:pt-0">
            <Avatar name={me.name} />
            <span className="min-w-0 flex-1 truncate font-medium">{me.name}, you</span>
            <HealthChip status="unknown" bare>
              Waiting
            </HealthChip>
          </li>
        ) : null}
      </ol>
      {gate ? (
        <p className="mt-2 text-xs text-text-3">
          {gate.gate.allowSelf
            ? "The author of the plan may count here. "
            : `${detail.author.name} planned this, so that vote does not count. `}
          One rejection ends it.
        </p>
      ) : null}
    </Panel>
  );
}

function fromWhom(gate: GateView): string {
  const roles = [...new Set(gate.gate.rules.flatMap((rule) => rule.roles))];
  const people = gate.gate.rules.some((rule) => rule.users.length > 0);
  const parts = [...roles.map((role) => `${role}s`), ...(people ? ["named people"] : [])];
  return `from ${parts.join(" and ") || "anyone"}`;
}

/** Who went on without the approvals, why, and who stands behind it. */
function Broken({ act, me }: { act: BreakGlassView; me: string | undefined }) {
  const { person, confirmedBy } = act;
  return (
    <li className="flex items-start gap-3 py-2 first:pt-0">
      <Avatar name={person.name} />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">
          {person.name}
          {person.id === me ? ", you" : ""}
        </p>
        <p className="text-xs text-text-3 [overflow-wrap:anywhere]">
          “{act.reason}”. {confirmedBy ? `${confirmedBy.name} stands behind it.` : "Nobody stands behind it yet."}
        </p>
      </div>
      <div className="text-right">
        <HealthChip status="degraded" bare>
          Broke the glass
        </HealthChip>
        <p className="text-xs text-text-3">
          <TimeText iso={act.at} />
        </p>
      </div>
    </li>
  );
}

function Decided({ approval, me }: { approval: Approval; me: string | undefined }) {
  const { status, words } = DECIDED[approval.decision];
  const { person } = approval;
  return (
    <li className="flex items-start gap-3 py-2 first:pt-0">
      <Avatar name={person.name} />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">
          {person.name}
          {person.id === me ? ", you" : ""}
        </p>
        <p className="text-xs text-text-3 [overflow-wrap:anywhere]">
          {approval.counts
            ? approval.reason
              ? `“${approval.reason}”`
              : person.roles.join(", ")
            : (approval.voidReason ?? "does not count")}
        </p>
      </div>
      <div className="text-right">
        <HealthChip status={approval.counts ? status : "unknown"} bare>
          {approval.counts ? words : `${words}, void`}
        </HealthChip>
        <p className="text-xs text-text-3">
          <TimeText iso={approval.at} />
        </p>
      </div>
    </li>
  );
}
