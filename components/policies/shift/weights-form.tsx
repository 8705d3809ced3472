"use client";

import { Check } from "lucide-react";
import { useRef, useState } from "react";
import { HealthGlyph } from "@/components/ui/health-glyph";
import { apportion, rebalance } from "@/lib/policy/edit/rebalance";
import type { SplitWeight } from "@/lib/policy/edit/split-intent";
import type { VersionFigures } from "../service-figures";
import { FormStep } from "./form-step";
import type { ShiftVersion } from "./shift-base";
import { WeightBars } from "./weight-bars";
import { WeightRow } from "./weight-row";

interface Props {
  versions: readonly ShiftVersion[];
  now: readonly SplitWeight[];
  wanted: readonly SplitWeight[];
  figures: readonly VersionFigures[];
  disabled: boolean;
  onChange: (weights: SplitWeight[]) => void;
}

/** Everyone whom no rule took, by weight. Moving one weight moves the unlocked others in proportion, so that the sum stays 100. */
export function WeightsForm({ versions, now, wanted, figures, disabled, onChange }: Props) {
  const [locked, setLocked] = useState<ReadonlySet<string>>(new Set());
  const drag = useRef<{ subset: string; from: number[] } | null>(null);
  const shown = wanted.length > 0 ? weightsOf(versions, wanted) : unsplitWeights(versions, figures);
  const sum = shown.reduce((acc, weight) => acc + weight, 0);
  const locks = versions.map(({ subset }) => locked.has(subset));

  const move = (subset: string, value: number, done: boolean) => {
    const at = versions.findIndex((one) => one.subset === subset);
    // While one slider is dragged, shares come from where it started: to 100 and back restores the others.
    if (drag.current?.subset !== subset) drag.current = { subset, from: shown };
    const next = rebalance(drag.current.from, at, value, locks);
    if (done) drag.current = null;
    onChange(versions.map((one, i) => ({ subset: one.subset, weight: next[i] ?? 0 })));
  };
  const lock = (subset: string, on: boolean) => {
    const next = new Set(locked);
    if (on) next.add(subset);
    else next.delete(subset);
    setLocked(next);
  };
  const free = locks.filter((one) => !one).length;

  return (
    <section aria-labelledby="weights-title">
      <FormStep number={2} id="weights-title" title="Everyone else, by weight">
        <span className="ml-auto flex items-center gap-1 text-xs font-medium" role="status">
          {sum === 100 ? (
            <span className="flex items-center gap-1 text-healthy-fg">
              <Check className="size-3" aria-hidden="true" />
              Sum 100
            </span>
          ) : (
            <span className="flex items-center gap-1 text-failing-fg">
              <HealthGlyph status="failing" label="" className="size-3" />
              Sum {sum}
            </span>
          )}
        </span>
      </FormStep>
      <WeightBars versions={versions} now={now} wanted={wanted} />
      {versions.map((version, i) => (
        <WeightRow
          key={version.subset}
          version={version}
          weight={shown[i] ?? 0}
          was={now.length === 0 ? null : (weightsOf([version], now)[0] ?? 0)}
          figures={figures.find((one) => one.version === version.version)}
          locked={locked.has(version.subset)}
          disabled={disabled || (free < 2 && !locked.has(version.subset))}
          onMove={(value, done) => move(version.subset, value, done)}
          onLock={(on) => lock(version.subset, on)}
        />
      ))}
      <p className="mt-2.5 text-xs text-text-3">
        {free < 2
          ? "All others are locked, so nothing can move. Open a lock."
          : "Moving one weight moves the others that are not locked, in proportion. Arrow keys 1, Page keys 10."}
      </p>
    </section>
  );
}

const weightsOf = (versions: readonly ShiftVersion[], weights: readonly SplitWeight[]): number[] =>
  versions.map(({ subset }) => weights.find((one) => one.subset === subset)?.weight ?? 0);

/** Where the sliders stand while nothing is split: at what was measured, else even. */
function unsplitWeights(versions: readonly ShiftVersion[], figures: readonly VersionFigures[]): number[] {
  const parts = versions.map(({ version }) => figures.find((one) => one.version === version)?.share ?? 0);
  return apportion(parts, 100);
}
