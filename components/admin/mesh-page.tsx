"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ChevronRight, Server } from "lucide-react";
import { useQueryState } from "nuqs";
import { parseAsString } from "nuqs/server";
import { HealthChip } from "@/components/ui/chip";
import { CommandLines } from "@/components/ui/command-lines";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureState } from "@/components/ui/failure-state";
import { HealthGlyph } from "@/components/ui/health-glyph";
import { Panel } from "@/components/ui/panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Stale } from "@/components/ui/stale";
import { describeError } from "@/lib/client/api-error";
import { useLiveStatus, useLiveTopic } from "@/lib/client/live";
import { proxiesQuery } from "@/lib/client/queries/proxies";
import { useExampleBootstrap } from "@/lib/client/use-example-bootstrap";
import { useScope } from "@/lib/client/use-scope";
import type { ProxyStatus } from "@/lib/model/proxy";
import { IdentityCell } from "./identity-cell";
import { PROXY_COLUMNS } from "./proxy-columns";
import { ProxyPanel } from "./proxy-panel";
import { CONDITION_GLYPH, CONDITION_WORD, meshSentence, proxyCondition } from "./proxy-state";

function worst(proxies: readonly ProxyStatus[]) {
  const conditions = new Set(proxies.map(proxyCondition));
  if (conditions.has("refused")) return "failing";
  return conditions.has("stale") || conditions.has("disconnected") ? "degraded" : "healthy";
}

function PhoneRows({ proxies, onSelect }: { proxies: readonly ProxyStatus[]; onSelect: (proxy: ProxyStatus) => void }) {
  return (
    <ul aria-label="Proxies" className="sm:hidden">
      {proxies.map((proxy) => {
        const condition = proxyCondition(proxy);
        return (
          <li key={proxy.id} className="border-b border-border-1 last:border-b-0">
            <button
              type="button"
              onClick={() => onSelect(proxy)}
              className="flex min-h-11 w-full items-center gap-2 px-3.5 py-2 text-left"
            >
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{proxy.workload || proxy.id}</span>
                <span className="block truncate text-sm text-text-3">{proxy.namespace}</span>
                {proxy.identity && proxy.identity.state !== "issued" ? (
                  <IdentityCell identity={proxy.identity} />
                ) : null}
              </span>
              <HealthChip status={CONDITION_GLYPH[condition]} bare>
                {CONDITION_WORD[condition]}
              </HealthChip>
              <ChevronRight className="size-4 text-text-3" aria-hidden="true" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function NoProxies() {
  const lines = useExampleBootstrap();
  return (
    <EmptyState
      kind="nothing"
      icon={<Server aria-hidden="true" />}
      title="No proxy has called yet"
      className="max-w-2xl"
    >
      <p className="mb-3">A stock Envoy joins with a bootstrap that Heddle prints, for example:</p>
      <CommandLines lines={lines} />
    </EmptyState>
  );
}

/** The proxies of the mesh: what each was sent, what it took, and what it refused. */
export function MeshPage() {
  const { mesh, namespaces } = useScope();
  const [selectedId, setSelected] = useQueryState("proxy", parseAsString);
  const queryClient = useQueryClient();
  const proxies = useQuery(proxiesQuery(mesh));
  const live = useLiveStatus();
  useLiveTopic(mesh ? { topic: "proxies", mesh } : null, (frame) => {
    if (frame.type === "stale") void queryClient.invalidateQueries({ queryKey: proxiesQuery(mesh).queryKey });
  });
  const shown = (proxies.data ?? []).filter((p) => !namespaces || namespaces.includes(p.namespace));
  const selected = proxies.data?.find((p) => p.id === selectedId);
  const select = (proxy: ProxyStatus) => void setSelected(proxy.id);
  const stale = proxies.isError || live.state === "offline";

  return (
    <div className="relative flex min-h-0 flex-1">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col gap-3 overflow-y-auto p-4 max-sm:p-3">
        {proxies.isPending ? (
          <Panel flush>
            <SkeletonRows rows={10} label="Loading the proxies" />
          </Panel>
        ) : null}
        {proxies.isError && !proxies.data ? (
          <FailureState
            className="py-8"
            failure={describeError(proxies.error)}
            onRetry={() => void proxies.refetch()}
          />
        ) : null}
        {proxies.data && proxies.data.length === 0 ? <NoProxies /> : null}
        {shown.length > 0 ? (
          <Stale when={stale} className="flex min-h-0 flex-col gap-3 max-sm:min-h-max">
            <p className="flex items-start gap-2.5 text-lg font-semibold tracking-[-0.012em]">
              <HealthGlyph status={worst(shown)} label="" className="mt-[3px] size-4" />
              {meshSentence(shown)}
            </p>
            <Panel
              flush
              className="flex min-h-0 flex-col overflow-hidden max-sm:min-h-max [&>div]:flex [&>div]:min-h-0 [&>div]:flex-col"
            >
              <DataTable
                label="Proxies"
                rows={shown}
                columns={PROXY_COLUMNS}
                rowId={(p) => p.id}
                onRowClick={select}
                selectedId={selected?.id}
                initialSort={[
                  { id: "state", desc: false },
                  { id: "workload", desc: false },
                ]}
                className="max-sm:hidden"
              />
              <PhoneRows proxies={shown} onSelect={select} />
            </Panel>
          </Stale>
        ) : null}
        {proxies.data && proxies.data.length > 0 && shown.length === 0 ? (
          <EmptyState kind="noMatch" title="Nothing matches">
            The chosen namespaces hide all {proxies.data.length} proxies.
          </EmptyState>
        ) : null}
      </div>
      {selected ? <ProxyPanel mesh={mesh} proxy={selected} onClose={() => void setSelected(null)} /> : null}
    </div>
  );
}
