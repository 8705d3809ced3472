import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { selfTimeByService, type TimedSpan } from "./self-time";

const span = (service: string, start: number, end: number, parent = -1): TimedSpan => ({ service, start, end, parent });
const times = (...spans: TimedSpan[]) => Object.fromEntries(selfTimeByService(spans));

describe("selfTimeByService", () => {
  it("gives a parent what its children leave", () => {
    expect(times(span("web", 0, 100), span("db", 20, 50, 0))).toEqual({ web: 70, db: 30 });
  });

  it("shares a moment among children that run at once", () => {
    expect(times(span("web", 0, 100), span("a", 0, 100, 0), span("b", 50, 100, 0))).toEqual({ a: 75, b: 25 });
  });

  it("goes on after a parent that ended before its child", () => {
    expect(times(span("web", 0, 10), span("queue", 5, 30, 0))).toEqual({ web: 5, queue: 25 });
  });

  it("counts nothing for spans of no length and for gaps", () => {
    expect(times(span("a", 0, 10), span("b", 5, 5, 0), span("c", 20, 30))).toEqual({ a: 10, c: 10 });
  });

  it("adds up to the time during which anything ran", () => {
    const times = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }));
    fc.assert(
      fc.property(fc.array(fc.tuple(times, fc.nat(), fc.constantFrom("a", "b", "c")), { maxLength: 30 }), (drawn) => {
        const spans = drawn.map(([[start, length], parent, service], i) =>
          span(service, start, start + length, i === 0 ? -1 : (parent % (i + 1)) - 1),
        );
        const sum = [...selfTimeByService(spans).values()].reduce((a, b) => a + b, 0);
        const ran = Array.from({ length: 130 }, (_, t) => spans.some((one) => one.start <= t && t < one.end));
        expect(sum).toBeCloseTo(ran.filter(Boolean).length, 6);
      }),
    );
  });
});
