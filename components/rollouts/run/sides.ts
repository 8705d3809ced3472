import { versionSeries } from "@/lib/client/version-series";
import type { RolloutTarget } from "@/lib/model/rollout-plan";
import type { Sides } from "./check-card";

/** Names and colours of both sides; an mTLS target has none. */
export function sidesOf(target: RolloutTarget | undefined): Sides {
  if (target?.kind !== "traffic") return { stable: { name: "", series: 1 }, canary: { name: "", series: 2 } };
  const names = [target.stable.version, target.candidate.version];
  const side = (name: string) => ({ name, series: versionSeries(name, names) });
  return { stable: side(target.stable.version), canary: side(target.candidate.version) };
}
