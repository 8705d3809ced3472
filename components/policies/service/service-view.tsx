"use client";

import { useMemo } from "react";
import { Chip, HealthChip } from "@/components/ui/chip";
import { Note } from "@/components/ui/note";
import { Panel } from "@/components/ui/panel";
import { Stale } from "@/components/ui/stale";
import { Stat } from "@/components/ui/stat";
import { describeError } from "@/lib/client/api-error";
import { bytes } from "@/lib/client/format/bytes";
import { duration } from "@/lib/client/format/duration";
import { percent } from "@/lib/client/format/percent";
import { rate } from "@/lib/client/format/rate";
import { useScope } from "@/lib/client/use-scope";
import type { ServiceDetail } from "@/lib/model/service-detail";
import { BADGE_WORD, configBadges } from "../badge-words";
import { shiftBase } from "../shift/shift-base";
import { readingOf } from "../shift/shift-draft";
import { type OneService, useOneService } from "../use-one-service";
import { ChangesPanel } from "./changes-panel";
import { ConfigPanel } from "./config-panel";
import { NeighboursPanel } from "./neighbours-panel";
import { ServiceCharts } from "./service-charts";
import { serviceSentence } from "./service-sentence";
import { VersionsPanel } from "./versions-panel";

/** A service: what is the case, its versions, who calls it and whom it calls, its configuration and the latest changes. */
export function ServiceView({
  detail,
  selected,
  onOpen,
}: {
  detail: ServiceDetail;
  selected: string | null;
  onOpen: (id: string) => void;
}) {
  const { scope } = useScope();
  const one = useOneService(detail.service);
  const base = useMemo(() => shiftBase(detail), [detail]);
  const intent = useMemo(() => readingOf(base.virtualService?.yaml ?? null, base).intent, [base]);
  const named = one.graph !== undefined;
  return (
    <div className="grid gap-3 p-4 max-sm:p-3">
      <div className="grid gap-1.5">
        <p className="text-xl font-semibold tracking-[-0.015em]">
          {named ? serviceSentence(one) : detail.service.name}
        </p>
        <div className="flex flex-wrap items-center gap-2 text-text-3">
          <HealthChip status={one.health.status} />
          <span className="min-w-0 [overflow-wrap:anywhere]">{one.health.reasons.join(" ")}</span>
        </div>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-text-3">
          <span className="mono">{detail.service.host}</span>
          {detail.service.ports.length > 0 ? (
            <span>{detail.service.ports.map((port) => `${port.protocol} ${port.number}`).join(", ")}</span>
          ) : null}
          {configBadges(one.badges).map((badge) => (
            <Chip key={badge}>{BADGE_WORD[badge]}</Chip>
          ))}
        </div>
      </div>
      {one.isError ? (
        <Note tone="degraded" live title="Traffic is not up to date.">
          {describeError(one.error).what} {describeError(one.error).why} It is asked again by itself.
        </Note>
      ) : null}
      <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_372px]">
        <Stale when={one.isError} className="grid min-w-0 gap-3">
          <Figures one={one} />
          <ServiceCharts service={detail.service} changes={detail.changes} tcp={one.tcp} />
          {one.versions.length > 0 ? (
            <VersionsPanel
              versions={one.versions}
              weights={intent.weights}
              ruled={intent.rules.length > 0}
              targets={base.versions}
              workloads={detail.workloads}
            />
          ) : null}
          <div className="grid items-start gap-3 lg:grid-cols-2">
            <NeighboursPanel
              title="Called by"
              none="Nobody called it in this window."
              neighbours={one.callers}
              scope={scope}
            />
            <NeighboursPanel
              title="Calls"
              none="It called nobody in this window."
              neighbours={one.callees}
              scope={scope}
            />
          </div>
        </Stale>
        <div className="grid min-w-0 gap-3">
          <ConfigPanel objects={detail.config} selected={selected} onOpen={onOpen} />
          <ChangesPanel changes={detail.changes} scope={scope} />
        </div>
      </div>
    </div>
  );
}

function Figures({ one }: { one: OneService }) {
  const none = { value: "–", unit: "" };
  const requests = one.ratePerSec > 0 ? rate(one.ratePerSec) : none;
  const failed = one.requests > 0 ? percent(one.errorRatio) : none;
  const p95 = one.p95Ms === null ? none : duration(one.p95Ms);
  const throughput = one.bytesPerSec > 0 ? bytes(one.bytesPerSec, true) : none;
  const hurts = one.health.status === "failing" || one.health.status === "degraded" ? one.health.status : undefined;
  return (
    <Panel>
      <div className="grid grid-cols-4 gap-4 max-sm:grid-cols-2">
        <Stat
          label="Requests"
          value={requests.value}
          unit={requests.unit}
          note={one.tcp ? "TCP only" : `${one.requests.toLocaleString("en-US")} in the window`}
        />
        <Stat
          label="Failed"
          value={failed.value}
          unit={failed.unit}
          tone={one.errorRatio > 0 ? hurts : undefined}
          note="5xx or no answer"
        />
        <Stat label="p95" value={p95.value} unit={p95.unit} note="over all callers" />
        <Stat label="Throughput" value={throughput.value} unit={throughput.unit} note="bodies, both ways" />
      </div>
    </Panel>
  );
}
