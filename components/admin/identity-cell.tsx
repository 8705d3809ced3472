import { HealthChip } from "@/components/ui/chip";
import type { ProxyIdentity } from "@/lib/model/proxy";
import { TimeText } from "./time-text";

const WORDS = {
  issued: { glyph: "healthy", words: "Certificate" },
  none: { glyph: "unknown", words: "No identity" },
  refused: { glyph: "failing", words: "Refused" },
  withdrawn: { glyph: "failing", words: "Withdrawn" },
} as const;

/** Whether a proxy has an identity, and until when its certificate holds. */
export function IdentityCell({ identity }: { identity: ProxyIdentity | undefined }) {
  if (!identity) return <span className="text-text-3">–</span>;
  const { glyph, words } = WORDS[identity.state];
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2" title={identity.principal ?? identity.reason}>
      <HealthChip status={glyph} bare>
        {words}
      </HealthChip>
      {identity.expiresAt ? (
        <span className="text-xs text-text-3">
          until <TimeText iso={identity.expiresAt} />
        </span>
      ) : null}
    </span>
  );
}
