import type { ChangeState } from "../model/change";
import type { ProxyPropagation } from "../model/proxy";

/**
 * What a change has come to, by its proxies. Waiting ones keep it pushing; disconnected and unaffected ones do not count: they
 * take the newest state when they come back.
 */
export function changeState(propagation: readonly ProxyPropagation[]): ChangeState {
  const count = (state: ProxyPropagation["state"]) => propagation.filter((proxy) => proxy.state === state).length;
  if (count("waiting") + count("sent") > 0) return "pushing";
  if (count("refused") === 0) return "acknowledged";
  return count("acked") === 0 ? "refused" : "partly_refused";
}
