import { Figure } from "@/components/ui/figure";
import { percent } from "@/lib/client/format/percent";
import { rate } from "@/lib/client/format/rate";
import { codeWords } from "@/lib/graph/code-words";
import { outcomeOf } from "@/lib/graph/outcome";
import type { EdgeProtocol } from "@/lib/model/edge-sample";
import type { GraphEdge } from "@/lib/model/graph";

function colorOf(protocol: EdgeProtocol, code: string): string {
  const outcome = outcomeOf(protocol, code, "");
  if (outcome === "error") return "var(--failing-mark)";
  if (outcome === "client") return "var(--degraded-mark)";
  return code.startsWith("3") && code.length === 3 ? "var(--edge)" : "var(--healthy-mark)";
}

/** Response codes with their words, share bars and rates; most frequent first. */
export function CodeList({
  protocol,
  codes,
  requests,
}: {
  protocol: EdgeProtocol;
  codes: GraphEdge["codes"];
  requests: number;
}) {
  const sorted = [...codes].sort((a, b) => b.requests - a.requests);
  return (
    <section aria-label="By response code">
      <h3 className="mb-1 mt-3 text-xs font-semibold text-text-2">By response code</h3>
      <ul>
        {sorted.map(({ code, requests: count, ratePerSec }) => {
          const share = requests > 0 ? count / requests : 0;
          return (
            <li key={code} className="grid h-6 grid-cols-[30px_minmax(0,1fr)_84px_52px_46px] items-center gap-2">
              <code className="mono font-medium">{code === "0" && protocol !== "grpc" ? "–" : code}</code>
              <span className="truncate text-text-2" title={codeWords(protocol, code)}>
                {codeWords(protocol, code)}
              </span>
              <span className="h-1.5 overflow-hidden rounded-[3px] bg-surface-3" aria-hidden="true">
                <span
                  className="block h-full min-w-[3px] rounded-[3px]"
                  style={{ width: `${share * 100}%`, background: colorOf(protocol, code) }}
                />
              </span>
              <Figure {...rate(ratePerSec)} className="text-right font-medium" />
              <Figure {...percent(share)} className="text-right text-xs text-text-3" />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
