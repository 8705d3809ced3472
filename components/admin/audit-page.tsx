"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { useQueryStates } from "nuqs";
import { parseAsString } from "nuqs/server";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { DefinitionList } from "@/components/ui/definition-list";
import { EmptyState } from "@/components/ui/empty-state";
import { Input } from "@/components/ui/input";
import { JsonView } from "@/components/ui/json-view";
import { Panel } from "@/components/ui/panel";
import { SidePanel } from "@/components/ui/side-panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Stale } from "@/components/ui/stale";
import { TextLink } from "@/components/ui/text-link";
import { wholeTime } from "@/lib/client/format/time";
import { paths } from "@/lib/client/paths";
import { auditQuery } from "@/lib/client/queries/audit";
import type { AuditEntry } from "@/lib/model/audit-entry";
import { ActorText, AUDIT_COLUMNS, OutcomeChip } from "./audit-columns";
import { AuditRows } from "./audit-rows";
import { Failure } from "./failure";

const FILTERS = { actor: parseAsString, action: parseAsString, target: parseAsString, entry: parseAsString };

const FIELDS = [
  { key: "actor", label: "Who", placeholder: "Anyone" },
  { key: "action", label: "Did", placeholder: "Any act, e.g. config.put" },
  { key: "target", label: "To", placeholder: "Anything" },
] as const;

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
  const [filter, setFilter] = useQueryStates(FILTERS);
  const [typed, setTyped] = useState(filter);
  const asked = Object.fromEntries(FIELDS.flatMap(({ key }) => (filter[key] ? [[key, filter[key]]] : [])));
  const audit = useInfiniteQuery(auditQuery(asked));
  const entries = audit.data?.pages.flat() ?? [];
  const selected = entries.find((e) => e.id === filter.entry);
  const filtered = Object.keys(asked).length > 0;
  const select = (entry: AuditEntry) => void setFilter({ entry: entry.id });

  return (
    <div className="relative flex min-h-0 flex-1">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col gap-3 p-4 max-sm:p-3">
        <form
          className="flex flex-wrap items-center gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            void setFilter({ actor: typed.actor || null, action: typed.action || null, target: typed.target || null });
          }}
        >
          {FIELDS.map(({ key, label, placeholder }) => (
            <Input
              key={key}
              aria-label={label}
              placeholder={placeholder}
              value={typed[key] ?? ""}
              onChange={(event) => setTyped({ ...typed, [key]: event.target.value })}
              className="w-56 max-sm:w-full"
            />
          ))}
          <Button type="submit">Find</Button>
          {filtered ? (
            <Button
              variant="ghost"
              onClick={() => {
                setTyped({ actor: null, action: null, target: null, entry: null });
                void setFilter({ actor: null, action: null, target: null });
              }}
            >
              Clear filters
            </Button>
          ) : null}
        </form>
        <Panel
          flush
          className="flex min-h-0 flex-1 flex-col overflow-hidden [&>div]:flex [&>div]:min-h-0 [&>div]:flex-1 [&>div]:flex-col"
        >
          {audit.isPending ? <SkeletonRows rows={10} label="Loading the audit log" /> : null}
          {audit.isError && !audit.data ? <Failure error={audit.error} onRetry={() => void audit.refetch()} /> : null}
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
      {selected ? <EntryPanel entry={selected} onClose={() => void setFilter({ entry: null })} /> : null}
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
