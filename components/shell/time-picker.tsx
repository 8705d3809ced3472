"use client";

import { ChevronDown, ChevronLeft, ChevronRight, Clock } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Popover } from "@/components/ui/popover";
import { durationWords } from "@/lib/client/duration-param";
import { clockMinutes, day, zoneName } from "@/lib/client/format/time";
import { useKeys } from "@/lib/client/keys";
import { parseTimeRange, shiftWindow, type TimeWindow } from "@/lib/client/time-range";
import { useNow } from "@/lib/client/use-now";
import { useScope } from "@/lib/client/use-scope";

const PRESETS_SEC = [60, 300, 600, 900, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 86_400, 2 * 86_400, 7 * 86_400];

function windowWords({ durationSec, atMs }: TimeWindow, nowMs: number): string {
  if (atMs === null) return `Last ${durationWords(durationSec)}`;
  const from = atMs - durationSec * 1000;
  const sameDay = day(atMs) === day(nowMs);
  return `${sameDay ? "" : `${day(from)} `}${clockMinutes(from)} – ${clockMinutes(atMs)}`;
}

function TimeForm({ window, onPick }: { window: TimeWindow; onPick: (window: TimeWindow) => void }) {
  const [text, setText] = useState("");
  const [error, setError] = useState<string>();
  const submit = () => {
    const parsed = parseTimeRange(text, Date.now(), window.durationSec);
    if (parsed.ok) onPick(parsed.window);
    else setError(parsed.message);
  };
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field
          label={`From and to, in ${zoneName(Date.now())}`}
          hint="15m, now-2h to now-1h, 10:00 to 10:30"
          error={error}
        >
          {({ id, invalid, describedBy }) => (
            <Input
              id={id}
              aria-describedby={describedBy}
              invalid={invalid}
              mono
              placeholder="now-1h to now"
              value={text}
              onChange={(event) => {
                setText(event.target.value);
                setError(undefined);
              }}
            />
          )}
        </Field>
      </form>
      <ul className="mt-3 grid grid-cols-3 gap-1" aria-label="Last">
        {PRESETS_SEC.map((seconds) => {
          const current = window.atMs === null && window.durationSec === seconds;
          return (
            <li key={seconds}>
              <Button
                variant="ghost"
                size="small"
                aria-pressed={current}
                className={cn("w-full", current && "bg-surface-3 text-text-1")}
                onClick={() => onPick({ durationSec: seconds, atMs: null })}
              >
                {durationWords(seconds)}
              </Button>
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** The window of time: ‹ and › move it by its own length, a click types or picks another. */
export function TimePicker() {
  const { durationSec, atMs, setScope } = useScope();
  const [open, setOpen] = useState(false);
  const now = useNow(30_000);
  const window = { durationSec, atMs };
  const pick = (next: TimeWindow) => setScope({ from: next.durationSec, at: next.atMs });
  const shift = (direction: -1 | 1) => pick(shiftWindow(window, direction, Date.now()));
  useKeys([
    { keys: "[", label: "Earlier by one window", group: "Time", run: () => shift(-1) },
    { keys: "]", label: "Later by one window", group: "Time", run: () => shift(1) },
    { keys: "t", label: "Type a time range", group: "Time", run: () => setOpen(true) },
    { keys: "l", label: "Back to live", group: "Time", run: () => setScope({ at: null }) },
  ]);
  return (
    <div className="inline-flex [&>*+*]:-ml-px">
      <IconButton
        label="Earlier"
        hint="["
        variant="picker"
        className="rounded-r-none max-xl:hidden"
        onClick={() => shift(-1)}
      >
        <ChevronLeft aria-hidden="true" />
      </IconButton>
      <Popover
        label="Time range"
        align="end"
        className="w-72"
        open={open}
        onOpenChange={setOpen}
        trigger={
          <Button variant="picker" className="xl:rounded-none">
            <Clock aria-hidden="true" />
            <span suppressHydrationWarning>{windowWords(window, now)}</span>
            <span className="text-text-3 max-lg:hidden">{now ? zoneName(now) : ""}</span>
            <ChevronDown className="!size-3.5 text-text-3" aria-hidden="true" />
          </Button>
        }
      >
        <TimeForm
          window={window}
          onPick={(next) => {
            pick(next);
            setOpen(false);
          }}
        />
      </Popover>
      <IconButton
        label={atMs === null ? "Later: it is live already" : "Later"}
        hint="]"
        variant="picker"
        className="rounded-l-none max-xl:hidden"
        onClick={() => shift(1)}
        disabled={atMs === null}
      >
        <ChevronRight aria-hidden="true" />
      </IconButton>
    </div>
  );
}
