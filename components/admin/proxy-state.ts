import type { ProxyStatus, ProxyTypeState, XdsType } from "@/lib/model/proxy";

/** Order in which the control plane sends, and in which tables show them. */
export const XDS_TYPES: readonly XdsType[] = ["cds", "eds", "lds", "rds", "sds"];

export const XDS_NAMES: Record<XdsType, string> = {
  cds: "Clusters",
  eds: "Endpoints",
  lds: "Listeners",
  rds: "Routes",
  sds: "Certificates",
};

export type ProxyCondition = "refused" | "disconnected" | "stale" | "synced" | "idle";

/** The worst that is so about a proxy: refused something, gone, not yet acknowledged, in sync, or nothing sent. */
export function proxyCondition(proxy: ProxyStatus): ProxyCondition {
  const states = Object.values(proxy.types).map((t) => t.state);
  if (states.includes("refused")) return "refused";
  if (!proxy.connected) return "disconnected";
  if (states.includes("stale")) return "stale";
  return states.includes("acked") ? "synced" : "idle";
}

export const CONDITION_GLYPH = {
  refused: "failing",
  disconnected: "idle",
  stale: "degraded",
  synced: "healthy",
  idle: "idle",
} as const satisfies Record<ProxyCondition, string>;

export const CONDITION_WORD: Record<ProxyCondition, string> = {
  refused: "Refused",
  disconnected: "Not connected",
  stale: "Waiting",
  synced: "In sync",
  idle: "Nothing sent",
};

export const TYPE_GLYPH = {
  acked: "healthy",
  stale: "degraded",
  refused: "failing",
  notSent: "idle",
} as const satisfies Record<ProxyTypeState["state"], string>;

export const TYPE_WORD: Record<ProxyTypeState["state"], string> = {
  acked: "Acknowledged",
  stale: "Sent, not yet acknowledged",
  refused: "Refused",
  notSent: "Not sent",
};

/** The page's first sentence: what is the case, worst first. */
export function meshSentence(proxies: readonly ProxyStatus[]): string {
  const count = (condition: ProxyCondition) => proxies.filter((p) => proxyCondition(p) === condition).length;
  const refused = count("refused");
  const away = count("disconnected");
  const waiting = count("stale");
  const many = (n: number) => `${n} ${n === 1 ? "proxy" : "proxies"}`;
  const rest = proxies.length - refused - away - waiting;
  const parts: string[] = [];
  if (refused > 0)
    parts.push(`${many(refused)} refused what was sent and ${refused === 1 ? "keeps" : "keep"} the last good config`);
  if (away > 0) parts.push(`${many(away)} ${away === 1 ? "is" : "are"} not connected`);
  if (waiting > 0) parts.push(`${many(waiting)} ${waiting === 1 ? "has" : "have"} not acknowledged yet`);
  if (parts.length === 0) {
    return proxies.length === 1
      ? "The one proxy runs the config it was sent."
      : `All ${proxies.length} proxies run the config they were sent.`;
  }
  return `${parts.join("; ")}. ${rest > 0 ? `${many(rest)} in sync.` : ""}`.trim();
}
