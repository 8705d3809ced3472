import { DefinitionList } from "@/components/ui/definition-list";
import { Panel } from "@/components/ui/panel";
import { wholeTime } from "@/lib/client/format/time";
import type { GateView } from "@/lib/model/approval";
import type { RolloutDetail } from "@/lib/model/rollout";
import { HashText } from "../hash-text";

/** What an approval is bound to: it says yes to exactly this, and to nothing else. */
export function BindingPanel({ detail, gate }: { detail: RolloutDetail; gate: GateView }) {
  const goesOn = gate.gate.onExpire === "rollback" ? "then it goes back" : "then it stays paused";
  return (
    <Panel title="Bound to">
      <DefinitionList
        items={[
          { id: "evidence", name: "Evidence", value: <HashText hash={gate.evidenceHash} /> },
          {
            id: "plan",
            name: "Plan",
            value: (
              <>
                <HashText hash={detail.plan.hash} />, <span className="mono">{gate.stepId}</span>
              </>
            ),
          },
          { id: "revision", name: "Revision", value: <HashText hash={detail.revisionHash} /> },
          { id: "expires", name: "Expires", value: `${wholeTime(Date.parse(gate.expiresAt))}, ${goesOn}` },
        ]}
      />
      <p className="mt-2 text-xs text-text-3">
        If any of these changes, your approval is void and you are asked again. An approval that is not used lapses too.
      </p>
    </Panel>
  );
}
