import type { SpanIntake } from "../span-intake";
import { malformed } from "../wire/proto-reader";
import { encodeTraceJson } from "./encode-trace-json";
import { type PartialSuccess, rejectionMessage, type Signal } from "./export-response";
import type { MetricIntake } from "./metric-intake";
import { readMetricsJson } from "./read-metrics-json";
import { readMetricsProto } from "./read-metrics-proto";

/** Takes in OTLP exports of both signals and both encodings, whatever transport they came by. */
export class OtlpIntake {
  readonly #spans: SpanIntake;
  readonly #metrics: MetricIntake;

  constructor(spans: SpanIntake, metrics: MetricIntake) {
    this.#spans = spans;
    this.#metrics = metrics;
  }

  /** Resolves when the request is durable. Throws HeddleError `invalid_input`, `overloaded`. */
  async accept(signal: Signal, encoding: "protobuf" | "json", body: Buffer): Promise<PartialSuccess> {
    if (signal === "metrics") {
      const points = encoding === "json" ? readMetricsJson(parseJson(body)) : readMetricsProto(body);
      return this.#metrics.accept(points);
    }
    const request = encoding === "json" ? encodeTraceJson(parseJson(body)) : body;
    const { rejected, reasons } = await this.#spans.accept(request);
    return { rejected, message: rejectionMessage(reasons) };
  }
}

function parseJson(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString("utf8"));
  } catch (error) {
    throw malformed(`It is not JSON: ${error instanceof Error ? error.message : error}.`);
  }
}
