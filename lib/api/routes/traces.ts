import { z } from "zod";
import { NamesAnswer, TraceAnswer, TraceSearchAnswer } from "../../model/trace-answers";
import { traceDetail } from "../../queries/trace-detail";
import { traceNames } from "../../queries/trace-names";
import { traceSearch } from "../../queries/trace-search";
import { otlpTrace } from "../otlp-trace";
import { countParam, DurationMs, FlagParam, MeshParam, MomentMs, TagPairs } from "../query-params";
import { defineRoute, type Route } from "../route";

const HOUR_MS = 3_600_000;
const name = z.string().max(300).optional();

const SearchQuery = z.object({
  mesh: MeshParam,
  service: name,
  operation: name,
  tags: TagPairs.default({}),
  errorsOnly: FlagParam.default(false),
  minDuration: DurationMs.optional(),
  maxDuration: DurationMs.optional(),
  source: name.describe("workload at the calling end of an edge"),
  destination: name.describe("workload at the called end of an edge"),
  start: MomentMs.optional().describe("one hour before the end when absent"),
  end: MomentMs.optional().describe("now when absent"),
  limit: countParam({ min: 1, max: 1500, default: 100 }),
});

const TraceParams = z.object({
  id: z
    .string()
    .toLowerCase()
    .regex(/^[0-9a-f]{1,32}$/, "a trace id is up to 32 hex digits")
    .transform((id) => id.padStart(32, "0")),
});

/** OTLP JSON, as any tool reads it; or our own form. */
const OtlpTraces = z.object({ resourceSpans: z.array(z.unknown()) }).describe("OTLP JSON: TracesData");
const errors = ["not_found", "unavailable", "timeout"] as const;

export const traceRoutes: Route[] = [
  defineRoute({
    method: "GET",
    path: "/traces",
    summary: "Summaries of the traces that match, newest first.",
    role: "viewer",
    query: SearchQuery,
    output: TraceSearchAnswer,
    errors,
    run: async ({ ctx, query: { minDuration, maxDuration, start, end, ...rest } }) => {
      const endMs = end ?? ctx.now();
      const window = { startMs: start ?? endMs - HOUR_MS, endMs };
      const durations = { minDurationMs: minDuration, maxDurationMs: maxDuration };
      return { body: await traceSearch({ ctx, input: { ...rest, ...durations, ...window } }) };
    },
  }),
  defineRoute({
    method: "GET",
    path: "/traces/{id}",
    summary: "One trace as OTLP JSON; view=analysis gives Heddle's own spans.",
    role: "viewer",
    params: TraceParams,
    query: z.object({ mesh: MeshParam, view: z.enum(["otlp", "analysis"]).default("otlp") }),
    output: z.union([TraceAnswer, OtlpTraces]),
    errors,
    run: async ({ ctx, params, query: { mesh, view } }) => {
      const trace = await traceDetail({ ctx, input: { mesh, traceId: params.id } });
      return { body: view === "analysis" ? trace : otlpTrace(trace.spans) };
    },
  }),
  defineRoute({
    method: "GET",
    path: "/trace-services",
    summary: "Names of services that sent spans within a day.",
    role: "viewer",
    query: z.object({ mesh: MeshParam }),
    output: NamesAnswer,
    errors,
    run: async ({ ctx, query: { mesh } }) => ({ body: await traceNames({ ctx, input: { mesh } }) }),
  }),
  defineRoute({
    method: "GET",
    path: "/trace-operations",
    summary: "Span names of one service within a day.",
    role: "viewer",
    query: z.object({ mesh: MeshParam, service: z.string().min(1).max(300) }),
    output: NamesAnswer,
    errors,
    run: async ({ ctx, query }) => ({ body: await traceNames({ ctx, input: query }) }),
  }),
];
