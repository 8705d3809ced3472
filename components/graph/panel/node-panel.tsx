"use client";

import { Route, Shuffle } from "lucide-react";
import { ButtonLink } from "@/components/ui/button-link";
import { Chip, HealthChip, TransportChip } from "@/components/ui/chip";
import { Note } from "@/components/ui/note";
import { seriesColor } from "@/components/ui/series-marker";
import { SidePanel } from "@/components/ui/side-panel";
import { Stat } from "@/components/ui/stat";
import { Tabs } from "@/components/ui/tabs";
import { bytes } from "@/lib/client/format/bytes";
import { duration } from "@/lib/client/format/duration";
import { percent } from "@/lib/client/format/percent";
import { rate } from "@/lib/client/format/rate";
import { count } from "@/lib/client/format/significant";
import { paths } from "@/lib/client/paths";
import { versionSeries } from "@/lib/client/version-series";
import { spanWords } from "@/lib/graph/health";
import { mtlsShareOf } from "@/lib/graph/mtls-share";
import type { GraphNode } from "@/lib/model/graph";
import { figureWords } from "../figure-words";
import type { PanelTab } from "../graph-url";
import { KIND_WORDS, nodeWords } from "../node-words";
import { BadgeChips } from "./badge-chips";
import { CodeList } from "./code-list";
import { ConfigRows } from "./config-rows";
import { FlagList } from "./flag-list";
import { inboundCodes, inboundFlags } from "./inbound-sums";
import { NeighbourList } from "./neighbour-list";
import { NodeName } from "./node-name";
import { type PanelContext, seriesPeer } from "./panel-context";
import { TraceRows } from "./trace-rows";
import { TrafficCharts } from "./traffic-charts";

/** Everything known of one node: what is the case, figures in and out, who calls it, what it calls, over time. */
export function NodePanel({ node, context }: { node: GraphNode; context: PanelContext }) {
  const { mesh, scope, tab } = context;
  const service = node.service && node.namespace && node.kind !== "external" ? node.service : null;
  const traceName = node.workload ?? node.app ?? node.service ?? node.name;
  const mtlsShare = mtlsShareOf(context.graph.edges.filter((edge) => edge.target === node.id));
  const traced = node.kind !== "unknown" && node.kind !== "box";
  const search = {
    search: { mesh, durationSec: context.durationSec, atMs: context.atMs, service: traceName },
    link: { service: traceName },
  };
  const tabs = [
    { value: "traffic" as const, label: "Traffic", content: null },
    ...(traced ? [{ value: "traces" as const, label: "Traces", content: null }] : []),
    ...(service ? [{ value: "config" as const, label: "Config", content: null }] : []),
  ];
  const shown: PanelTab = tabs.some((item) => item.value === tab) ? tab : "traffic";
  return (
    <SidePanel
      label={nodeWords(node)}
      onClose={() => context.onSelect(null)}
      head={
        <>
          <div className="flex flex-wrap gap-1.5">
            <HealthChip status={node.health.status} />
            <Chip>{KIND_WORDS[node.kind]}</Chip>
            {node.namespace && node.kind !== "box" ? <Chip>{node.namespace}</Chip> : null}
            {mtlsShare === null ? null : (
              <TransportChip secure={mtlsShare === 1}>
                {mtlsShare === 1 ? "mTLS in" : `${figureWords(percent(1 - mtlsShare))} of calls in are plaintext`}
              </TransportChip>
            )}
            {node.hasProxy === false && node.kind !== "client" ? <Chip tone="unknown">No proxy</Chip> : null}
          </div>
          <h2 className="mb-1 mt-2 text-lg font-semibold tracking-[-0.012em]">
            <NodeName node={node} />
          </h2>
          <p className="text-text-2">{nodeSentence(node, context)}</p>
          {context.aboutNode?.(node)}
        </>
      }
      tabs={
        tabs.length > 1 ? (
          <Tabs label="About the node" value={shown} items={tabs} onChange={context.onTab} />
        ) : undefined
      }
      foot={
        service || traced ? (
          <>
            {service ? (
              <ButtonLink variant="primary" href={paths.shift(node.namespace, service, scope)}>
                <Shuffle aria-hidden="true" />
                Shift traffic
              </ButtonLink>
            ) : null}
            {traced ? (
              <ButtonLink href={paths.traces(search.link, scope)}>
                <Route aria-hidden="true" />
                Open traces
              </ButtonLink>
            ) : null}
          </>
        ) : undefined
      }
    >
      {shown === "traffic" ? <TrafficTab node={node} context={context} /> : null}
      {shown === "traces" ? (
        <TraceRows {...search} scope={scope} live={context.atMs === null} most={20} title="Slow and failed traces" />
      ) : null}
      {shown === "config" && service ? (
        <ConfigRows mesh={mesh} namespace={node.namespace} service={service} scope={scope} />
      ) : null}
    </SidePanel>
  );
}

function TrafficTab({ node, context }: { node: GraphNode; context: PanelContext }) {
  const { mesh, durationSec, atMs, graph } = context;
  const into = graph.edges.filter((edge) => edge.target === node.id);
  const out = graph.edges.filter((edge) => edge.source === node.id);
  const tcp = into.length > 0 && into.every((edge) => edge.protocol === "tcp");
  const codes = inboundCodes(into);
  const peer = seriesPeer(node);
  const counted = into.length > 0 || out.length > 0;
  return (
    <>
      {node.note ? (
        <Note className="mt-3" tone={node.kind === "client" ? "plaintext" : "neutral"}>
          {node.note}
        </Note>
      ) : null}
      <NodeFigures node={node} tcp={tcp} />
      <BadgeChips badges={node.badges} />
      {codes ? <CodeList protocol={codes.protocol} codes={codes.codes} requests={codes.requests} /> : null}
      <FlagList flags={inboundFlags(into)} />
      {counted && node.kind !== "unknown" && node.kind !== "external" ? (
        <TrafficCharts
          input={{ mesh, ...(into.length > 0 ? { destination: peer } : { source: peer }), durationSec, atMs }}
          color={node.version ? seriesColor(versionSeries(node.version)) : "var(--text-2)"}
          tcp={tcp}
        />
      ) : null}
      <NeighbourList title="Called by" edges={into} end="source" context={context} />
      <NeighbourList title="Calls" edges={out} end="target" context={context} />
    </>
  );
}

function NodeFigures({ node, tcp }: { node: GraphNode; tcp: boolean }) {
  const { inbound, outbound, health, inboundLatencyMs: latency } = node;
  const tone = health.status === "failing" || health.status === "degraded" ? health.status : undefined;
  const cell = "border-border-1 [&+&]:border-l [&+&]:pl-3";
  if (tcp) {
    return (
      <div className="mt-3 grid grid-cols-2">
        <Stat className={cell} label="Bytes in and out" {...bytes(inbound.bytesPerSec ?? 0, true)} />
        <Stat className={cell} label="Calls out" {...rate(outbound.ratePerSec)} />
      </div>
    );
  }
  return (
    <div className="mt-3 grid grid-cols-3">
      <Stat
        className={cell}
        label="Requests in"
        {...rate(inbound.ratePerSec)}
        note={`${count(Math.round(inbound.requests))} in all`}
      />
      <Stat
        className={cell}
        label="Errors"
        {...percent(inbound.errorRatio)}
        tone={inbound.errorRatio > 0 ? tone : undefined}
        note={
          inbound.clientErrorRatio > 0 ? `4xx: ${figureWords(percent(inbound.clientErrorRatio))}` : "of requests in"
        }
      />
      {latency?.p95 == null ? (
        <Stat
          className={cell}
          label="Calls out"
          {...rate(outbound.ratePerSec)}
          note={outbound.errorRatio > 0 ? `${figureWords(percent(outbound.errorRatio))} failed` : "none failed"}
        />
      ) : (
        <Stat
          className={cell}
          label="p95"
          {...duration(latency.p95)}
          note={latency.p50 === null ? "" : `p50: ${figureWords(duration(latency.p50))}`}
        />
      )}
    </div>
  );
}

function nodeSentence(node: GraphNode, { durationSec }: PanelContext): string {
  const reasons = node.health.reasons.filter((reason) => reason !== node.note);
  if (reasons.length > 0) return reasons.join(" ");
  const window = `in the last ${spanWords(durationSec)}`;
  if (node.kind === "client") return "It calls the mesh from outside of it, without a proxy.";
  if (node.kind === "store") return `It takes TCP: bytes are counted, not requests. Nothing failed ${window}.`;
  if (node.kind === "unknown") return "Heddle cannot tell who this is.";
  return node.inbound.requests > 0
    ? `Every request it was sent ${window} was answered.`
    : `Every call it made ${window} was answered.`;
}
