"use client";

import { useMemo } from "react";
import { cn } from "@/components/ui/cn";
import { Note } from "@/components/ui/note";
import { describeError } from "@/lib/client/api-error";
import { staleObject } from "@/lib/client/push-change";
import type { Change } from "@/lib/model/change";
import { ChangeDiffs } from "../change-diffs";
import { ChangeEffects } from "../change-effects";
import { isSettled } from "../push/propagation";
import { PushPanel } from "../push/push-panel";
import type { VersionFigures } from "../service-figures";
import { ChangePanel } from "./change-panel";
import { ConflictNote } from "./conflict-note";
import { RunsNow } from "./runs-now";
import { readingOf } from "./shift-draft";
import type { Shift } from "./use-shift";
import { type ShiftMode, WantPanel } from "./want-panel";

interface Props {
  shift: Shift;
  mode: ShiftMode;
  onMode: (mode: ShiftMode) => void;
  figures: readonly VersionFigures[];
  change: Change | undefined;
  onBack: () => void;
  backBusy: boolean;
  backError: unknown;
  onClose: () => void;
}

/** Three columns: what you want, what will change, push. The third appears with the first push. */
export function ShiftColumns({ shift, mode, onMode, figures, change, onBack, backBusy, backError, onClose }: Props) {
  const { latest, push, moved, items } = shift;
  const locked = push.isPending || (change !== undefined && !isSettled(change));
  const intent = useMemo(() => {
    const written = change?.items.find((item) => item.key.plural === "virtualservices");
    return written?.after ? readingOf(written.after, latest).intent : null;
  }, [change, latest]);
  const refused = push.error && staleObject(push.error) === undefined ? describeError(push.error) : null;
  return (
    <div
      className={cn(
        "grid items-start gap-3 p-4 pt-3 max-sm:p-3 lg:grid-cols-[minmax(400px,468px)_minmax(0,1fr)]",
        change && "xl:grid-cols-[minmax(400px,468px)_minmax(0,1fr)_372px]",
      )}
    >
      <div className="grid min-w-0 gap-3">
        {moved && items.length > 0 && !locked ? <ConflictNote shift={shift} /> : null}
        {refused ? (
          <Note tone="failing" live title={refused.what}>
            {refused.why} {refused.next}
          </Note>
        ) : null}
        <WantPanel shift={shift} mode={mode} onMode={onMode} figures={figures} locked={locked} />
      </div>
      <div className={cn("grid min-w-0 gap-3", change && "max-xl:order-last")}>
        {change && items.length === 0 ? null : <ChangePanel shift={shift} />}
        {!change && items.length === 0 && shift.base.virtualService && mode === "form" ? (
          <RunsNow object={shift.base.virtualService} />
        ) : null}
        {change && items.length === 0 ? (
          <>
            <ChangeEffects change={change} />
            <ChangeDiffs change={change} title="What changed" />
          </>
        ) : null}
      </div>
      {change ? (
        <PushPanel
          change={change}
          base={latest}
          intent={intent}
          newest={isNewest(change, shift)}
          onBack={onBack}
          backBusy={backBusy}
          backError={backError}
          onClose={onClose}
          linkToChange
        />
      ) : null}
    </div>
  );
}

/** Whether what a change wrote is what is stored now. */
function isNewest(change: Change, { latest }: Shift): boolean {
  return change.items.every(({ key, after, resourceVersion }) => {
    const stored = key.plural === "virtualservices" ? latest.virtualService : latest.destinationRule;
    return after === null
      ? stored === null
      : stored === null ||
          stored.resourceVersion === resourceVersion ||
          Number(stored.resourceVersion) < Number(resourceVersion);
  });
}
