import { ArrowUpRight } from "lucide-react";
import { ButtonLink } from "@/components/ui/button-link";
import { Note } from "@/components/ui/note";
import { paths } from "@/lib/client/paths";
import type { Scope } from "@/lib/client/scope-params";
import type { ProxyPropagation } from "@/lib/model/proxy";

/** Each proxy that refused, in its own words, and what it keeps running. */
export function Refusals({
  refused,
  revision,
  scope,
}: {
  refused: readonly ProxyPropagation[];
  revision: number;
  scope: Scope;
}) {
  return (
    <ul className="grid gap-2">
      {refused.map((proxy) => (
        <li key={proxy.proxyId}>
          <Note tone="failing" live title={`${proxy.workload || proxy.proxyId} refused revision ${revision}`}>
            <p className="mono my-1 text-xs text-text-1 [overflow-wrap:anywhere]">
              {proxy.reason ?? "It gave no reason."}
            </p>
            <p>{proxy.keeps ? `It keeps ${proxy.keeps}.` : "It keeps running what it had before."}</p>
            <ButtonLink size="small" variant="ghost" href={paths.mesh(scope, proxy.proxyId)} className="mt-1.5 -ml-2">
              <ArrowUpRight aria-hidden="true" />
              Open proxy
            </ButtonLink>
          </Note>
        </li>
      ))}
    </ul>
  );
}
