import { Figure } from "@/components/ui/figure";
import { rate } from "@/lib/client/format/rate";
import { responseFlag } from "@/lib/graph/response-flag";
import type { GraphEdge } from "@/lib/model/graph";

const MOST = 6;

/** Why requests failed, in words with the proxy's flag beside; codes without a flag were the callee's own answer. */
export function FlagList({ flags }: { flags: GraphEdge["flags"] }) {
  if (flags.length === 0) return null;
  return (
    <section aria-label="Why they failed">
      <h3 className="mb-1 mt-3 text-xs font-semibold text-text-2">Why they failed</h3>
      <ul>
        {flags.slice(0, MOST).map(({ flag, code, ratePerSec }) => (
          <li
            key={`${flag} ${code}`}
            className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-baseline gap-2 py-[3px] text-text-2"
          >
            <code className="mono min-w-[38px] rounded-1 bg-surface-3 px-1.5 text-center text-2xs/[18px] text-text-1">
              {flag || "none"}
            </code>
            <span>
              {flag
                ? responseFlag(flag).words
                : `No flag: the callee itself answered ${code === "0" ? "nothing" : code}`}
            </span>
            <Figure {...rate(ratePerSec)} className="text-text-1" />
          </li>
        ))}
      </ul>
    </section>
  );
}
