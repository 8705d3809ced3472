"use client";

import { ArrowRight, ChartNoAxesGantt, Link2, Waypoints } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { ButtonLink } from "@/components/ui/button-link";
import { Chip, HealthChip } from "@/components/ui/chip";
import { IconButton } from "@/components/ui/icon-button";
import { Segmented } from "@/components/ui/segmented";
import { SeriesMarker } from "@/components/ui/series-marker";
import { SidePanel } from "@/components/ui/side-panel";
import { Tabs } from "@/components/ui/tabs";
import { duration } from "@/lib/client/format/duration";
import { figureText } from "@/lib/client/format/figure";
import type { TraceAnalysis } from "@/lib/traces/analyse-trace";
import { asks, isProxySpan } from "@/lib/traces/span-facts";
import type { TraceRow } from "@/lib/traces/trace-row";
import type { TraceNode } from "@/lib/traces/trace-tree";
import { AttributeList } from "./attribute-list";
import { EventsTab, LinksTab } from "./events-tab";
import { HopTab } from "./hop-tab";
import { rowLabel } from "./row-label";

type Tab = "hop" | "attributes" | "events" | "links";

/** Which part of a hop a span is, in two words. */
function role(node: TraceNode): string {
  const side = asks(node.span) ? "Caller" : "Callee";
  return isProxySpan(node.span) ? `${side}’s proxy` : side;
}

function Head({ row, parent, series }: { row: TraceRow; parent: TraceRow | undefined; series: number }) {
  return (
    <>
      <div className="flex min-h-[22px] flex-wrap gap-1.5">
        {row.failed ? (
          <HealthChip status="failing">{row.code === "0" ? "No answer" : row.code || "Failed"}</HealthChip>
        ) : null}
        {!row.failed && row.code ? (
          <HealthChip status={Number(row.code) >= 400 ? "degraded" : "healthy"}>{row.code}</HealthChip>
        ) : null}
        {row.attempt ? (
          <Chip>
            try {row.attempt.number} of {row.attempt.of}
          </Chip>
        ) : null}
        <Chip>{row.kind === "hop" ? "Hop" : "Span"}</Chip>
      </div>
      <h2 className="mt-2.5 flex flex-wrap items-center gap-x-2 text-lg font-semibold tracking-[-0.012em]">
        {row.kind === "hop" && parent ? (
          <>
            {rowLabel(parent)}
            <ArrowRight className="size-4 text-text-3" aria-label="to" />
          </>
        ) : null}
        <span className="inline-flex items-center gap-1.5">
          <SeriesMarker series={series} />
          {rowLabel(row)}
        </span>
      </h2>
      <p className="mt-0.5 text-text-2 [overflow-wrap:anywhere]">
        {row.operation} · starts at {figureText(duration(row.startMs))} ·{" "}
        {figureText(duration(row.endMs - row.startMs))}
      </p>
    </>
  );
}

/** Everything about the selected row: the hop in words, then the attributes, events and links of each of its spans. */
export function SpanPanel({
  analysis,
  row,
  series,
  proxiesShown,
  onShowProxies,
  onClose,
  onSearchTag,
  graphHref,
  similarHref,
}: {
  analysis: TraceAnalysis;
  row: TraceRow;
  series: number;
  proxiesShown: boolean;
  onShowProxies: () => void;
  onClose: () => void;
  onSearchTag: (key: string, value: string) => void;
  graphHref: string;
  similarHref: string;
}) {
  const [tab, setTab] = useState<Tab>("hop");
  const nodes = row.spans.flatMap((i) => analysis.tree.nodes[i] ?? []);
  const [chosenId, setChosen] = useState("");
  const chosen = nodes.find((n) => n.id === chosenId) ?? nodes.find((n) => n.index === row.main);
  if (!chosen) return null;
  const which =
    nodes.length > 1 ? (
      <Segmented
        small
        label="Span of the hop"
        className="my-2.5 flex w-full overflow-x-auto"
        value={chosen.id}
        options={nodes.map((n) => ({ value: n.id, label: role(n) }))}
        onChange={setChosen}
      />
    ) : null;
  const copyLink = () => {
    const url = new URL(window.location.href);
    url.searchParams.set("span", chosen.id);
    navigator.clipboard.writeText(url.href).then(
      () => toast.success("Link to the span copied."),
      () => toast.error("The browser refused to copy."),
    );
  };
  return (
    <SidePanel
      label="the span"
      onClose={onClose}
      head={<Head row={row} parent={analysis.rows[row.parent]} series={series} />}
      headActions={
        <IconButton label="Copy a link to this span" small onClick={copyLink}>
          <Link2 aria-hidden="true" />
        </IconButton>
      }
      foot={
        <>
          <ButtonLink href={graphHref}>
            <Waypoints aria-hidden="true" />
            Show on graph
          </ButtonLink>
          <ButtonLink href={similarHref}>
            <ChartNoAxesGantt aria-hidden="true" />
            Similar traces
          </ButtonLink>
        </>
      }
    >
      <Tabs
        label="About the span"
        value={tab}
        onChange={setTab}
        className="-mx-4 [&_[role=tabpanel]]:px-4"
        items={[
          {
            value: "hop",
            label: row.kind === "hop" ? "Hop" : "Span",
            content: (
              <HopTab
                analysis={analysis}
                row={row}
                nodes={nodes}
                series={series}
                proxiesShown={proxiesShown}
                onShowProxies={onShowProxies}
              />
            ),
          },
          {
            value: "attributes",
            label: "Attributes",
            count: Object.keys(chosen.span.attributes).length,
            content: (
              <>
                {which}
                <AttributeList attributes={chosen.span.attributes} onSearch={onSearchTag} />
                <h3 className="mb-1 mt-4 text-xs font-semibold text-text-2">Resource</h3>
                <AttributeList attributes={chosen.span.resource} />
                <h3 className="mb-1 mt-4 text-xs font-semibold text-text-2">Span</h3>
                <AttributeList
                  attributes={{
                    id: chosen.span.spanId,
                    parent: chosen.span.parentSpanId || "none",
                    kind: chosen.span.kind,
                    name: chosen.span.name,
                    scope: [chosen.span.scopeName, chosen.span.scopeVersion].filter(Boolean).join(" ") || "none",
                  }}
                />
              </>
            ),
          },
          {
            value: "events",
            label: "Events",
            count: chosen.span.events.length,
            content: (
              <>
                {which}
                <EventsTab node={chosen} />
              </>
            ),
          },
          {
            value: "links",
            label: "Links",
            count: chosen.span.links.length,
            content: (
              <>
                {which}
                <LinksTab node={chosen} />
              </>
            ),
          },
        ]}
      />
    </SidePanel>
  );
}
