import { DiffView } from "@/components/policies/diff-view";
import { Panel } from "@/components/ui/panel";
import { rate } from "@/lib/client/format/rate";
import type { RolloutDetail } from "@/lib/model/rollout";
import { objectName } from "@/lib/policy/object-name";
import { candidateShare, shareText, targetShare } from "../shares";
import { secondsWords } from "../target-words";
import { targetOf } from "./run-sentence";

/** What going back does: how much traffic moves, where to, how fast, and what stays for a look. */
export function BackPanel({ detail }: { detail: RolloutDetail }) {
  const { run, plan, blastRadius, baselineDiff } = detail;
  const target = targetOf(detail, run);
  if (!target) return null;
  const traffic = target.target.kind === "traffic" ? target.target : null;
  const share = traffic ? candidateShare(run.desired, { id: target.id, candidate: traffic.candidate.version }) : null;
  const before = targetShare(detail.before, target);
  const rest = before > 0 ? `; ${shareText(before)}% as before, if a person ends it` : "";
  const moved = blastRadius.ratePerSec === null || share === null ? null : rate((blastRadius.ratePerSec * share) / 100);
  return (
    <Panel flush title="If it goes back" caption="by itself or by you, from any step" className="overflow-hidden">
      <div className="grid grid-cols-4 gap-3 px-3.5 py-3 max-sm:grid-cols-2">
        <Fact
          big={share === null ? "as before" : `${shareText(share)} → 0%`}
          small={traffic ? `${traffic.candidate.version}, at once${rest}` : "the policies from before"}
        />
        <Fact
          big={moved ? `+${moved.value}${moved.unit}` : "–"}
          small={traffic ? `on ${traffic.stable.version}` : "no traffic moves"}
        />
        <Fact
          big={String(blastRadius.proxies)}
          small={blastRadius.proxies === 1 ? "proxy is told" : "proxies are told"}
        />
        <Fact
          big={secondsWords(plan.drainSec)}
          small={traffic ? `${traffic.candidate.version} is kept to drain` : "until it is settled"}
        />
      </div>
      {baselineDiff.length > 0 ? (
        <details className="border-t border-border-1">
          <summary className="cursor-pointer px-3.5 py-2 text-xs text-text-3 outline-offset-[-2px] hover:text-text-1 max-sm:py-3.5">
            What differs now from before the rollout
          </summary>
          {baselineDiff.map((diff) => (
            <div key={`${diff.kind}${diff.key.namespace}${diff.key.name}`} className="border-t border-border-1">
              <p className="mono px-3.5 py-1.5 text-xs text-text-3">{objectName(diff.kind, diff.key)}</p>
              <DiffView diff={diff} />
            </div>
          ))}
        </details>
      ) : null}
    </Panel>
  );
}

function Fact({ big, small }: { big: string; small: string }) {
  return (
    <div className="min-w-0">
      <b className="block truncate text-lg font-semibold tracking-[-0.012em] tabular-nums">{big}</b>
      <span className="block text-xs text-text-3">{small}</span>
    </div>
  );
}
