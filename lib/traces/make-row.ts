import { calleeOf, codeOf, failed, flagsOf, isProxySpan, operationOf, versionOf } from "./span-facts";
import type { HopTimes, TraceRow } from "./trace-row";
import type { TraceNode } from "./trace-tree";

const length = (node: TraceNode) => node.endMs - node.startMs;

/** A row of one span by itself. */
export function spanRow(node: TraceNode): TraceRow {
  return blankRow([node], node, node.span.service, versionOf(node.span));
}

/** A row of one hop; with neither side the row of `node`. `isTry`: other rows share its asking spans, so times are the callee's. */
export function hopRow(
  { clients, servers }: { clients: readonly TraceNode[]; servers: readonly TraceNode[] },
  node: TraceNode,
  isTry: boolean,
): TraceRow {
  const inner = servers[servers.length - 1];
  const main = inner ?? mostTelling(clients);
  if (!main) return spanRow(node);
  const nodes = [...clients, ...servers];
  const own = isTry ? servers : nodes;
  const called = inner ? { service: inner.span.service, version: versionOf(inner.span) } : callee(clients, main);
  const row = blankRow(nodes, main, called.service, called.version);
  row.kind = clients.length > 0 || servers.length > 1 ? "hop" : "span";
  row.startMs = Math.min(...own.map((n) => n.startMs));
  row.endMs = own[0]?.endMs ?? main.endMs;
  row.failed = own.some((n) => failed(n.span));
  row.code = firstOf(own, codeOf);
  row.flags = firstOf(own, flagsOf);
  row.hop = row.kind === "hop" ? hopTimes(isTry ? [] : clients, servers) : null;
  markWorkAfterwards(row, clients[0], servers[0]);
  return row;
}

/** The callee went on after its caller had gone: the bar ends with the work, and says when the caller left. */
function markWorkAfterwards(row: TraceRow, client: TraceNode | undefined, server: TraceNode | undefined): void {
  if (!client || !server || server.endMs <= client.endMs || server.startMs >= client.endMs) return;
  row.gaveUpMs = client.endMs;
  row.endMs = server.endMs;
}

/** Of the spans from the outermost in, the first that says something. */
function firstOf(nodes: readonly TraceNode[], read: (span: TraceNode["span"]) => string): string {
  for (const node of nodes) {
    const found = read(node.span);
    if (found) return found;
  }
  return "";
}

function blankRow(nodes: readonly TraceNode[], main: TraceNode, service: string, version: string): TraceRow {
  return {
    id: main.id,
    index: 0,
    kind: "span",
    spans: nodes.map((n) => n.index),
    main: main.index,
    service: service || main.span.service,
    version,
    operation: operationOf(main.span),
    startMs: main.startMs,
    endMs: main.endMs,
    gaveUpMs: null,
    depth: 0,
    parent: -1,
    children: [],
    below: 0,
    failed: failed(main.span),
    code: codeOf(main.span),
    flags: flagsOf(main.span),
    attempt: null,
    hop: null,
  };
}

/** Of the asking spans the service's own, whose name says more than its proxy's. */
function mostTelling(clients: readonly TraceNode[]): TraceNode | undefined {
  return clients.find((n) => !isProxySpan(n.span)) ?? clients[0];
}

/** Whom a hop without an answering span went to: what the asking spans say, the proxy first. */
function callee(clients: readonly TraceNode[], main: TraceNode): { service: string; version: string } {
  for (let i = clients.length - 1; i >= 0; i--) {
    const client = clients[i];
    const called = client ? calleeOf(client.span) : undefined;
    if (called?.service) return called;
  }
  return { service: main.span.service, version: versionOf(main.span) };
}

function hopTimes(clients: readonly TraceNode[], servers: readonly TraceNode[]): HopTimes {
  const [outerClient, innerClient] = [clients[0], clients[clients.length - 1]];
  const [outerServer, innerServer] = [servers[0], servers[servers.length - 1]];
  const difference = (outer: TraceNode | undefined, inner: TraceNode | undefined) =>
    outer && inner && outer !== inner && length(outer) >= length(inner) ? length(outer) - length(inner) : null;
  return {
    clientMs: difference(outerClient, innerClient),
    networkMs: difference(innerClient, outerServer),
    serverProxyMs: difference(outerServer, innerServer),
    serverMs: innerServer ? length(innerServer) : null,
  };
}
