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
    <span className="whitespace-nowrap" title={identity.principal ?? identity.reason}>
      <HealthChip status={glyph} bare>
        {identity.state === "issued" && identity.expiresAt ? (
          <span>
            Valid until <TimeText iso={identity.expiresAt} />
          </span>
        ) : (
          words
        )}
      </HealthChip>
    </span>
  );
}
