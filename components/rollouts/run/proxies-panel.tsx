import { AckBar } from "@/components/policies/push/ack-bar";
import { progressOf } from "@/components/policies/push/propagation";
import { ProxyList } from "@/components/policies/push/proxy-list";
import { Refusals } from "@/components/policies/push/refusals";
import { Panel } from "@/components/ui/panel";
import type { Scope } from "@/lib/client/scope-params";
import type { RolloutDetail } from "@/lib/model/rollout";

/** What became of the latest write at each proxy. */
export function ProxiesPanel({ detail, scope }: { detail: RolloutDetail; scope: Scope }) {
  if (detail.propagation.length === 0) return null;
  const progress = progressOf(detail);
  return (
    <Panel flush title="Proxies" caption={`of revision ${detail.run.meshRevision}`}>
      <div className="pt-3">
        <AckBar progress={progress} />
      </div>
      {progress.refused.length > 0 ? (
        <div className="px-3.5 pt-3">
          <Refusals refused={progress.refused} revision={detail.run.meshRevision} scope={scope} />
        </div>
      ) : null}
      <ProxyList proxies={detail.propagation} scope={scope} />
    </Panel>
  );
}
