import { HealthGlyph } from "@/components/ui/health-glyph";
import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/client/paths";
import type { Scope } from "@/lib/client/scope-params";
import type { ProxyPropagation } from "@/lib/model/proxy";

const STATES = {
  refused: { glyph: "failing", words: "refused" },
  waiting: { glyph: "unknown", words: "pending" },
  sent: { glyph: "unknown", words: "pushed" },
  disconnected: { glyph: "unknown", words: "not connected" },
  acked: { glyph: "healthy", words: "acknowledged" },
  unaffected: { glyph: "idle", words: "unaffected" },
} as const;

const ORDER = Object.keys(STATES);

/** Every proxy with what became of the change there, folded away: trouble first. */
export function ProxyList({ proxies, scope }: { proxies: readonly ProxyPropagation[]; scope: Scope }) {
  const sorted = [...proxies].sort(
    (a, b) =>
      ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || a.workload.localeCompare(b.workload, "en", { numeric: true }),
  );
  return (
    <details className="px-3.5 py-2.5 text-xs">
      <summary className="cursor-pointer rounded-1 text-text-3 hover:text-text-1">
        {proxies.length === 1 ? "The proxy" : `All ${proxies.length} proxies`}
      </summary>
      <ul className="mt-1.5 max-h-56 overflow-y-auto">
        {sorted.map((proxy) => (
          <li key={proxy.proxyId} className="flex min-h-6 items-center gap-2">
            <HealthGlyph status={STATES[proxy.state].glyph} label="" className="size-3" />
            <TextLink href={paths.mesh(scope, proxy.proxyId)} className="min-w-0 truncate text-text-1">
              {proxy.workload || proxy.proxyId}
            </TextLink>
            <span className="text-text-3">{proxy.namespace}</span>
            <span className="ml-auto text-text-2">{STATES[proxy.state].words}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
