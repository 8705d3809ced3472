"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { useQueryStates } from "nuqs";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { DefinitionList } from "@/components/ui/definition-list";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureState } from "@/components/ui/failure-state";
import { JsonView } from "@/components/ui/json-view";
import { Panel } from "@/components/ui/panel";
import { SidePanel } from "@/components/ui/side-panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Stale } from "@/components/ui/stale";
import { TextLink } from "@/components/ui/text-link";
import { describeError } from "@/lib/client/api-error";
import { wholeTime } from "@/lib/client/format/time";
import { paths } from "@/lib/client/paths";
import { auditQuery } from "@/lib/client/queries/audit";
import type { AuditEntry } from "@/lib/model/audit-entry";
import { AuditChain } from "./audit-chain";
import { ActorText, AUDIT_COLUMNS, OutcomeChip } from "./audit-columns";
import { AuditDownloads } from "./audit-downloads";
import { AUDIT_PARAMS, auditSearch } from "./audit-filters";
import { AuditRows } from "./audit-rows";
import { AuditSearch } from "./audit-search";

function EntryPanel({ entry, onClose }: { entry: AuditEntry; onClose: () => void }) {
  return (
    <SidePanel
      label="the entry"
      onClose={onClose}
      head={
        <>
          <OutcomeChip outcome={entry.outcome} />
          <h2 className="mono mt-2 text-lg font-semibold">{entry.action}</h2>
          <p className="text-text-2">{entry.target}</p>
        </>
      }
    >
      <DefinitionList
        items={[
          { id: "at", name: "When", value: wholeTime(Date.parse(entry.at)) },
          { id: "who", name: "Who", value: <ActorText entry={entry} /> },
          { id: "via", name: "Came in by", value: entry.via || "–" },
          { id: "ns", name: "Namespace", value: entry.namespace || "–" },
          { id: "from", name: "From", value: <span className="mono">{entry.remoteAddress || "–"}</span> },
          {
            id: "trace",
            name: "Trace",
            value: entry.traceId ? (
              <TextLink href={paths.trace(entry.traceId)} className="mono">
                {entry.traceId}
              </TextLink>
            ) : (
              "–"
            ),
          },
          { id: "seq", name: "In the chain", value: `${entry.seq}` },
          { id: "hash", name: "Hash", value: <span className="mono">{entry.hash}</span> },
          { id: "prev", name: "Stands on", value: <span className="mono">{entry.prevHash}</span> },
        ]}
      />
      {entry.detail === undefined || entry.detail === null ? null : (
        <>
          <h3 className="mb-1 mt-4 text-xs font-medium text-text-3">Detail</h3>
          <JsonView value={entry.detail} open={2} />
        </>
      )}
    </SidePanel>
  );
}

/** Who did what, when and from where: everything that tried to change something. */
export function AuditPage() {
  const [params, setParams] = useQueryStates(AUDIT_PARAMS);
  const { entry: opened, ...filter } = params;
  const asked = auditSearch(filter);
  const audit = useInfiniteQuery(auditQuery(asked));
  const entries = audit.data?.pages.flat() ?? [];
  const selected = entries.find((e) => e.id === opened);
  const filtered = Object.keys(asked).length > 0;
  const select = (entry: AuditEntry) => void setParams({ entry: entry.id });

  return (
    <div className="relative flex min-h-0 flex-1">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col gap-3 p-4 max-sm:p-3">
        <AuditSearch filter={filter} onChange={(next) => void setParams(next)} />
        <AuditChain downloads={<AuditDownloads search={asked} />} />
        <Panel
          flush
          className="flex min-h-0 flex-1 flex-col overflow-hidden [&>div]:flex [&>div]:min-h-0 [&>div]:flex-1 [&>div]:flex-col"
        >
          {audit.isPending ? <SkeletonRows rows={10} label="Loading the audit log" /> : null}
          {audit.isError && !audit.data ? (
            <FailureState className="py-8" failure={describeError(audit.error)} onRetry={() => void audit.refetch()} />
          ) : null}
          {audit.data ? (
            <Stale when={audit.isError} className="flex min-h-0 flex-1 flex-col">
              <DataTable
                label="Audit log"
                rows={entries}
                columns={AUDIT_COLUMNS}
                rowId={(e) => e.id}
                onRowClick={select}
                selectedId={selected?.id}
                className="flex-1 max-sm:hidden"
                empty={<AuditEmpty filtered={filtered} />}
              />
              <AuditRows entries={entries} onSelect={select} empty={<AuditEmpty filtered={filtered} />} />
              {audit.hasNextPage ? (
                <div className="border-t border-border-1 p-2 text-center">
                  <Button
                    size="small"
                    busy={audit.isFetchingNextPage ? "Loading older entries" : undefined}
                    onClick={() => void audit.fetchNextPage()}
                  >
                    Show older entries
                  </Button>
                </div>
              ) : null}
            </Stale>
          ) : null}
        </Panel>
      </div>
      {selected ? <EntryPanel entry={selected} onClose={() => void setParams({ entry: null })} /> : null}
    </div>
  );
}

function AuditEmpty({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <EmptyState kind="noMatch" title="Nothing matches">
      No entry fits all filters.
    </EmptyState>
  ) : (
    <EmptyState kind="nothing" icon={<ScrollText aria-hidden="true" />} title="Nothing has been done yet">
      Every sign-in, push and change of access will stand here.
    </EmptyState>
  );
}
