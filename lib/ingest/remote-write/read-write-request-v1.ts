import { ProtoReader } from "../wire/proto-reader";
import { isStale, labelFault, type ReadResult, type SeriesSample, type SeriesVisitor } from "./written";

/** Reads prometheus.WriteRequest (remote write 1.0). Throws HeddleError `invalid_input` when it cannot be decoded. */
export function readWriteRequestV1(body: Buffer, visit: SeriesVisitor): ReadResult {
  const reader = new ProtoReader();
  reader.reset(body);
  const result: ReadResult = { written: { samples: 0, histograms: 0, exemplars: 0 }, refused: [] };
  while (reader.pos < body.length) {
    const tag = reader.varint32(body.length);
    if (tag === 0x0a) readSeries(reader, reader.lengthEnd(body.length), visit, result);
    else reader.skip(tag, body.length);
  }
  return result;
}

function readSeries(reader: ProtoReader, end: number, visit: SeriesVisitor, result: ReadResult): void {
  const labels = new Map<string, string>();
  const names: string[] = [];
  const samples: SeriesSample[] = [];
  let histograms = 0;
  let exemplars = 0;
  let sampleCount = 0;
  while (reader.pos < end) {
    const tag = reader.varint32(end);
    if (tag === 0x0a) names.push(readLabel(reader, reader.lengthEnd(end), labels));
    else if (tag === 0x12) {
      sampleCount++;
      const sample = readSample(reader, reader.lengthEnd(end));
      if (sample !== null) samples.push(sample);
    } else {
      if (tag === 0x1a) exemplars++;
      if (tag === 0x22) histograms++;
      reader.skip(tag, end);
    }
  }
  const fault = labelFault(names, labels) || visit(labels, samples);
  if (fault !== "") {
    result.refused.push(fault);
    return;
  }
  result.written.samples += sampleCount;
  result.written.histograms += histograms;
  result.written.exemplars += exemplars;
}

function readLabel(reader: ProtoReader, end: number, labels: Map<string, string>): string {
  let name = "";
  let value = "";
  while (reader.pos < end) {
    const tag = reader.varint32(end);
    if (tag === 0x0a) name = reader.text(end);
    else if (tag === 0x12) value = reader.text(end);
    else reader.skip(tag, end);
  }
  labels.set(name, value);
  return name;
}

/** null: the series ended. */
function readSample(reader: ProtoReader, end: number): SeriesSample | null {
  const sample: SeriesSample = { value: 0, atMs: 0, startMs: 0 };
  let stale = false;
  while (reader.pos < end) {
    const tag = reader.varint32(end);
    if (tag === 0x09) {
      const at = reader.pos;
      reader.fixed64(end);
      sample.value = reader.bytes.readDoubleLE(at);
      stale = isStale(reader.low, reader.high);
    } else if (tag === 0x10) {
      reader.varint64(end);
      sample.atMs = (reader.high | 0) * 0x1_0000_0000 + reader.low;
    } else reader.skip(tag, end);
  }
  return stale ? null : sample;
}
