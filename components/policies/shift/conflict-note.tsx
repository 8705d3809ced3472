"use client";

import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import type { ConfigObject } from "@/lib/model/config-object";
import { diffObject } from "@/lib/policy/diff/diff-object";
import { objectName } from "@/lib/policy/object-name";
import { DiffView } from "../diff-view";
import { TimeText } from "../time-text";
import type { ShiftBase } from "./shift-base";
import { keyOf } from "./shift-draft";
import type { Shift } from "./use-shift";

/** Somebody else was quicker: what they changed, and the two ways on. Nothing is overwritten unseen. */
export function ConflictNote({ shift }: { shift: Shift }) {
  const { base, latest } = shift;
  const moved = (["virtualService", "destinationRule"] as const).filter(
    (file) => base[file]?.resourceVersion !== latest[file]?.resourceVersion,
  );
  return (
    <Note tone="degraded" live title="This changed while you were editing.">
      {moved.map((file) => (
        <div key={file} className="mt-1">
          <TheirChange
            base={base}
            before={base[file]}
            after={latest[file]}
            kind={file === "virtualService" ? "VirtualService" : "DestinationRule"}
          />
        </div>
      ))}
      <div className="mt-2.5 flex flex-wrap gap-2">
        <Button size="small" onClick={shift.redo}>
          Redo mine on top
        </Button>
        <Button size="small" variant="ghost" onClick={shift.start}>
          Drop mine, take theirs
        </Button>
      </div>
    </Note>
  );
}

function TheirChange({
  base,
  before,
  after,
  kind,
}: {
  base: ShiftBase;
  before: ConfigObject | null;
  after: ConfigObject | null;
  kind: "VirtualService" | "DestinationRule";
}) {
  const key = after?.key ?? before?.key ?? keyOf(base.service, kind);
  return (
    <>
      <p>
        {objectName(kind, key)}{" "}
        {after ? (
          <>
            is at version {after.resourceVersion}, by {after.updatedBy}, <TimeText iso={after.updatedAt} />
            {after.reason ? `: "${after.reason}"` : ""}. You started from{" "}
            {before ? `version ${before.resourceVersion}` : "none"}.
          </>
        ) : (
          "was deleted."
        )}
      </p>
      <div className="mt-1.5 max-h-56 overflow-auto rounded-2 border border-border-1 bg-surface-1">
        <DiffView diff={diffObject(key, kind, before?.yaml ?? null, after?.yaml ?? null)} context={2} />
      </div>
    </>
  );
}
