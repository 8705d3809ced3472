import { z } from "zod";
import { GraphEdge, GraphNode, GraphView, SourceState } from "../model/graph";

const Subscribe = z.discriminatedUnion("topic", [
  z.object({ type: z.literal("subscribe"), id: z.string().max(64), topic: z.literal("graph"), view: GraphView }),
  z.object({ type: z.literal("subscribe"), id: z.string().max(64), topic: z.literal("proxies"), mesh: z.string() }),
  z.object({ type: z.literal("subscribe"), id: z.string().max(64), topic: z.literal("change"), changeId: z.string() }),
  z.object({ type: z.literal("subscribe"), id: z.string().max(64), topic: z.literal("rollouts"), mesh: z.string() }),
]);

/** Client -> server on /live. One socket carries many subscriptions, told apart by `id`. */
export const ClientFrame = z.discriminatedUnion("type", [
  Subscribe,
  z.object({ type: z.literal("unsubscribe"), id: z.string().max(64) }),
  z.object({ type: z.literal("ping") }),
]);
export type ClientFrame = z.infer<typeof ClientFrame>;

const GraphHead = z.object({
  at: z.iso.datetime(),
  durationSec: z.number(),
  partial: z.boolean(),
  sources: z.array(SourceState),
});

/** Server -> client. `seq` counts per subscription from 1; a gap means: subscribe again. `full` replaces, else changed and removed only. */
export const ServerFrame = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("graph"),
    id: z.string(),
    seq: z.number().int(),
    full: z.boolean(),
    head: GraphHead,
    nodes: z.array(GraphNode),
    edges: z.array(GraphEdge),
    removedNodes: z.array(z.string()),
    removedEdges: z.array(z.string()),
  }),
  /** Something changed; the client asks again over HTTP. */
  z.object({ type: z.literal("stale"), id: z.string(), topic: z.enum(["proxies", "change", "rollouts"]) }),
  z.object({ type: z.literal("error"), id: z.string(), code: z.string(), message: z.string() }),
  z.object({ type: z.literal("pong"), at: z.iso.datetime() }),
]);
export type ServerFrame = z.infer<typeof ServerFrame>;
