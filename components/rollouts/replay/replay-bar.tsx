"use client";

import { ChevronLeft, ChevronRight, Pause, Play, X } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { clockOn, wholeTime } from "@/lib/client/format/time";
import { useKeys } from "@/lib/client/keys";
import type { RolloutEvent } from "@/lib/model/rollout";

const STEP_MS = 700;

/** Travels over a run's events; everything on the page follows. The moment is in the URL. */
export function ReplayBar({
  stops,
  atMs,
  event,
  onGo,
  onClose,
}: {
  /** oldest first, epoch ms */
  stops: readonly number[];
  atMs: number;
  /** the newest event at that moment */
  event: RolloutEvent | undefined;
  onGo: (atMs: number) => void;
  onClose: () => void;
}) {
  const [playing, setPlaying] = useState(false);
  const first = stops[0] ?? atMs;
  const last = stops.at(-1) ?? atMs;
  const next = stops.find((stop) => stop > atMs);
  const before = stops.findLast((stop) => stop < atMs);
  useEffect(() => {
    if (!playing) return;
    if (next === undefined) {
      setPlaying(false);
      return;
    }
    const timer = setTimeout(() => onGo(next), STEP_MS);
    return () => clearTimeout(timer);
  }, [playing, next, onGo]);
  useKeys([
    { keys: ",", label: "Replay: event before", group: "This page", run: () => before !== undefined && onGo(before) },
    { keys: ".", label: "Replay: next event", group: "This page", run: () => next !== undefined && onGo(next) },
  ]);
  return (
    <section
      aria-label="Replay"
      className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-dashed border-accent-border bg-accent-bg px-4 py-2 max-sm:px-3"
    >
      <span className="flex items-center gap-1">
        <IconButton
          small
          label="Event before"
          hint=","
          disabled={before === undefined}
          onClick={() => before !== undefined && onGo(before)}
        >
          <ChevronLeft aria-hidden="true" />
        </IconButton>
        <IconButton
          small
          label={playing ? "Stop playing" : "Play"}
          onClick={() => {
            if (!playing && next === undefined) onGo(first);
            setPlaying(!playing);
          }}
        >
          {playing ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}
        </IconButton>
        <IconButton
          small
          label="Next event"
          hint="."
          disabled={next === undefined}
          onClick={() => next !== undefined && onGo(next)}
        >
          <ChevronRight aria-hidden="true" />
        </IconButton>
      </span>
      <span className="relative flex h-6 min-w-40 flex-1 items-center max-sm:order-last max-sm:w-full max-sm:flex-none">
        <span aria-hidden="true" className="absolute inset-x-2 inset-y-0">
          {stops.map((stop) => (
            <span
              key={stop}
              className="absolute top-1/2 h-2.5 w-px -translate-y-1/2 bg-text-3"
              style={{ left: `${last > first ? ((stop - first) / (last - first)) * 100 : 0}%` }}
            />
          ))}
        </span>
        <input
          type="range"
          aria-label="Moment of the replay"
          aria-valuetext={`${wholeTime(atMs)}: ${event?.text ?? "before the start"}`}
          min={first}
          max={Math.max(last, first + 1)}
          step={1000}
          value={Math.min(Math.max(atMs, first), last)}
          onChange={(change) => {
            setPlaying(false);
            onGo(Number(change.target.value));
          }}
          className="relative h-6 w-full cursor-pointer accent-[var(--accent-strong)]"
        />
      </span>
      <span
        title={event?.text}
        className="min-w-0 max-w-[40%] truncate max-sm:max-w-none max-sm:flex-1"
        aria-live="polite"
      >
        <strong className="font-medium tabular-nums">as of {clockOn(atMs)}</strong>{" "}
        <span className="text-text-2">{event?.text ?? "before the start"}</span>
      </span>
      <Button size="small" onClick={onClose}>
        <X aria-hidden="true" />
        <span className="max-sm:sr-only">Leave the replay</span>
      </Button>
    </section>
  );
}
