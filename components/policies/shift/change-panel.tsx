"use client";

import { useState } from "react";
import { Note } from "@/components/ui/note";
import { Panel } from "@/components/ui/panel";
import { Segmented } from "@/components/ui/segmented";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Stale } from "@/components/ui/stale";
import { describeError } from "@/lib/client/api-error";
import { objectName } from "@/lib/policy/object-name";
import { DiffStat } from "../diff-stat";
import { DiffView } from "../diff-view";
import { Effects } from "../effects";
import { FindingsList } from "../findings-list";
import { Touches } from "../touches";
import type { Shift } from "./use-shift";

/** What will change: effect in words, difference, whom it touches, what the checks say. */
export function ChangePanel({ shift }: { shift: Shift }) {
  const { diffs, preview, current, result, items } = shift;
  const [at, setAt] = useState(0);
  const diff = diffs[Math.min(at, diffs.length - 1)];
  if (items.length === 0 || !diff) {
    return (
      <Panel title="What will change">
        <p className="text-text-2">
          {result.problem ??
            "Nothing yet. Move a weight or add a rule, and its effect stands here before anything is pushed."}
        </p>
        {shift.now.kept.length > 0 ? (
          <p className="mt-1.5 text-xs text-text-3">Kept whatever you change: {shift.now.kept.join(", ")}.</p>
        ) : null}
      </Panel>
    );
  }
  const shown = current ?? preview.data;
  return (
    <Panel
      flush
      title="What will change"
      caption={<span className="mono">{objectName(diff.kind, diff.key)}</span>}
      action={<DiffStat added={diff.added} removed={diff.removed} />}
    >
      {result.problem ? (
        <Note tone="failing" className="m-3.5 mb-0">
          {result.problem}
        </Note>
      ) : null}
      {shown ? (
        <Stale when={!current}>
          <Effects effects={shown.effects} unchanged={shown.unchanged} />
        </Stale>
      ) : preview.isError ? (
        <Note tone="degraded" className="m-3.5" title="Its effect is not known." live>
          {describeError(preview.error).what} {describeError(preview.error).why}
        </Note>
      ) : (
        <SkeletonRows rows={2} label="Working out the effect" />
      )}
      {diffs.length > 1 ? (
        <div className="border-t border-border-1 px-3.5 py-2">
          <Segmented
            small
            label="Which object"
            value={String(Math.min(at, diffs.length - 1))}
            options={diffs.map((one, i) => ({ value: String(i), label: one.kind }))}
            onChange={(next) => setAt(Number(next))}
          />
        </div>
      ) : null}
      <div className="max-h-[520px] overflow-y-auto border-y border-border-1">
        <DiffView key={diff.kind} diff={diff} />
      </div>
      {shown ? (
        <Stale when={!current}>
          <Touches touches={shown.touches} />
          <div className="border-t border-border-1 p-3.5" aria-live="polite">
            <FindingsList findings={shown.findings} />
          </div>
        </Stale>
      ) : null}
    </Panel>
  );
}
