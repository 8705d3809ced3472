import { malformed, ProtoReader } from "../wire/proto-reader";
import { isStale, labelFault, type ReadResult, type SeriesSample, type SeriesVisitor } from "./written";

/** Reads io.prometheus.write.v2.Request: labels are pairs of references into one table of symbols. Throws HeddleError `invalid_input`. */
export function readWriteRequestV2(body: Buffer, visit: SeriesVisitor): ReadResult {
  const reader = new ProtoReader();
  reader.reset(body);
  const symbols: string[] = [];
  const series: [start: number, end: number][] = [];
  while (reader.pos < body.length) {
    const tag = reader.varint32(body.length);
    if (tag === 0x22) symbols.push(reader.text(body.length));
    else if (tag === 0x2a) {
      const end = reader.lengthEnd(body.length);
      series.push([reader.pos, end]);
      reader.pos = end;
    } else reader.skip(tag, body.length);
  }
  if (symbols.length > 0 && symbols[0] !== "") throw malformed("The first symbol is not empty.");
  const result: ReadResult = { written: { samples: 0, histograms: 0, exemplars: 0 }, refused: [] };
  for (const [start, end] of series) {
    reader.pos = start;
    readSeries(reader, end, symbols, visit, result);
  }
  return result;
}

function readSeries(
  reader: ProtoReader,
  end: number,
  symbols: string[],
  visit: SeriesVisitor,
  result: ReadResult,
): void {
  const refs: number[] = [];
  const samples: SeriesSample[] = [];
  let sampleCount = 0;
  let histograms = 0;
  let exemplars = 0;
  while (reader.pos < end) {
    const tag = reader.varint32(end);
    if (tag === 0x0a) {
      const stop = reader.lengthEnd(end);
      while (reader.pos < stop) refs.push(reader.varint32(stop));
    } else if (tag === 0x08) refs.push(reader.varint32(end));
    else if (tag === 0x12) {
      sampleCount++;
      const sample = readSample(reader, reader.lengthEnd(end));
      if (sample !== null) samples.push(sample);
    } else {
      if (tag === 0x1a) histograms++;
      if (tag === 0x22) exemplars++;
      reader.skip(tag, end);
    }
  }
  const fault = visitSeries(refs, symbols, samples, histograms, visit);
  if (fault !== "") {
    result.refused.push(fault);
    return;
  }
  result.written.samples += sampleCount;
  result.written.histograms += histograms;
  result.written.exemplars += exemplars;
}

function visitSeries(
  refs: readonly number[],
  symbols: readonly string[],
  samples: readonly SeriesSample[],
  histograms: number,
  visit: SeriesVisitor,
): string {
  if (refs.length % 2 !== 0) return "label references of a series are not pairs";
  const labels = new Map<string, string>();
  const names: string[] = [];
  for (let i = 0; i < refs.length; i += 2) {
    const name = symbols[refs[i] as number];
    const value = symbols[refs[i + 1] as number];
    if (name === undefined || value === undefined) return "a label refers to a symbol that is not in the request";
    labels.set(name, value);
    names.push(name);
  }
  if (samples.length > 0 && histograms > 0) return `${labels.get("__name__")} has samples and histograms`;
  return labelFault(names, labels) || visit(labels, samples);
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
    } else if (tag === 0x10 || tag === 0x18) {
      reader.varint64(end);
      const ms = (reader.high | 0) * 0x1_0000_0000 + reader.low;
      if (tag === 0x10) sample.atMs = ms;
      else sample.startMs = ms;
    } else reader.skip(tag, end);
  }
  return stale ? null : sample;
}
