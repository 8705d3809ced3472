import fc from "fast-check";
import type { Span, SpanKind } from "../../model/span";
import { makeSpan } from "./make-span";

const KINDS: SpanKind[] = ["internal", "server", "client", "producer", "consumer"];

/** Any spans: parents that are missing, lead in rings or to themselves; ids used twice; ends before starts. */
export const anySpans: fc.Arbitrary<Span[]> = fc
  .array(
    fc.record({
      id: fc.integer({ min: 0, max: 12 }),
      parent: fc.integer({ min: -1, max: 14 }),
      start: fc.integer({ min: 0, max: 100 }),
      length: fc.integer({ min: -5, max: 60 }),
      kind: fc.constantFrom(...KINDS),
      service: fc.constantFrom("web", "reviews", "ratings"),
      host: fc.constantFrom("", "a", "b"),
    }),
    { maxLength: 24 },
  )
  .map((drafts) =>
    drafts.map((d) =>
      makeSpan(hex(d.id), d.parent < 0 ? "" : hex(d.parent), d.start, d.start + d.length, {
        kind: d.kind,
        service: d.service,
        resource: d.host ? { "host.name": d.host } : {},
      }),
    ),
  );

/** Spans that form one proper tree. */
export const properTrace: fc.Arbitrary<Span[]> = fc
  .array(
    fc.record({
      parent: fc.nat(),
      from: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.double({ min: 0, max: 1.2, noNaN: true }),
      kind: fc.constantFrom<SpanKind>("internal", "server", "client"),
    }),
    { maxLength: 30 },
  )
  .map((drafts) => {
    const made: { start: number; end: number }[] = [{ start: 0, end: 1000 }];
    const spans = [makeSpan(hex(0), "", 0, 1000, { kind: "server" })];
    drafts.forEach((d, i) => {
      const parentAt = d.parent % made.length;
      const parent = made[parentAt] ?? { start: 0, end: 1000 };
      const start = Math.round(parent.start + d.from * (parent.end - parent.start));
      const end = Math.round(start + d.length * (parent.end - start));
      made.push({ start, end });
      spans.push(makeSpan(hex(i + 1), hex(parentAt), start, end, { kind: d.kind }));
    });
    return spans;
  });

function hex(n: number): string {
  return (n + 1).toString(16).padStart(16, "0");
}
