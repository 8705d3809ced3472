import { HealthChip } from "@/components/ui/chip";
import type { MeshAuthorities } from "@/lib/model/mesh-authority";

/** Certificates of withdrawn join tokens that have not run out: whether proxies refuse them, and why not. */
export function WithdrawnCertificates({
  withdrawn: { certificates, refused, reason },
}: Pick<MeshAuthorities, "withdrawn">) {
  if (certificates === 0) return null;
  return (
    <p className="flex flex-wrap items-center gap-2 border-t border-border-1 px-3.5 py-3 text-text-2">
      <HealthChip status={refused ? "healthy" : "failing"}>{refused ? "Refused" : "Not refused"}</HealthChip>
      <span>
        Withdrawn and not run out yet: {certificates === 1 ? "1 certificate" : `${certificates} certificates`}.{" "}
        {refused
          ? "Proxies refuse new connections with a withdrawn certificate."
          : `No revocation list can be made (${reason ?? "see the log"}), so proxies take a withdrawn certificate until it runs out. Stop the proxy that holds it.`}
      </span>
    </p>
  );
}
