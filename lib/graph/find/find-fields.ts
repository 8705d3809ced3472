import type { GraphEdge, GraphNode } from "../../model/graph";
import { isPlaintext } from "../plaintext";

/** What an expression is asked about. `nodes` are looked up for the names of an edge's ends. */
export type FindItem =
  | { kind: "node"; node: GraphNode }
  | { kind: "edge"; edge: GraphEdge; source?: GraphNode; target?: GraphNode };

/** Answers: undefined means the question does not apply to the item (an edge has no proxy), which NOT does not turn round. */
export type NumberAsk = (item: FindItem) => number | null | undefined;
export type TextAsk = (item: FindItem) => readonly string[] | undefined;
export type FlagAsk = (item: FindItem) => boolean | undefined;

export type Field =
  | { type: "number"; unit: "ms" | "percent" | "rate" | "bytes" | "count"; help: string; ask: NumberAsk }
  | { type: "text"; help: string; ask: TextAsk }
  | { type: "flag"; help: string; ask: FlagAsk };

const onEdge = (ask: (edge: GraphEdge) => number | null | undefined): NumberAsk => {
  return (item) => (item.kind === "edge" ? ask(item.edge) : undefined);
};
const both = (ofNode: (node: GraphNode) => number, ofEdge: (edge: GraphEdge) => number): NumberAsk => {
  return (item) => (item.kind === "edge" ? ofEdge(item.edge) : drawnNode(item.node, ofNode));
};
const drawnNode = (node: GraphNode, ask: (node: GraphNode) => number) => (node.kind === "box" ? undefined : ask(node));
const edgeFlag = (ask: (edge: GraphEdge) => boolean): FlagAsk => {
  return (item) => (item.kind === "edge" ? ask(item.edge) : undefined);
};
const nodeFlag = (ask: (node: GraphNode) => boolean): FlagAsk => {
  return (item) => (item.kind === "node" && item.node.kind !== "box" ? ask(item.node) : undefined);
};
const health = (...wanted: string[]): FlagAsk => {
  return (item) => (item.kind === "node" && item.node.kind === "box" ? undefined : wanted.includes(statusOf(item)));
};
const statusOf = (item: FindItem) => (item.kind === "node" ? item.node.health.status : item.edge.health.status);
const nodeText = (ask: (node: GraphNode) => string | undefined): TextAsk => {
  return (item) => (item.kind === "node" && item.node.kind !== "box" ? [ask(item.node) ?? ""] : undefined);
};
const end = (side: "source" | "target"): TextAsk => {
  return (item) => (item.kind === "edge" ? namesOf(item[side]) : undefined);
};

/** Every name a node answers to. */
export function namesOf(node: GraphNode | undefined): string[] {
  if (!node) return [];
  return [node.name, node.app, node.service, node.workload].filter((name): name is string => !!name);
}

const protocolErrors = (protocol: string): NumberAsk => {
  return onEdge((edge) => (edge.protocol === protocol ? edge.errorRatio * 100 : undefined));
};

/** The whole language: what the help lists is what parses, since both read this table. */
export const FIND_FIELDS: Readonly<Record<string, Field>> = {
  rate: {
    type: "number",
    unit: "rate",
    help: "requests a second",
    ask: both(
      (n) => n.inbound.ratePerSec,
      (e) => e.ratePerSec,
    ),
  },
  requests: {
    type: "number",
    unit: "count",
    help: "requests in the window",
    ask: both(
      (n) => n.inbound.requests,
      (e) => e.requests,
    ),
  },
  errors: {
    type: "number",
    unit: "percent",
    help: "5xx, no answer, gRPC failures",
    ask: both(
      (n) => n.inbound.errorRatio * 100,
      (e) => e.errorRatio * 100,
    ),
  },
  clienterrors: {
    type: "number",
    unit: "percent",
    help: "4xx",
    ask: both(
      (n) => n.inbound.clientErrorRatio * 100,
      (e) => e.clientErrorRatio * 100,
    ),
  },
  httperr: { type: "number", unit: "percent", help: "errors of HTTP edges", ask: protocolErrors("http") },
  grpcerr: { type: "number", unit: "percent", help: "errors of gRPC edges", ask: protocolErrors("grpc") },
  avg: { type: "number", unit: "ms", help: "mean latency", ask: onEdge((e) => e.latencyMs.avg) },
  p50: { type: "number", unit: "ms", help: "median latency", ask: onEdge((e) => e.latencyMs.p50) },
  p95: { type: "number", unit: "ms", help: "95th percentile of latency", ask: onEdge((e) => e.latencyMs.p95) },
  p99: { type: "number", unit: "ms", help: "99th percentile of latency", ask: onEdge((e) => e.latencyMs.p99) },
  share: {
    type: "number",
    unit: "percent",
    help: "share of the caller's requests to the service",
    ask: onEdge((e) => e.share * 100),
  },
  throughput: { type: "number", unit: "bytes", help: "bytes a second", ask: onEdge((e) => e.bytesPerSec) },
  mtlsshare: {
    type: "number",
    unit: "percent",
    help: "requests over mutual TLS",
    ask: onEdge((e) => (e.mtlsShare === null ? null : e.mtlsShare * 100)),
  },
  name: { type: "text", help: "any name of a node, or of either end of an edge", ask: anyName },
  ns: { type: "text", help: "namespace", ask: anyNamespace },
  app: { type: "text", help: "app", ask: nodeText((n) => n.app) },
  workload: { type: "text", help: "workload", ask: nodeText((n) => n.workload) },
  service: { type: "text", help: "service", ask: nodeText((n) => n.service) },
  version: { type: "text", help: "version", ask: nodeText((n) => n.version) },
  kind: {
    type: "text",
    help: "workload, app, service, gateway, store, external, client, unknown",
    ask: nodeText((n) => n.kind),
  },
  from: { type: "text", help: "caller of an edge", ask: end("source") },
  to: { type: "text", help: "callee of an edge", ask: end("target") },
  protocol: { type: "text", help: "http, grpc, tcp", ask: (i) => (i.kind === "edge" ? [i.edge.protocol] : undefined) },
  code: {
    type: "text",
    help: "response code seen",
    ask: (i) => (i.kind === "edge" ? i.edge.codes.map((c) => c.code) : undefined),
  },
  flag: {
    type: "text",
    help: "response flag seen",
    ask: (i) => (i.kind === "edge" ? i.edge.flags.flatMap((f) => f.flag.split(",")) : undefined),
  },
  host: { type: "text", help: "host asked for", ask: (i) => (i.kind === "edge" ? i.edge.hosts : undefined) },
  healthy: { type: "flag", help: "nothing hurts", ask: health("healthy") },
  degraded: { type: "flag", help: "hurts a little", ask: health("degraded") },
  failing: { type: "flag", help: "hurts", ask: health("failing") },
  unhealthy: { type: "flag", help: "degraded or failing", ask: health("degraded", "failing") },
  idle: { type: "flag", help: "no traffic", ask: health("idle") },
  unknown: { type: "flag", help: "nobody can tell its health", ask: health("unknown") },
  gateway: { type: "flag", help: "takes traffic from outside", ask: nodeFlag((n) => n.kind === "gateway") },
  store: { type: "flag", help: "takes TCP alone", ask: nodeFlag((n) => n.kind === "store") },
  external: { type: "flag", help: "outside the mesh", ask: nodeFlag((n) => n.kind === "external") },
  client: { type: "flag", help: "caller without proxy", ask: nodeFlag((n) => n.kind === "client") },
  outofmesh: {
    type: "flag",
    help: "has no proxy",
    ask: nodeFlag((n) => n.hasProxy === false || n.kind === "external"),
  },
  root: { type: "flag", help: "traffic starts here", ask: nodeFlag((n) => n.badges.includes("root")) },
  mtls: { type: "flag", help: "all requests over mutual TLS", ask: edgeFlag((e) => e.mtlsShare === 1) },
  plaintext: { type: "flag", help: "some requests not encrypted", ask: edgeFlag(isPlaintext) },
  estimated: { type: "flag", help: "counted from sampled spans", ask: edgeFlag((e) => e.estimated) },
  split: { type: "flag", help: "traffic is split by weight", ask: badge("split") },
  routing: { type: "flag", help: "has routing rules", ask: badge("routing") },
  mirror: { type: "flag", help: "traffic is mirrored", ask: badge("mirror") },
  fault: { type: "flag", help: "faults are injected", ask: badge("fault") },
  timeout: { type: "flag", help: "has a timeout", ask: badge("timeout") },
  retry: { type: "flag", help: "is retried", ask: badge("retry") },
  breaker: { type: "flag", help: "has a circuit breaker", ask: badge("breaker") },
};

/** Other spellings people bring along. */
export const FIND_ALIASES: Readonly<Record<string, string>> = {
  namespace: "ns",
  wl: "workload",
  svc: "service",
  rt: "avg",
  error: "errors",
  "4xx": "clienterrors",
  "5xx": "errors",
  node: "kind",
  source: "from",
  target: "to",
  destination: "to",
  om: "outofmesh",
  noproxy: "outofmesh",
  trafficsource: "root",
  cb: "breaker",
  circuitbreaker: "breaker",
  fi: "fault",
  faultinjection: "fault",
  mirroring: "mirror",
  ts: "split",
  trafficshifting: "split",
  rr: "routing",
  requestrouting: "routing",
  bytes: "throughput",
};

function badge(wanted: GraphNode["badges"][number]): FlagAsk {
  return nodeFlag((n) => n.badges.includes(wanted));
}

function anyName(item: FindItem): readonly string[] | undefined {
  if (item.kind === "edge") return [...namesOf(item.source), ...namesOf(item.target)];
  return item.node.kind === "box" ? undefined : namesOf(item.node);
}

function anyNamespace(item: FindItem): readonly string[] | undefined {
  if (item.kind === "edge") return [item.source?.namespace ?? "", item.target?.namespace ?? ""];
  return item.node.kind === "box" ? undefined : [item.node.namespace];
}
