"use client";

import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useState } from "react";
import { HealthChip } from "@/components/ui/chip";
import { DefinitionList } from "@/components/ui/definition-list";
import { FailureState } from "@/components/ui/failure-state";
import { HealthGlyph } from "@/components/ui/health-glyph";
import { IconButton } from "@/components/ui/icon-button";
import { JsonView } from "@/components/ui/json-view";
import { PrincipalText } from "@/components/ui/principal-text";
import { SidePanel } from "@/components/ui/side-panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Tabs } from "@/components/ui/tabs";
import { describeError } from "@/lib/client/api-error";
import { proxyConfigQuery } from "@/lib/client/queries/proxies";
import { saveFile } from "@/lib/client/save-file";
import type { ProxyStatus } from "@/lib/model/proxy";
import { IdentityCell } from "./identity-cell";
import {
  CONDITION_GLYPH,
  CONDITION_WORD,
  proxyCondition,
  TYPE_GLYPH,
  TYPE_WORD,
  XDS_NAMES,
  XDS_TYPES,
} from "./proxy-state";
import { TimeText } from "./time-text";

const ACCEPTS = { plaintext: "plaintext only", both: "mTLS and plaintext", mtls: "mTLS only" } as const;

function SyncTab({ proxy }: { proxy: ProxyStatus }) {
  return (
    <ul className="pt-1">
      {XDS_TYPES.flatMap((type) => {
        const state = proxy.types[type];
        if (!state) return [];
        return [
          <li key={type} className="border-b border-border-1 py-2.5 last:border-b-0">
            <div className="flex items-center gap-2">
              <HealthGlyph status={TYPE_GLYPH[state.state]} label="" />
              <span className="font-medium">{XDS_NAMES[type]}</span>
              <span className="mono text-xs text-text-3">{type}</span>
              <span className="ml-auto text-xs text-text-2">{TYPE_WORD[state.state]}</span>
            </div>
            <div className="mt-1 flex gap-4 pl-[21px] text-xs text-text-3">
              <span>
                sent <span className="mono text-text-2">{state.sent || "–"}</span>
              </span>
              <span>
                acknowledged <span className="mono text-text-2">{state.acked || "–"}</span>
              </span>
            </div>
            {state.reason ? (
              <blockquote className="mono mt-2 rounded-2 border border-failing-border bg-failing-bg px-2.5 py-2 text-xs [overflow-wrap:anywhere]">
                {state.reason}
              </blockquote>
            ) : null}
          </li>,
        ];
      })}
    </ul>
  );
}

function ConfigTab({ mesh, proxyId }: { mesh: string; proxyId: string }) {
  const config = useQuery(proxyConfigQuery(mesh, proxyId));
  if (config.isError)
    return (
      <FailureState className="py-8" failure={describeError(config.error)} onRetry={() => void config.refetch()} />
    );
  if (!config.data) return <SkeletonRows rows={5} label="Loading the config of the proxy" />;
  const json = JSON.stringify(config.data, null, 2);
  return (
    <div className="pt-2">
      <div className="mb-1 flex items-center justify-between">
        <span className="text-xs text-text-3">as last sent</span>
        <IconButton
          label="Download as JSON"
          small
          onClick={() => saveFile(`${proxyId}.json`, json, "application/json")}
        >
          <Download aria-hidden="true" />
        </IconButton>
      </div>
      <JsonView value={config.data} open={2} />
    </div>
  );
}

/** One proxy: what it was sent, what it took, what it refused and why, and its whole config. */
export function ProxyPanel({ mesh, proxy, onClose }: { mesh: string; proxy: ProxyStatus; onClose: () => void }) {
  const [tab, setTab] = useState<"sync" | "config" | "about">("sync");
  const condition = proxyCondition(proxy);
  return (
    <SidePanel
      label="the proxy"
      onClose={onClose}
      head={
        <>
          <HealthChip status={CONDITION_GLYPH[condition]}>{CONDITION_WORD[condition]}</HealthChip>
          <h2 className="mt-2 text-lg font-semibold tracking-[-0.012em]">{proxy.workload || proxy.id}</h2>
          <p className="mono text-xs text-text-3 [overflow-wrap:anywhere]">{proxy.id}</p>
        </>
      }
    >
      <Tabs
        label="About the proxy"
        value={tab}
        onChange={setTab}
        className="-mx-4 [&_[role=tabpanel]]:px-4"
        items={[
          { value: "sync", label: "What it took", content: <SyncTab proxy={proxy} /> },
          { value: "config", label: "Config", content: <ConfigTab mesh={mesh} proxyId={proxy.id} /> },
          {
            value: "about",
            label: "About",
            content: (
              <DefinitionList
                className="pt-1"
                items={[
                  { id: "ns", name: "Namespace", value: proxy.namespace || "–" },
                  { id: "service", name: "Service", value: proxy.service || "–" },
                  { id: "version", name: "Version", value: proxy.version || "–" },
                  { id: "identity", name: "Identity", value: <IdentityCell identity={proxy.identity} /> },
                  {
                    id: "principal",
                    name: "Principal",
                    value: proxy.identity?.principal ? (
                      <PrincipalText principal={proxy.identity.principal} />
                    ) : (
                      (proxy.identity?.reason ?? "–")
                    ),
                  },
                  { id: "renews", name: "Renews", value: <TimeText iso={proxy.identity?.renewsAt} /> },
                  { id: "accepts", name: "Takes", value: proxy.accepts ? ACCEPTS[proxy.accepts] : "–" },
                  { id: "address", name: "Address", value: <span className="mono">{proxy.address || "–"}</span> },
                  { id: "admin", name: "Admin", value: <span className="mono">{proxy.adminAddress ?? "–"}</span> },
                  { id: "envoy", name: "Envoy", value: <span className="mono">{proxy.envoyVersion ?? "–"}</span> },
                  {
                    id: "since",
                    name: "Connected",
                    value: <TimeText iso={proxy.connected ? proxy.connectedAt : null} none="no" />,
                  },
                  { id: "seen", name: "Last word", value: <TimeText iso={proxy.lastSeenAt} /> },
                ]}
              />
            ),
          },
        ]}
      />
    </SidePanel>
  );
}
