import { SpanBlock } from "@/lib/ingest/block/span-block";
import { StringTable } from "@/lib/ingest/block/string-table";
import { EdgeTables } from "@/lib/ingest/edges/edge-tables";
import { TraceDecoder } from "@/lib/ingest/otlp/trace-decoder";
import { otlpBatch } from "../support/otlp-batch";
import { ExportTraceServiceRequest } from "./otlp-schema";
import { quantile } from "./quantile";
import { print } from "./report";

const SPANS = 512;
const ROUNDS = 40;
const REPEATS = 10;

function cpuSecOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Our decoder (into store columns, edges' facts read) against protobufjs (plain objects), alternating in one process. */
export async function benchDecode(): Promise<void> {
  const body = otlpBatch({ spans: SPANS });
  const strings = new StringTable();
  const block = new SpanBlock(strings);
  const decoder = new TraceDecoder(strings, new EdgeTables());
  const context = { mesh: "bench", nowMs: Date.now(), oldestMs: 0, onSpan: () => undefined };
  const ours = () => {
    block.reset();
    if (decoder.decode(body, block, context).accepted !== SPANS) throw new Error("spans were rejected");
  };
  const plain = () => void ExportTraceServiceRequest.decode(body);
  const times: { ours: number[]; plain: number[] } = { ours: [], plain: [] };
  for (let round = 0; round < ROUNDS; round++) {
    times.ours.push(cpuSecOf(() => repeat(ours)) / REPEATS);
    times.plain.push(cpuSecOf(() => repeat(plain)) / REPEATS);
  }
  const rate = (values: number[]) => SPANS / quantile(values, 0.5);
  print({
    what: "OTLP decode, spans per CPU second",
    measured: rate(times.ours),
    unit: "spans",
    against: `protobufjs ${Math.round(rate(times.plain)).toLocaleString("en-US")}: ${(rate(times.ours) / rate(times.plain)).toFixed(1)} times as fast`,
  });
}

function repeat(work: () => void): void {
  for (let i = 0; i < REPEATS; i++) work();
}
