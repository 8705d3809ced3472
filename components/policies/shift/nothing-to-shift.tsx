import { EmptyState } from "@/components/ui/empty-state";
import type { Service } from "@/lib/model/workload";

/** Why the traffic of this service cannot be shifted, and what would change that. */
export function NothingToShift({ service }: { service: Service }) {
  return (
    <EmptyState kind="nothing" title={`${service.name} has no versions to shift between`}>
      {service.external
        ? "It is outside the mesh: its instances carry no version label that a route could choose by."
        : "None of its workloads carries a version. Start its proxies with --version, and each becomes a target."}
    </EmptyState>
  );
}
