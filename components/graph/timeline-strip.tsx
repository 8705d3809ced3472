"use client";

import { useQuery } from "@tanstack/react-query";
import { Pause, Play, StepBack, StepForward } from "lucide-react";
import Link from "next/link";
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { Select } from "@/components/ui/select";
import { clock, clockMinutes } from "@/lib/client/format/time";
import { paths } from "@/lib/client/paths";
import { changesQuery } from "@/lib/client/queries/changes";
import { seriesQuery } from "@/lib/client/queries/series";
import type { Scope } from "@/lib/client/scope-params";
import { useNow } from "@/lib/client/use-now";
import { momentAt, type Span, shareOf, timelineArea, timelineMarks, timelineTicks } from "./timeline-model";

const RANGES = [
  { value: "3600", label: "1 h" },
  { value: "21600", label: "6 h" },
  { value: "86400", label: "24 h" },
];
const STEP_SEC = 15;
const PLAY_EVERY_MS = 1500;
/** This close to the right end means: live again. */
const LIVE_EDGE = 0.992;

export interface TimelineStripProps {
  mesh: string;
  scope: Scope;
  durationSec: number;
  /** epoch ms; null: live */
  atMs: number | null;
  onTravel: (atMs: number | null) => void;
  /** seconds the strip spans */
  rangeSec: number;
  onRange: (seconds: number) => void;
}

/** The mesh's traffic and changes over the last hours; the window looked at is a bracket that can be moved through time. */
export function TimelineStrip({ mesh, scope, durationSec, atMs, onTravel, rangeSec, onRange }: TimelineStripProps) {
  const now = useNow(5000);
  const span: Span = useMemo(() => ({ fromMs: now - rangeSec * 1000, toMs: now }), [now, rangeSec]);
  const step = (seconds: number) => {
    const next = (atMs ?? now) + seconds * 1000;
    onTravel(next >= now ? null : next);
  };
  return (
    <section
      aria-label="Timeline"
      className="flex h-[72px] shrink-0 items-stretch border-t border-border-1 bg-surface-1 max-lg:hidden"
    >
      <Transport atMs={atMs} durationSec={durationSec} onStep={step} />
      {now > 0 ? (
        <Track mesh={mesh} scope={scope} span={span} durationSec={durationSec} atMs={atMs} onTravel={onTravel} />
      ) : (
        <div className="flex-1" />
      )}
      <div className="grid w-[84px] place-items-center">
        {atMs === null ? (
          <Select
            label="Range of the timeline"
            small
            value={String(rangeSec)}
            options={RANGES}
            onChange={(value) => onRange(Number(value))}
            className="w-[68px]"
          />
        ) : (
          <Button size="small" onClick={() => onTravel(null)} className="whitespace-normal leading-tight">
            To live
          </Button>
        )}
      </div>
    </section>
  );
}

function Transport({
  atMs,
  durationSec,
  onStep,
}: {
  atMs: number | null;
  durationSec: number;
  onStep: (seconds: number) => void;
}) {
  const [playing, setPlaying] = useState(false);
  const live = atMs === null;
  useEffect(() => {
    if (!playing || live) return;
    const timer = setInterval(() => onStep(STEP_SEC), PLAY_EVERY_MS);
    return () => clearInterval(timer);
  }, [playing, live, onStep]);
  return (
    <div className="flex w-[140px] items-center gap-0.5 px-2.5">
      <IconButton label="One window earlier" small onClick={() => onStep(-durationSec)}>
        <StepBack aria-hidden="true" />
      </IconButton>
      <IconButton
        label={playing && !live ? "Stop" : `Play, ${STEP_SEC} s a step`}
        small
        variant="default"
        onClick={() => {
          if (live) onStep(-durationSec);
          setPlaying(live || !playing);
        }}
      >
        {playing && !live ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}
      </IconButton>
      <IconButton label="One window later" small disabled={live} onClick={() => onStep(durationSec)}>
        <StepForward aria-hidden="true" />
      </IconButton>
    </div>
  );
}

interface TrackProps extends Omit<TimelineStripProps, "rangeSec" | "onRange"> {
  span: Span;
}

function Track({ mesh, scope, span, durationSec, atMs, onTravel }: TrackProps) {
  const series = useQuery(
    seriesQuery({ mesh, durationSec: Math.round((span.toMs - span.fromMs) / 1000), atMs: null, points: 180 }),
  );
  const changes = useQuery(changesQuery(mesh));
  const area = useMemo(() => (series.data ? timelineArea(series.data, span) : null), [series.data, span]);
  const marks = useMemo(() => timelineMarks(changes.data ?? [], span), [changes.data, span]);
  // While it is dragged the bracket follows the pointer; the page travels when it is let go.
  const [dragged, setDragged] = useState<number | null>(null);
  const endMs = dragged === null ? (atMs ?? span.toMs) : momentAt(span, dragged);
  const [left, right] = [shareOf(span, endMs - durationSec * 1000), shareOf(span, endMs)];
  const follow = (event: PointerEvent<HTMLElement>) => {
    const rect = event.currentTarget.getBoundingClientRect();
    setDragged(Math.max(0, Math.min(1, (event.clientX - rect.left) / rect.width)));
  };
  const letGo = () => {
    if (dragged === null) return;
    setDragged(null);
    onTravel(dragged >= LIVE_EDGE ? null : momentAt(span, dragged));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === "ArrowLeft" ? -STEP_SEC : event.key === "ArrowRight" ? STEP_SEC : 0;
    if (by === 0) return;
    event.preventDefault();
    const next = endMs + by * 1000;
    onTravel(next >= span.toMs ? null : next);
  };
  return (
    <div className="relative min-w-0 flex-1">
      <div
        role="slider"
        tabIndex={0}
        aria-label="End of the window"
        aria-valuemin={span.fromMs}
        aria-valuemax={span.toMs}
        aria-valuenow={endMs}
        aria-valuetext={atMs === null ? "live" : clock(atMs)}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          follow(event);
        }}
        onPointerMove={(event) => event.buttons > 0 && follow(event)}
        onPointerUp={letGo}
        onPointerCancel={() => setDragged(null)}
        className="absolute inset-x-0 bottom-[18px] top-0 cursor-ew-resize touch-none outline-offset-[-2px]"
      >
        <svg
          viewBox="0 0 1000 100"
          preserveAspectRatio="none"
          className="absolute inset-x-0 bottom-0 h-[32px] w-full"
          aria-hidden="true"
        >
          <path d={area?.total ?? ""} fill="var(--surface-3)" />
          <path d={area?.failed ?? ""} fill="var(--failing-mark)" opacity=".75" />
        </svg>
        <span
          aria-hidden="true"
          className={cn(
            "absolute inset-y-0 border-x-[1.5px] border-accent bg-accent/10",
            atMs !== null && "border-dashed",
          )}
          style={{ left: `${left * 100}%`, width: `${Math.max(0.3, (right - left) * 100)}%` }}
        />
      </div>
      {marks.map((mark, i) => (
        <Mark key={mark.id} mark={mark} room={(marks[i + 1]?.at ?? 1) - mark.at} href={paths.change(mark.id, scope)} />
      ))}
      <div
        aria-hidden="true"
        className="absolute inset-x-0 bottom-0 h-[18px] border-t border-border-2 text-2xs text-text-3 tabular-nums"
      >
        {timelineTicks(span).map((tick) => (
          <span key={tick} className="absolute bottom-[2px]" style={{ left: `${shareOf(span, tick) * 100}%` }}>
            {clockMinutes(tick)}
          </span>
        ))}
        <span className="absolute bottom-[2px] right-0.5 font-medium text-accent">{clock(endMs)}</span>
      </div>
    </div>
  );
}

/** A change: diamond, and its words where the next one leaves room. */
function Mark({ mark, room, href }: { mark: { at: number; words: string }; room: number; href: string }) {
  return (
    <Link
      href={href}
      title={mark.words}
      aria-label={`Change, ${mark.words}`}
      className="absolute top-[3px] flex h-[18px] -translate-x-[5px] items-center gap-1.5 overflow-hidden rounded-1 text-2xs text-text-2 hover:text-text-1"
      style={{ left: `${mark.at * 100}%`, maxWidth: `max(12px, ${Math.min(0.3, room) * 100}%)` }}
    >
      <svg viewBox="0 0 10 10" className="size-2.5 shrink-0" aria-hidden="true">
        <path d="M5 .5 9.5 5 5 9.5.5 5z" fill="currentColor" />
      </svg>
      <span className="truncate">{mark.words}</span>
    </Link>
  );
}
