import type { ProxyPropagation } from "@/lib/model/proxy";

/** Proxies that refused for the same reason and keep the same. */
export interface Refusal {
  /** verbatim, as the proxy said it */
  reason: string;
  /** what they keep running, in words */
  keeps: string;
  proxies: ProxyPropagation[];
}

/** Groups refusals that say the same; most proxies first. */
export function refusalsOf(refused: readonly ProxyPropagation[]): Refusal[] {
  const groups = new Map<string, Refusal>();
  for (const proxy of refused) {
    const reason = proxy.reason ?? "No reason was given.";
    const keeps = keptWords(proxy.keeps);
    const id = JSON.stringify([reason, keeps]);
    const group = groups.get(id) ?? { reason, keeps, proxies: [] };
    group.proxies.push(proxy);
    groups.set(id, group);
  }
  return [...groups.values()].sort((a, b) => b.proxies.length - a.proxies.length);
}

/** A version of the embedded control plane is "revision/counter"; the counter tells people nothing. */
function keptWords(keeps: string | undefined): string {
  const revision = /^(\d+)\/\d+$/.exec(keeps ?? "")?.[1];
  if (revision) return `revision ${revision}`;
  return keeps ? `version ${keeps}` : "what ran before";
}
