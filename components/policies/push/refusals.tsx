import { Note } from "@/components/ui/note";
import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/client/paths";
import type { Scope } from "@/lib/client/scope-params";
import type { ProxyPropagation } from "@/lib/model/proxy";
import { type Refusal, refusalsOf } from "./refusals-of";

/** Who refused, in the proxies' own words, and what they keep running. Proxies that say the same stand together. */
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
      {refusalsOf(refused).map((refusal) => (
        <li key={`${refusal.reason}${refusal.keeps}`}>
          <Note tone="failing" live title={`${whoOf(refusal)} refused revision ${revision}`}>
            <p className="mono my-1 text-xs text-text-1 [overflow-wrap:anywhere]">{refusal.reason}</p>
            <p>
              {refusal.proxies.length > 1 ? "They keep" : "It keeps"} {refusal.keeps}.
            </p>
            <p className="mt-1 flex flex-wrap gap-x-2.5 gap-y-1 text-xs">
              {refusal.proxies.map((proxy) => (
                <TextLink key={proxy.proxyId} href={paths.mesh(scope, proxy.proxyId)} className="underline">
                  {proxy.workload || proxy.proxyId}
                </TextLink>
              ))}
            </p>
          </Note>
        </li>
      ))}
    </ul>
  );
}

const whoOf = ({ proxies: [only, ...more] }: Refusal): string =>
  more.length > 0 ? `${more.length + 1} proxies` : only?.workload || only?.proxyId || "A proxy";
