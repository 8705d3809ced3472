"use client";

import { Route, Shuffle } from "lucide-react";
import { ButtonLink } from "@/components/ui/button-link";
import { Chip, HealthChip, TransportChip } from "@/components/ui/chip";
import { DefinitionList } from "@/components/ui/definition-list";
import { PrincipalText } from "@/components/ui/principal-text";
import { seriesColor } from "@/components/ui/series-marker";
import { SidePanel } from "@/components/ui/side-panel";
import { Tabs } from "@/components/ui/tabs";
import { percent } from "@/lib/client/format/percent";
import { rate } from "@/lib/client/format/rate";
import { paths } from "@/lib/client/paths";
import { versionSeries } from "@/lib/client/version-series";
import { spanWords } from "@/lib/graph/health";
import type { GraphEdge } from "@/lib/model/graph";
import { figureWords } from "../figure-words";
import type { PanelTab } from "../graph-url";
import { edgeWords, PROTOCOL_WORDS } from "../node-words";
import { CodeList } from "./code-list";
import { ConfigRows } from "./config-rows";
import { EdgeFigures } from "./edge-figures";
import { FlagList } from "./flag-list";
import { NodeName } from "./node-name";
import { type PanelContext, seriesPeer } from "./panel-context";
import { TraceRows } from "./trace-rows";
import { TrafficCharts } from "./traffic-charts";

/** Everything known of one edge: what is the case, figures, codes, why, over time, its traces, what steers it. */
export function EdgePanel({ edge, context }: { edge: GraphEdge; context: PanelContext }) {
  const { nodes, mesh, scope, tab } = context;
  const [source, target] = [nodes.get(edge.source), nodes.get(edge.target)];
  if (!source || !target) return null;
  const service = target.service && target.namespace && target.kind !== "external" ? target.service : null;
  const search = traceSearch(edge, context);
  const tabs = [
    { value: "traffic" as const, label: "Traffic", content: null },
    { value: "traces" as const, label: "Traces", content: null },
    ...(service ? [{ value: "config" as const, label: "Config", content: null }] : []),
  ];
  const shown: PanelTab = tabs.some((item) => item.value === tab) ? tab : "traffic";
  return (
    <SidePanel
      label={edgeWords(edge, nodes)}
      onClose={() => context.onSelect(null)}
      head={
        <>
          <div className="flex flex-wrap gap-1.5">
            <HealthChip status={edge.health.status} />
            <Chip>{PROTOCOL_WORDS[edge.protocol]}</Chip>
            {edge.mtlsShare === null ? null : <MtlsChip share={edge.mtlsShare} />}
            {edge.estimated ? <Chip title="Counted from sampled spans">Estimated</Chip> : null}
          </div>
          <h2 className="mb-1 mt-2 flex flex-wrap items-center gap-x-1.5 text-lg font-semibold tracking-[-0.012em]">
            <NodeName node={source} onSelect={context.onSelect} />
            <span aria-hidden="true" className="text-text-3">
              →
            </span>
            <NodeName node={target} onSelect={context.onSelect} />
          </h2>
          <p className="text-text-2">{edgeSentence(edge, context)}</p>
        </>
      }
      tabs={<Tabs label="About the edge" value={shown} items={tabs} onChange={context.onTab} />}
      foot={
        <>
          {service ? (
            <ButtonLink variant="primary" href={paths.shift(target.namespace, service, scope)}>
              <Shuffle aria-hidden="true" />
              Shift traffic
            </ButtonLink>
          ) : null}
          <ButtonLink href={paths.traces(search.link, scope)}>
            <Route aria-hidden="true" />
            Open traces
          </ButtonLink>
        </>
      }
    >
      {shown === "traffic" ? <TrafficTab edge={edge} context={context} search={search} /> : null}
      {shown === "traces" ? (
        <TraceRows {...search} scope={scope} live={context.atMs === null} most={20} title="Slow and failed traces" />
      ) : null}
      {shown === "config" && service ? (
        <ConfigRows mesh={mesh} namespace={target.namespace} service={service} scope={scope} />
      ) : null}
    </SidePanel>
  );
}

function TrafficTab({
  edge,
  context,
  search,
}: {
  edge: GraphEdge;
  context: PanelContext;
  search: ReturnType<typeof traceSearch>;
}) {
  const { nodes, mesh, durationSec, atMs } = context;
  const [source, target] = [nodes.get(edge.source), nodes.get(edge.target)];
  if (!source || !target) return null;
  const tcp = edge.protocol === "tcp";
  const known = source.kind !== "unknown" && target.kind !== "unknown" && target.kind !== "external";
  return (
    <>
      <EdgeFigures edge={edge} context={context} />
      <Copies edge={edge} />
      <Principals edge={edge} />
      {edge.codes.length > 0 ? <CodeList protocol={edge.protocol} codes={edge.codes} requests={edge.requests} /> : null}
      <FlagList flags={edge.flags} />
      {known ? (
        <TrafficCharts
          input={{
            mesh,
            source: seriesPeer(source),
            destination: seriesPeer(target),
            protocol: edge.protocol,
            durationSec,
            atMs,
          }}
          color={target.version ? seriesColor(versionSeries(target.version)) : "var(--text-2)"}
          tcp={tcp}
        />
      ) : null}
      {tcp ? null : (
        <TraceRows {...search} scope={context.scope} live={atMs === null} most={3} title="Slow and failed traces" />
      )}
    </>
  );
}

/** Copies of requests that went the same way: no user waits for their answers, and no other figure holds them. */
function Copies({ edge: { mirrored } }: { edge: GraphEdge }) {
  if (!mirrored) return null;
  const value = `${figureWords(rate(mirrored.ratePerSec))}, ${figureWords(percent(mirrored.errorRatio))} failed`;
  return <DefinitionList className="mt-3" items={[{ id: "mirrored", name: "Mirrored", value }]} />;
}

/** Who the two ends are by their certificates, where they showed some. */
function Principals({ edge: { principals } }: { edge: GraphEdge }) {
  const items = [
    { id: "source", name: "Caller is", value: principals.source },
    { id: "destination", name: "Callee is", value: principals.destination },
  ].filter(({ value }) => value.length > 0);
  if (items.length === 0) return null;
  return (
    <DefinitionList
      className="mt-3"
      items={items.map(({ value, ...rest }) => ({
        ...rest,
        value: value.map((principal) => <PrincipalText key={principal} principal={principal} />),
      }))}
    />
  );
}

function MtlsChip({ share }: { share: number }) {
  if (share === 1) return <TransportChip secure />;
  return (
    <TransportChip secure={false}>
      {share === 0 ? "Plaintext" : `${figureWords(percent(1 - share))} plaintext`}
    </TransportChip>
  );
}

function edgeSentence(edge: GraphEdge, { durationSec }: PanelContext): string {
  if (edge.health.reasons.length > 0) return edge.health.reasons.join(" ");
  const window = `in the last ${spanWords(durationSec)}`;
  if (edge.protocol === "tcp") return `TCP: connections and bytes are counted, not requests. None failed ${window}.`;
  if (edge.requests === 0) return `No request ${window}.`;
  const refused =
    edge.clientErrorRatio > 0
      ? ` ${figureWords(percent(edge.clientErrorRatio))} were refused as the caller's mistake (4xx).`
      : "";
  return edge.errorRatio === 0
    ? `No request failed ${window}.${refused}`
    : `${figureWords(percent(edge.errorRatio))} of requests failed ${window}.${refused}`;
}

/** The trace search that leads from an edge to its traces, for the query and for the link. */
function traceSearch(edge: GraphEdge, { nodes, mesh, durationSec, atMs }: PanelContext) {
  const end = (id: string) => {
    const node = nodes.get(id);
    return node?.workload ?? node?.app ?? node?.service ?? node?.name ?? "";
  };
  const [src, dst] = [end(edge.source), end(edge.target)];
  const unknown = nodes.get(edge.source)?.kind === "unknown";
  return {
    search: { mesh, durationSec, atMs, ...(unknown ? { service: dst } : { source: src, destination: dst }) },
    link: unknown ? { service: dst } : { src, dst },
  };
}
