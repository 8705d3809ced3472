"use client";

import { Lock, LockOpen } from "lucide-react";
import { useState } from "react";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { seriesColor } from "@/components/ui/series-marker";
import { Slider } from "@/components/ui/slider";
import { VersionTag } from "@/components/ui/version-tag";
import { ErrorFigure, LatencyFigure, RateFigure } from "../figure-cells";
import type { VersionFigures } from "../service-figures";
import type { ShiftVersion } from "./shift-base";

export interface WeightRowProps {
  version: ShiftVersion;
  weight: number;
  /** what is written now; null: no split */
  was: number | null;
  figures: VersionFigures | undefined;
  locked: boolean;
  disabled: boolean;
  /** `done`: the slider was let go, or a number was typed */
  onMove: (value: number, done: boolean) => void;
  onLock: (locked: boolean) => void;
}

/** One version's weight: what it does now, slider, number, difference, lock. */
export function WeightRow({ version, weight, was, figures, locked, disabled, onMove, onLock }: WeightRowProps) {
  const { version: name, series } = version;
  return (
    <div className="grid grid-cols-[52px_116px_minmax(0,1fr)_68px_44px_26px] items-center gap-x-2 border-t border-border-1 py-1.5 max-sm:grid-cols-[52px_88px_1fr_auto_auto] max-sm:gap-y-1 max-sm:py-2">
      <VersionTag name={name} series={series} className="min-w-0 [&]:overflow-hidden" />
      <span className="flex gap-1.5 overflow-hidden whitespace-nowrap text-xs text-text-3 max-sm:hidden">
        {figures && figures.requests > 0 ? (
          <>
            <RateFigure perSec={figures.ratePerSec} />
            {figures.errorRatio > 0 ? (
              <ErrorFigure ratio={figures.errorRatio} requests={figures.requests} />
            ) : (
              <LatencyFigure ms={figures.p95Ms} />
            )}
          </>
        ) : figures ? (
          "no requests"
        ) : null}
      </span>
      <div className="relative max-sm:order-6 max-sm:col-span-full">
        {was === null ? null : (
          <span
            aria-hidden="true"
            title={`now ${was}%`}
            className="absolute top-1/2 h-3.5 w-0.5 -translate-x-px -translate-y-1/2 bg-text-3"
            style={{ left: `${was}%` }}
          />
        )}
        <Slider
          label={`Weight of ${name}`}
          value={weight}
          color={seriesColor(series)}
          disabled={disabled || locked}
          onChange={(value) => onMove(value, false)}
          onCommit={(value) => onMove(value, true)}
        />
      </div>
      <WeightField name={name} weight={weight} disabled={disabled || locked} onMove={(value) => onMove(value, true)} />
      <Difference weight={weight} was={was} />
      <IconButton
        small
        label={locked ? `Let ${name} move with the others` : `Lock ${name} at ${weight}%`}
        aria-pressed={locked}
        disabled={disabled}
        onClick={() => onLock(!locked)}
        className={cn(locked && "text-text-1")}
      >
        {locked ? <Lock aria-hidden="true" /> : <LockOpen aria-hidden="true" />}
      </IconButton>
    </div>
  );
}

function WeightField({
  name,
  weight,
  disabled,
  onMove,
}: {
  name: string;
  weight: number;
  disabled: boolean;
  onMove: (value: number) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const commit = () => {
    const value = Number(typed);
    if (typed !== null && typed.trim() !== "" && Number.isFinite(value)) onMove(value);
    setTyped(null);
  };
  return (
    <Input
      small
      aria-label={`Weight of ${name} in per cent`}
      inputMode="numeric"
      value={typed ?? String(weight)}
      disabled={disabled}
      onChange={(event) => setTyped(event.target.value.replace(/[^\d]/g, "").slice(0, 3))}
      onFocus={(event) => event.target.select()}
      onBlur={commit}
      onKeyDown={(event) => {
        const step = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
        if (event.key === "Enter") commit();
        else if (step !== undefined) {
          event.preventDefault();
          setTyped(null);
          onMove(weight + step);
        }
      }}
      className="[&>input]:text-right [&>input]:font-semibold [&>input]:tabular-nums"
      after={
        <span aria-hidden="true" className="text-text-3">
          %
        </span>
      }
    />
  );
}

function Difference({ weight, was }: { weight: number; was: number | null }) {
  const by = was === null ? 0 : weight - was;
  if (by === 0)
    return <span className="text-right text-xs text-text-3 max-sm:text-right">{was === null ? "" : "same"}</span>;
  return (
    <span className="text-right text-xs font-medium tabular-nums text-accent">{by > 0 ? `+${by}` : `−${-by}`}</span>
  );
}
