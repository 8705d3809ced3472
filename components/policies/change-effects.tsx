import { useMemo } from "react";
import { Panel } from "@/components/ui/panel";
import type { Change } from "@/lib/model/change";
import { describeChange } from "@/lib/policy/diff/describe-change";
import { Effects } from "./effects";

const NO_WORLD = { services: [], workloads: [], objects: [] };

/** What a written change does, in words. */
export function ChangeEffects({ change }: { change: Change }) {
  const effects = useMemo(
    () => change.items.flatMap(({ before, after }) => describeChange(before, after, NO_WORLD)),
    [change.items],
  );
  if (effects.length === 0) return null;
  return (
    <Panel flush title="What it does">
      <Effects effects={effects} unchanged={[]} />
    </Panel>
  );
}
