"use client";

import { DiffStat } from "@/components/policies/diff-stat";
import { DiffView } from "@/components/policies/diff-view";
import { SideDiff } from "@/components/policies/side-diff";
import { Panel } from "@/components/ui/panel";
import type { ObjectDiff } from "@/lib/model/change";
import { objectName } from "@/lib/policy/object-name";

/** Exactly what would be written: side by side on wide screens, one below the other on narrow ones. */
export function NextDiffs({ diffs, title = "Exactly this changes" }: { diffs: readonly ObjectDiff[]; title?: string }) {
  const changed = diffs.filter((diff) => diff.added + diff.removed > 0);
  if (changed.length === 0) {
    return (
      <Panel title={title}>
        <p className="text-text-2">No object is written by this; the run only goes on.</p>
      </Panel>
    );
  }
  return changed.map((diff) => (
    <Panel
      key={objectName(diff.kind, diff.key)}
      flush
      title={title}
      caption={<span className="mono">{objectName(diff.kind, diff.key)}</span>}
      action={<DiffStat added={diff.added} removed={diff.removed} />}
      className="overflow-hidden"
    >
      <div className="hidden min-[1100px]:block">
        <SideDiff diff={diff} />
      </div>
      <div className="min-[1100px]:hidden">
        <DiffView diff={diff} />
      </div>
    </Panel>
  ));
}
