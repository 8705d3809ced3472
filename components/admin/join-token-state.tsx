import { HealthChip } from "@/components/ui/chip";
import type { JoinToken } from "@/lib/model/join-token";

/** Whether a token admits further proxies. Those it has admitted come back as often as they like until it is withdrawn. */
export function JoinTokenState({ token, nowMs }: { token: JoinToken; nowMs: number }) {
  const { proxies, maxProxies, expiresAt } = token;
  const used = `${proxies.length} of ${maxProxies}`;
  if (proxies.length >= maxProxies) return <HealthChip status="healthy">{`${used}, full`}</HealthChip>;
  if (nowMs && Date.parse(expiresAt) <= nowMs) {
    return <HealthChip status={proxies.length > 0 ? "idle" : "unknown"}>{`${used}, ended`}</HealthChip>;
  }
  return <HealthChip status="unknown">{`${used}, admits`}</HealthChip>;
}
