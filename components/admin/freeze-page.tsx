"use client";

import { useQuery } from "@tanstack/react-query";
import { CalendarClock, Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { HealthChip } from "@/components/ui/chip";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureState } from "@/components/ui/failure-state";
import { Panel } from "@/components/ui/panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Stale } from "@/components/ui/stale";
import { describeError } from "@/lib/client/api-error";
import { wholeTime, zoneName } from "@/lib/client/format/time";
import { freezeWindowsQuery, removeFreezeWindow } from "@/lib/client/queries/freeze-windows";
import { sessionQuery } from "@/lib/client/queries/session";
import { useNow } from "@/lib/client/use-now";
import type { FreezeWindow } from "@/lib/model/freeze-window";
import { holdsRole } from "@/lib/model/grants";
import { ConfirmDialog } from "./confirm-dialog";
import { FreezeForm } from "./freeze-form";
import { type FreezeSpan, freezeSpan } from "./freeze-span";
import { spanWords, whenWords } from "./freeze-words";

interface Row {
  window: FreezeWindow;
  span: FreezeSpan | null;
}

/** What is on comes first, then what comes next, then what is over. */
function rowsOf(windows: readonly FreezeWindow[], nowMs: number): Row[] {
  return windows
    .map((window) => ({ window, span: freezeSpan(window.when, nowMs) }))
    .sort((a, b) => (a.span?.fromMs ?? Number.POSITIVE_INFINITY) - (b.span?.fromMs ?? Number.POSITIVE_INFINITY));
}

function Span({ span, nowMs }: { span: FreezeSpan | null; nowMs: number }) {
  if (!span) return <span className="text-text-3">over</span>;
  const on = span.fromMs <= nowMs;
  const words = spanWords(span, nowMs);
  return (
    <time
      dateTime={new Date(span.fromMs).toISOString()}
      title={`${wholeTime(span.fromMs)} to ${wholeTime(span.toMs)}`}
      className="tabular-nums"
    >
      {on ? <HealthChip status="degraded">{words}</HealthChip> : words}
    </time>
  );
}

/** `acts` absent: the reader may not change it. */
function FreezeRow({
  row: { window, span },
  nowMs,
  acts,
}: {
  row: Row;
  nowMs: number;
  acts: { change: () => void; remove: () => void } | undefined;
}) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1.5 border-b border-border-1 px-3.5 py-3 last:border-b-0">
      <span className="w-56 shrink-0 font-medium max-sm:w-full">
        <Span span={span} nowMs={nowMs} />
      </span>
      <span className="min-w-0 flex-1 basis-56">
        <span className="block font-medium [overflow-wrap:anywhere]">{window.name}</span>
        <span className="block text-text-3 [overflow-wrap:anywhere]">
          {whenWords(window, nowMs)} · {window.namespaces ? window.namespaces.join(", ") : "every namespace"}
          {window.reason ? ` · ${window.reason}` : ""}
        </span>
      </span>
      {acts ? (
        <span className="flex gap-2 max-sm:w-full max-sm:[&>*]:flex-1">
          <Button size="small" aria-label={`Change ${window.name}`} onClick={acts.change}>
            Change
          </Button>
          <Button size="small" variant="danger" aria-label={`Remove ${window.name}`} onClick={acts.remove}>
            Remove
          </Button>
        </span>
      ) : null}
    </li>
  );
}

/** When no rollout goes forward: what is on, what comes next. Everybody may read it; administrators change it. */
export function FreezePage() {
  const windows = useQuery(freezeWindowsQuery());
  const session = useQuery(sessionQuery());
  const nowMs = useNow(30_000);
  const [writing, write] = useState<FreezeWindow | "new" | null>(null);
  const [removing, setRemoving] = useState<FreezeWindow | null>(null);
  const admin = session.data ? holdsRole(session.data.actor, "admin", null) : false;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto p-4 max-sm:p-3">
      <Panel
        flush
        title="Freeze windows"
        caption={nowMs ? `when no rollout goes forward; times in ${zoneName(nowMs)}` : ""}
        className="mx-auto max-w-[1280px]"
        action={
          admin ? (
            <Button size="small" onClick={() => write("new")}>
              <Plus aria-hidden="true" />
              Add
            </Button>
          ) : null
        }
      >
        {windows.isPending || !nowMs ? <SkeletonRows rows={3} label="Loading freeze windows" /> : null}
        {windows.isError && !windows.data ? (
          <FailureState
            className="py-8"
            failure={describeError(windows.error)}
            onRetry={() => void windows.refetch()}
          />
        ) : null}
        {windows.data?.length === 0 ? (
          <EmptyState
            kind="nothing"
            icon={<CalendarClock aria-hidden="true" />}
            title="No freeze windows"
            {...(admin ? { action: <Button onClick={() => write("new")}>Add a window</Button> } : {})}
          >
            Rollouts go forward at any time. In a window they wait; pausing and going back stay possible.
          </EmptyState>
        ) : null}
        {windows.data && windows.data.length > 0 && nowMs ? (
          <Stale when={windows.isError}>
            <ul aria-label="Freeze windows">
              {rowsOf(windows.data, nowMs).map((row) => (
                <FreezeRow
                  key={row.window.id}
                  row={row}
                  nowMs={nowMs}
                  acts={admin ? { change: () => write(row.window), remove: () => setRemoving(row.window) } : undefined}
                />
              ))}
            </ul>
          </Stale>
        ) : null}
      </Panel>
      {writing ? <FreezeForm window={writing === "new" ? null : writing} onClose={() => write(null)} /> : null}
      {removing ? (
        <ConfirmDialog
          title={`Remove “${removing.name}”?`}
          description="If it is on now, rollouts that wait for its end go forward at once."
          act="Remove window"
          queryKey={freezeWindowsQuery().queryKey}
          confirm={() => removeFreezeWindow(removing.id)}
          onClose={() => setRemoving(null)}
        />
      ) : null}
    </div>
  );
}
