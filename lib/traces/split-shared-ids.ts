import type { Span } from "../model/span";
import { hostKey } from "./span-facts";

/** A span with an id of its own, and whose child it is. */
export interface Placed {
  id: string;
  parentId: string;
  span: Span;
  warnings: string[];
}

interface Sharers {
  client: Placed | undefined;
  servers: Placed[];
}

/**
 * Gives every span an id of its own. Where the two sides of a hop share one id (Zipkin's layout), the answering side
 * becomes a child of the asking side, and spans that named the shared id go to the side that runs where they run: keyed
 * by id and place, so that two servers that answered one client (a retry) stay apart. Exact copies are left out; other
 * spans with the same id are kept as "id~2" and marked. Source: Zipkin's span node rules.
 */
export function splitSharedIds(spans: readonly Span[]): { placed: Placed[]; copies: number } {
  const seen = new Set<string>();
  const placed: Placed[] = [];
  const byId = new Map<string, Placed[]>();
  let copies = 0;
  for (const span of spans) {
    const copyKey = `${span.spanId}\n${span.kind}\n${span.startUnixNano}\n${span.endUnixNano}\n${span.service}\n${span.name}\n${span.parentSpanId}`;
    if (seen.has(copyKey)) {
      copies++;
      continue;
    }
    seen.add(copyKey);
    const place: Placed = { id: span.spanId, parentId: span.parentSpanId, span, warnings: [] };
    placed.push(place);
    const same = byId.get(span.spanId);
    if (same) same.push(place);
    else byId.set(span.spanId, [place]);
  }
  const shared = new Map<string, Sharers>();
  for (const [id, same] of byId) if (same.length > 1) shared.set(id, separate(id, same));
  if (shared.size > 0) rehome(placed, shared);
  return { placed, copies };
}

/** Renames all but the first holder of an id; servers under a client of the same id become its children. */
function separate(id: string, same: Placed[]): Sharers {
  const client = same.find((p) => p.span.kind === "client" || p.span.kind === "producer");
  const servers = same.filter((p) => p !== client && (p.span.kind === "server" || p.span.kind === "consumer"));
  let next = 2;
  for (const place of same) {
    const first = client ? place === client : place === same[0];
    if (first) continue;
    place.id = `${id}~${next++}`;
    if (client && servers.includes(place)) place.parentId = client.id;
    else place.warnings.push("Its span id is used by another span too");
  }
  return { client, servers: client ? servers : [] };
}

/** Children that named a shared id go to the server on their own machine or of their own service; with one server, to it. */
function rehome(placed: Placed[], shared: Map<string, Sharers>): void {
  for (const place of placed) {
    const sharers = shared.get(place.span.parentSpanId);
    if (!sharers || sharers.servers.length === 0 || sharers.servers.includes(place) || place === sharers.client)
      continue;
    const { client, servers } = sharers;
    const own =
      servers.find((s) => s.span.service === place.span.service && hostKey(s.span) === hostKey(place.span)) ??
      servers.find((s) => s.span.service === place.span.service);
    if (own) place.parentId = own.id;
    else if (servers.length === 1 && servers[0] && client?.span.service !== place.span.service)
      place.parentId = servers[0].id;
  }
}
