import { z } from "zod";
import { Actor } from "../model/actor";
import { ApiToken } from "../model/api-token";
import { AuditEntry } from "../model/audit-entry";
import { Change, ChangePreview, DiffLine, ObjectDiff } from "../model/change";
import { ConfigKey, ConfigObject, ConfigRevision } from "../model/config-object";
import { ErrorBody } from "../model/error-code";
import { Finding } from "../model/finding";
import { Graph, GraphEdge, GraphNode, LatencyFigures, SourceState } from "../model/graph";
import { Health } from "../model/health";
import { ProxyPropagation, ProxyStatus, ProxyTypeState } from "../model/proxy";
import { TrafficPoint, TrafficSeries } from "../model/series";
import { ServiceDetail } from "../model/service-detail";
import { SessionInfo } from "../model/session-info";
import { Attributes, AttributeValue, Span, TraceSummary } from "../model/span";
import { SystemStatus } from "../model/system-status";
import { TraceAnswer, TraceSearchAnswer } from "../model/trace-answers";
import { Service, Workload } from "../model/workload";

/** The nouns that get a name of their own in the OpenAPI document; everything else is written where it is used. */
const NAMED: Record<string, z.ZodType> = {
  ...{ Actor, ApiToken, AttributeValue, Attributes, AuditEntry, Change, ChangePreview, ConfigKey, ConfigObject },
  ...{ ConfigRevision, DiffLine, ErrorBody, Finding, Graph, GraphEdge, GraphNode, Health, LatencyFigures, ObjectDiff },
  ...{ ProxyPropagation, ProxyStatus, ProxyTypeState, Service, ServiceDetail, SessionInfo, SourceState, Span },
  ...{ SystemStatus, TraceAnswer, TraceSearchAnswer, TraceSummary, TrafficPoint, TrafficSeries, Workload },
};

const registry = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries(NAMED)) registry.add(schema, { id });

type Json = Record<string, unknown>;

/** Schemas as OpenAPI wants them: named ones are references to `components.schemas`, which `components` gives in the end. */
export class SchemaBook {
  readonly #components = new Map<string, Json>();

  /** `io` input: what a caller sends, output: what it gets. */
  schema(schema: z.ZodType, io: "input" | "output"): Json {
    const made = z.toJSONSchema(schema, { io, unrepresentable: "any", metadata: registry }) as Json;
    const { $schema: _schema, $defs = {}, id, ...json } = atHome(made) as Json & { $defs?: Record<string, Json> };
    for (const [name, definition] of Object.entries($defs)) this.#keep(name, definition);
    if (typeof id !== "string") return json;
    this.#keep(id, json);
    return { $ref: `#/components/schemas/${id}` };
  }

  components(): Record<string, Json> {
    return Object.fromEntries([...this.#components].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #keep(name: string, { id: _id, ...definition }: Json): void {
    this.#components.set(name, definition);
  }
}

/** References among a schema's own definitions, as references into the document. */
function atHome(made: Json): Json {
  return JSON.parse(JSON.stringify(made).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;
}
