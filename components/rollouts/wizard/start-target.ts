import { shiftBase } from "@/components/policies/shift/shift-base";
import { readingOf } from "@/components/policies/shift/shift-draft";
import type { ServiceDetail } from "@/lib/model/service-detail";
import type { Service } from "@/lib/model/workload";
import type { DraftTarget, TrafficDraft } from "./wizard-draft";

/** The service a plan begins with: the asked one, else the first that has several versions. */
export function startService(
  services: readonly Service[],
  asked: { namespace: string | null; service: string | null },
): Service | undefined {
  const inside = services.filter((one) => !one.external);
  return (
    inside.find((one) => one.namespace === asked.namespace && one.name === asked.service) ??
    inside.find((one) => one.versions.length > 1) ??
    inside[0]
  );
}

/** From the version that has most of the traffic to the asked one, else to the newest other. */
export function startTarget(detail: ServiceDetail, to: string | null): TrafficDraft {
  const base = shiftBase(detail);
  const { weights } = readingOf(base.virtualService?.yaml ?? null, base).intent;
  const weightOf = (subset: string) => weights.find((one) => one.subset === subset)?.weight ?? 0;
  const byWeight = [...base.versions].sort((a, b) => weightOf(b.subset) - weightOf(a.subset));
  const stable = byWeight.find((one) => one.version !== to) ?? byWeight[0];
  const others = base.versions.filter((one) => one.subset !== stable?.subset);
  const candidate = others.find((one) => one.version === to) ?? others.at(-1) ?? stable;
  const side = (one: typeof stable) => ({ subset: one?.subset ?? "v1", version: one?.version ?? "v1" });
  const { namespace, name, host } = detail.service;
  return {
    kind: "traffic",
    namespace,
    service: name,
    host,
    routes: [],
    stable: side(stable),
    candidate: side(candidate),
  };
}

/** Mutual TLS of a namespace, or of one app in it. */
export const startMtls = (namespace: string, app: string | null): DraftTarget["target"] => ({
  kind: "mtls",
  namespace,
  app: app ?? "",
  port: null,
  overridePlaintext: null,
});
