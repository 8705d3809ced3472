"use client";

import { HealthChip } from "@/components/ui/chip";
import { Panel } from "@/components/ui/panel";
import { PrincipalText } from "@/components/ui/principal-text";
import { age, wholeTime } from "@/lib/client/format/time";
import { useNow } from "@/lib/client/use-now";
import type { MtlsWorkload } from "@/lib/model/mtls-overview";
import { ShareBar } from "./share-bar";

const STATE = {
  issued: { glyph: "healthy", words: "Certificate" },
  none: { glyph: "unknown", words: "No identity" },
  refused: { glyph: "failing", words: "Refused" },
  withdrawn: { glyph: "failing", words: "Withdrawn" },
  unknown: { glyph: "unknown", words: "Not known" },
} as const;

const MODES = { PERMISSIVE: "takes both", STRICT: "mTLS only", DISABLE: "plaintext only" } as const;

/** Every workload: who it is, until when its certificate holds, what it takes and what it gets. */
export function IdentityList({ workloads, known }: { workloads: readonly MtlsWorkload[]; known: boolean }) {
  const now = useNow(10_000);
  return (
    <Panel title="Identities and certificates" caption="renewed at half their life" flush>
      <ul aria-label="Identities">
        {workloads.map((one) => {
          const { glyph, words } = STATE[one.identity];
          return (
            <li
              key={`${one.namespace}/${one.workload}`}
              className="grid items-center gap-x-4 gap-y-1 border-b border-border-1 px-3.5 py-2 last:border-b-0 lg:grid-cols-[minmax(0,1fr)_110px_minmax(0,2fr)_150px_minmax(0,1fr)]"
            >
              <span className="min-w-0 truncate">
                <span className="font-medium">{one.workload}</span>
                <span className="ml-1.5 text-text-3">{one.namespace}</span>
              </span>
              <HealthChip status={glyph} bare>
                {words}
              </HealthChip>
              {one.principal ? (
                <PrincipalText principal={one.principal} />
              ) : (
                <span className="min-w-0 text-xs text-text-2">{one.reason ?? "–"}</span>
              )}
              <span className="text-xs text-text-2">
                {one.expiresAt === null ? (
                  "–"
                ) : (
                  <time dateTime={one.expiresAt} title={wholeTime(Date.parse(one.expiresAt))} suppressHydrationWarning>
                    expires in {age(Date.parse(one.expiresAt) - (now || Date.parse(one.expiresAt)))}
                  </time>
                )}
                <span className="block text-text-3">{MODES[one.mode]}</span>
              </span>
              <ShareBar known={known} share={one.mtlsShare} />
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
